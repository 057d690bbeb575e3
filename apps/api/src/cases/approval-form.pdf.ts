import type { ApprovalForm } from '@bangdai/contracts/http';
import type { Content, TableCell } from 'pdfmake';
import { renderPdf, unfinishedMark } from './pdf.js';

/** Free height above the signature, pt; with the lines around it a round seal of 42 mm finds its place. */
const SEAL_ROOM = 26;

/**
 * The county's own form: rows of the applicant, the declaration, then each opinion with signature, date and the place for the
 * seal. Marked across the page until the last step has spoken, so that nobody takes a running case for an approved one.
 */
export function approvalFormPdf(form: ApprovalForm, printedOn: string): Promise<Buffer> {
  return renderPdf({
    info: { title: `${form.title} ${form.formNo}` },
    ...(form.finished ? {} : { watermark: unfinishedMark }),
    footer: (page: number, pages: number): Content => ({
      columns: [
        { text: `打印日期 ${printedOn}　以平台记录为准` },
        { text: `${page} / ${pages}`, alignment: 'right' },
      ],
      ...{ margin: [44, 8, 44, 0], fontSize: 8, color: '#66727a' },
    }),
    pageMargins: [44, 36, 44, 40],
    defaultStyle: { fontSize: 10, lineHeight: 1.15 },
    content: [
      ...(form.annex === null ? [] : [{ text: form.annex, fontSize: 11 }]),
      { text: form.title, fontSize: 17, bold: true, alignment: 'center', margin: [0, 4, 0, 8] },
      {
        columns: [
          { text: `编号：${form.formNo}` },
          { text: form.finished ? '' : '未办结', alignment: 'right', bold: true },
        ],
        margin: [0, 0, 0, 4],
      },
      {
        table: {
          widths: [78, '*', 78, '*', 40, 60],
          body: [...fieldRows(form.fields), declarationRow(form), ...opinionRows(form)],
          dontBreakRows: true,
        },
        layout: { hLineWidth: () => 0.7, vLineWidth: () => 0.7, paddingTop: () => 3, paddingBottom: () => 3 },
      },
    ],
  });
}

const COLUMNS = 6;

/** Three pairs a row; a wide field has a row of its own. */
function fieldRows(fields: ApprovalForm['fields']): TableCell[][] {
  const rows: TableCell[][] = [];
  let open: ApprovalForm['fields'] = [];
  const close = (): void => {
    if (open.length > 0) rows.push(pairs(open));
    open = [];
  };
  for (const field of fields) {
    if (field.wide) {
      close();
      rows.push(spread([label(field.label), { text: field.value, colSpan: COLUMNS - 1 }]));
    } else {
      open.push(field);
      if (open.length === COLUMNS / 2) close();
    }
  }
  close();
  return rows;
}

const label = (text: string): TableCell => ({ text, alignment: 'center', bold: true });

/** A row that is not full ends in a field as wide as the rest. */
function pairs(fields: ApprovalForm['fields']): TableCell[] {
  const cells = fields.flatMap(({ label: name, value }, index): TableCell[] => {
    const last = index === fields.length - 1;
    const colSpan = last ? COLUMNS - index * 2 - 1 : 1;
    return [label(name), { text: value, colSpan }];
  });
  return spread(cells);
}

/** The cells that a span covers stand empty in the row. */
const spread = (cells: TableCell[]): TableCell[] => [
  ...cells,
  ...Array.from({ length: Math.max(0, COLUMNS - cells.length) }, () => ({})),
];

function declarationRow({ declaration }: ApprovalForm): TableCell[] {
  const content: Content = {
    stack: [
      { text: `　　${declaration}`, preserveLeadingSpaces: true },
      {
        columns: [{ text: '申请人签字：' }, { text: '　　　　年　　月　　日', alignment: 'right' }],
        margin: [0, 14, 0, 2],
      },
    ],
  };
  return spread([{ ...content, colSpan: COLUMNS }]);
}

const opinionRows = ({ opinions }: ApprovalForm): TableCell[][] =>
  opinions.map((opinion) => spread([{ stack: opinionStack(opinion), colSpan: COLUMNS }]));

function opinionStack(opinion: ApprovalForm['opinions'][number]): Content[] {
  const said = [opinion.decisionName, opinion.text].filter((text) => text !== null && text !== '').join('：');
  const [year = '　　', month = '　', day = '　'] = opinion.on === null ? [] : opinion.on.split('-');
  return [
    { text: `${opinion.title}：`, bold: true },
    { text: said === '' ? ' ' : `　　${said}`, margin: [0, 2, 0, 0], preserveLeadingSpaces: true },
    {
      columns: [
        { text: `${opinion.signature}：${opinion.byName ?? ''}` },
        { text: opinion.seal ?? '', alignment: 'right' },
      ],
      margin: [0, SEAL_ROOM, 0, 0],
    },
    { text: `${year} 年 ${month} 月 ${day} 日`, alignment: 'right' },
  ];
}
