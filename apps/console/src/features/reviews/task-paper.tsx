import { deskOf, type PrintedForm, type TaskDetail } from '@bangdai/contracts/http';
import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { ProblemAlert } from '../../ui/states';
import { useMe } from '../session/me-context';
import { readPrintedForm } from './queries';
import { StatedProofs } from './task-proof';

/** Tasks whose matter can be handed over on paper. */
const withPaper = new Set<TaskDetail['kind']>([
  'householdNotice',
  'undelivered',
  'writtenNotice',
  'counterpartPaper',
  'clawback',
  'bankDue',
  'bankDemand',
  'accountReview',
]);

const hints: Partial<Record<TaskDetail['kind'], string>> = {
  householdNotice: '请打印通知上门送达，由签收人签字后上传送达回证。',
  undelivered: '对方系统没有收下这条通知。核对信息后重新发送，或打印纸质件送达并上传送达回证。',
  counterpartPaper: '对方没有系统对接：请打印单据交对方办理，办妥后登记并上传凭证。',
  accountReview: '请打印核对单，与银行系统核对户名和账号；不是借款人本人的账户，退回并说明理由。',
  writtenNotice: '请打印书面通知送达借款人，登记送达日期。',
  clawback: '请打印追回通知书送达收款人，登记送达日期。',
  bankDue: '请打印退回通知书送达银行；款项到账后登记，或从下次拨付中抵扣。',
  bankDemand: '多拨的补偿款请于期限内退回专户，并登记退回日期。',
};

/** What to do about such a task, and its paper to print. */
export function TaskPaper({ task }: { task: TaskDetail }) {
  const me = useMe();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  if (task.kind === 'paymentCheck') return <StatedProofs task={task} />;
  if (!withPaper.has(task.kind) || deskOf(task.role) !== me.role) return null;
  const print = async () => {
    setBusy(true);
    setError(null);
    await readPrintedForm(task.id)
      .then(printForm)
      .catch((cause: unknown) => setError(cause));
    setBusy(false);
  };
  return (
    <section className="task-paper" data-testid="task-paper">
      <span>{hints[task.kind]}</span>
      <Button icon={<PrinterOutlined />} loading={busy} onClick={() => void print()} data-testid="print-form">
        打印通知
      </Button>
      <ProblemAlert error={error} testId="print-problem" />
    </section>
  );
}

/** Printed from a hidden frame, so that the page behind stays as it is; texts are set as texts, never as markup. */
function printForm(form: PrintedForm): void {
  const frame = document.createElement('iframe');
  frame.className = 'print-frame';
  frame.setAttribute('data-testid', 'print-frame');
  document.body.append(frame);
  const page = frame.contentDocument;
  if (page === null) return frame.remove();
  page.body.append(...paperNodes(page, form));
  page.body.style.cssText = 'font:16px/2 serif;margin:2cm';
  frame.contentWindow?.addEventListener('afterprint', () => frame.remove());
  frame.contentWindow?.print();
}

function paperNodes(page: Document, form: PrintedForm): HTMLElement[] {
  const node = (tag: string, text: string, css = ''): HTMLElement => {
    const element = page.createElement(tag);
    element.textContent = text;
    element.style.cssText = css;
    return element;
  };
  return [
    node('h1', form.title, 'text-align:center;font-size:22px'),
    node('p', `${form.county}　编号 ${form.number}`, 'text-align:right'),
    ...form.paragraphs.map((text) => node('p', text)),
    ...form.fields.map(({ label, value }) => node('div', `${label}：${value}`)),
    ...form.signatures.map((who) =>
      node('p', `${who}：____________　　日期：____年__月__日`, 'margin-top:1cm'),
    ),
  ];
}
