import {
  loanStages,
  subsidyStates,
  type CaseEvent,
  type CaseNotice,
  type LoanDetail,
  type LoanMoney,
} from '@bangdai/contracts/http';
import type { Content, TableCell } from 'pdfmake';
import { renderPdf } from './pdf.js';

const lanes = { people: '人员', system: '系统', bank: '银行' } as const;

const time = new Intl.DateTimeFormat('sv-SE', {
  ...{
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  },
});
const instant = (at: string): string => time.format(new Date(at)).replace(',', '');

const head = (loan: LoanDetail, title: string): Content[] => [
  { text: title, fontSize: 16, bold: true, alignment: 'center', margin: [0, 0, 0, 6] },
  {
    text: `贷款编号 ${loan.loanNo}　借款人 ${loan.borrower}　${loan.township} ${loan.village}　${loan.bankName}　状态 ${loanStages[loan.stage]}`,
    margin: [0, 0, 0, 8],
  },
];

/** A table that repeats its head on each page; wide lists lie across. */
function listPdf(
  loan: LoanDetail,
  title: string,
  on: string,
  tables: { title?: string; widths: (number | string)[]; head: string[]; rows: string[][] }[],
): Promise<Buffer> {
  return renderPdf({
    pageOrientation: 'landscape',
    info: { title: `${title} ${loan.loanNo}` },
    defaultStyle: { fontSize: 9 },
    footer: (page: number, pages: number): Content => ({
      columns: [
        { text: `${loan.loanNo}　导出日期 ${on}` },
        { text: `${page} / ${pages}`, alignment: 'right' },
      ],
      ...{ margin: [48, 14, 48, 0], fontSize: 8, color: '#66727a' },
    }),
    content: [
      ...head(loan, title),
      ...tables.flatMap(({ title: caption, widths, head: names, rows }): Content[] => [
        ...(caption === undefined
          ? []
          : [{ text: caption, bold: true, margin: [0, 8, 0, 3] as [number, number, number, number] }]),
        rows.length === 0
          ? { text: '无', color: '#66727a' }
          : {
              table: {
                ...{ headerRows: 1, widths, dontBreakRows: true },
                body: [names.map((text): TableCell => ({ text, bold: true, fillColor: '#eef1f0' })), ...rows],
              },
              layout: {
                hLineWidth: () => 0.5,
                vLineWidth: () => 0.5,
                hLineColor: () => '#c9d0ce',
                vLineColor: () => '#c9d0ce',
              },
            },
      ]),
    ],
  });
}

export function timelinePdf(loan: LoanDetail, events: CaseEvent[], on: string): Promise<Buffer> {
  return listPdf(loan, '办理记录', on, [
    {
      widths: [82, 30, 110, 130, '*', 100, 60],
      head: ['时间', '类别', '事项', '办理人', '结果、理由', '条款', '用时'],
      rows: events.map((event) => [
        instant(event.at),
        lanes[event.lane],
        [event.title, event.stepTitle].filter(Boolean).join(' · '),
        [event.office, event.byName].filter(Boolean).join(' '),
        [event.decisionName, event.codeText, event.text, event.evidence.map(({ title }) => title).join('、')]
          .filter(Boolean)
          .join('；'),
        event.clause === null ? '' : (event.clause.no ?? '方案未规定'),
        event.waited === null ? '' : event.waited.days === 0 ? '当日' : `${event.waited.days} 天`,
      ]),
    },
  ]);
}

export function moneyPdf(loan: LoanDetail, money: LoanMoney, on: string): Promise<Buffer> {
  return listPdf(loan, '资金明细', on, [
    {
      ...{
        title: '还款',
        widths: [80, '*', 80, 80, 80],
        head: ['还款日', '回单号', '本金（元）', '利息（元）', '入账'],
      },
      rows: money.repayments.map((row) => [
        row.paidOn,
        row.receiptNo,
        row.principal,
        row.interest,
        row.booked ? '已入账' : (row.code ?? '未入账'),
      ]),
    },
    {
      ...{ title: '贴息', widths: ['*', 50, 80, 60, 80, 80, 80] },
      head: ['期间', '天数', '利息（元）', '贴息率', '贴息（元）', '自付（元）', '状态'],
      rows: money.subsidy.map((row) => [
        `${row.periodFrom} 至 ${row.periodTo}`,
        ...[
          String(row.nights),
          row.interest,
          row.subsidyRate,
          row.subsidy,
          row.borrowerShare,
          subsidyStates[row.state],
        ],
      ]),
    },
    {
      ...{
        title: '会计分录',
        widths: [70, 120, '*', 90, 90],
        head: ['日期', '种类', '科目', '借方（元）', '贷方（元）'],
      },
      rows: money.ledger.map((row) => [row.on, row.kind, row.account, row.debit, row.credit]),
    },
  ]);
}

export function noticesPdf(loan: LoanDetail, notices: CaseNotice[], on: string): Promise<Buffer> {
  return listPdf(loan, '通知及送达', on, [
    {
      ...{ widths: ['*', 60, 110, 90, 110, 80], head: ['通知', '对象', '发出', '状态', '送达', '签收日'] },
      rows: notices.map((notice) => [
        notice.title,
        ...[notice.to === 'bank' ? '银行' : '农户', instant(notice.createdAt), notice.stateName],
        ...[notice.deliveredAt === null ? '' : instant(notice.deliveredAt), notice.servedOn ?? ''],
      ]),
    },
  ]);
}
