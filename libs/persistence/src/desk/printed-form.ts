import type { PrintedForm } from '@bangdai/contracts/http';
import { maskIdNumber, moneyInCapitals } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { personOfLoan } from '../messages/message-body.js';
import { commandTexts } from '../reads/people.reader.js';
import { clawbackForm } from './clawback-form.js';
import { demandForm } from './demand-form.js';
import { accountForm } from './account.decision.js';
import type { DeskTask } from './task-desk.js';

interface Message {
  kind: string;
  data: Record<string, string>;
  loan_id: string | null;
  loan_no: string | null;
  county_name: string;
  village: string;
  bank_name: string;
}

/** What each message says on paper: title, text, whose signatures. */
interface Paper {
  title: string;
  text: (message: Message, name: string, reason: string) => string[];
  signatures: string[];
}

const served = ['送达人', '签收人（借款人或同住成年家属）', '见证人'];

const papers: Record<string, Paper> = {
  maturityNotice: {
    title: '贷款到期提醒通知书',
    text: ({ data, bank_name }, name) => [
      `${name}：`,
      `您在${bank_name}的贷款将于 ${data['maturesOn'] ?? '—'} 到期，目前本金余额 ${data['balance'] ?? '—'} 元。请提前筹措资金，按期还款。`,
      '如需展期或续贷，请在到期日之前向村（居）委会或经办银行提出。',
    ],
    signatures: served,
  },
  writtenNotice: {
    title: '贷款到期书面通知书',
    text: ({ data, bank_name }, name) => [
      `${name}：`,
      `您在${bank_name}的贷款将于 ${data['maturesOn'] ?? '—'} 到期，目前本金余额 ${data['balance'] ?? '—'} 元，请务必按期足额还本付息。`,
      '逾期将停止享受贴息，并可能影响您的信用记录。',
    ],
    signatures: served,
  },
  rejectionNotice: {
    title: '贷款申请审核结果告知书',
    text: (_message, name, reason) => [
      `${name}：`,
      `您的贷款申请经审核未获通过。理由：${reason === '' ? '见经办部门说明' : reason}。`,
      '如有异议，请向村（居）委会或乡镇反映。',
    ],
    signatures: served,
  },
  extensionAdvice: {
    title: '展期通知书',
    text: ({ data }, name) => [`${name}的贷款已获展期，新的到期日为 ${data['maturesOn'] ?? '—'}。`],
    signatures: ['送达人', '签收人'],
  },
  subsidyStopAdvice: {
    title: '停止贴息通知书',
    text: ({ data }, name) => [
      data['stopsOn']
        ? `${name}的贷款自 ${data['stopsOn']} 起不再享受财政贴息，请据此核算贴息清单。`
        : `${name}的贷款恢复财政贴息，请据此核算贴息清单。`,
    ],
    signatures: ['送达人', '签收人'],
  },
};

const other: Paper = {
  title: '业务通知书',
  text: () => ['现将下列事项书面通知贵单位，请查收办理。'],
  signatures: ['送达人', '签收人'],
};

const fieldNames: Record<string, string> = {
  amount: '金额（元）',
  balance: '本金余额（元）',
  termMonths: '期限（月）',
  annualRate: '年利率',
  maturesOn: '到期日',
  dueOn: '应通知日',
  orderNo: '付款单号',
  paidOn: '到账日',
  settlementNo: '结算编号',
  settleOn: '结息日',
  claimNo: '补偿编号',
  stopsOn: '停止贴息之日',
};

/** Papers that no message stands behind. */
const ownForms: Record<string, (db: Db, context: StoreContext, task: DeskTask) => Promise<PrintedForm>> = {
  accountReview: accountForm,
  bankDue: demandForm,
  bankDemand: demandForm,
  clawback: clawbackForm,
};

/** @throws RefusedError `NOT_FOUND` for a task without a message or an order behind it */
export async function readForm(db: Db, context: StoreContext, task: DeskTask): Promise<PrintedForm> {
  const own = ownForms[task.kind];
  if (own !== undefined) return own(db, context, task);
  const message = await db.maybe<Message>(
    `select o.kind, o.data, o.loan_id, o.loan_no, c.name as county_name, coalesce(l.village, '') as village,
       coalesce(b.name, o.bank) as bank_name
     from outbox o join county c on c.code = o.county left join loan l on l.id = o.loan_id
     left join bank b on b.county = o.county and b.code = o.bank
     where o.id::text = $1 or ($2 = 'writtenNotice' and o.kind = 'writtenNotice' and o.loan_id = $3)
     order by o.seq desc limit 1`,
    [task.cause, task.kind, task.subjectId],
  );
  if (message === null) return orderForm(db, task);
  const person = message.loan_id === null ? null : await personOfLoan(db, context, message.loan_id);
  const paper = papers[message.kind] ?? other;
  const reason = await reasonOf(db, context, message);
  const about = [
    { label: '编号', value: message.loan_no ?? task.subjectNo },
    ...(person === null
      ? []
      : [
          { label: '姓名', value: person.name },
          { label: '身份证号', value: maskIdNumber(person.idNumber) },
          { label: '所在村', value: message.village },
        ]),
  ];
  const known = Object.entries(message.data).filter(([key]) => Object.hasOwn(fieldNames, key));
  return {
    title: paper.title,
    number: message.loan_no ?? task.subjectNo,
    county: message.county_name,
    paragraphs: paper.text(message, person?.name ?? '', reason),
    fields: [...about, ...known.map(([key, value]) => ({ label: fieldNames[key] ?? key, value }))],
    signatures: paper.signatures,
  };
}

async function reasonOf(db: Db, context: StoreContext, { data }: Message): Promise<string> {
  const commandId = data['commandId'];
  if (commandId === undefined) return '';
  return (await commandTexts(db, context.vault, [commandId])).get(commandId) ?? '';
}

interface OrderRow {
  order_no: string;
  payer: string;
  payee: string;
  amount: string;
  purpose: string;
  lines: number;
  county_name: string;
}

/** The order that a treasury without a machine pays by, and what its clerk signs. */
async function orderForm(db: Db, task: DeskTask): Promise<PrintedForm> {
  const order = await db.one<OrderRow>(
    `select o.order_no, o.payer, o.payee, o.amount, o.purpose, o.lines, c.name as county_name
     from payment_order o join county c on c.code = o.county
     where o.subject_id = $1 and replace(o.order_no, '/', '-') = $2`,
    [task.subjectId, task.cause],
  );
  return {
    title: '资金拨付通知单',
    number: order.order_no,
    county: order.county_name,
    paragraphs: ['请按下列内容拨付，并将拨付凭证上传平台。同一单号只拨付一次。'],
    fields: [
      { label: '付款单号', value: order.order_no },
      { label: '付款单位', value: order.payer },
      { label: '收款单位', value: order.payee },
      { label: '金额（元）', value: order.amount },
      { label: '金额大写', value: moneyInCapitals(order.amount) },
      { label: '用途', value: order.purpose },
      { label: '笔数', value: String(order.lines) },
    ],
    signatures: ['经办', '复核', '国库（支付机构）'],
  };
}
