import type { PrintedForm } from '@bangdai/contracts/http';
import { moneyInCapitals } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { DeskTask } from './task-desk.js';

interface DueRow {
  claim_no: string | null;
  loan_no: string | null;
  subject_no: string;
  cause: 'lossGone' | 'paidTwice';
  order_no: string;
  amount: string;
  opened_on: string;
  due_on: string;
  county_name: string;
  bank_name: string;
}

const reasons: Record<DueRow['cause'], (due: DueRow) => string[]> = {
  lossGone: ({ claim_no, loan_no, opened_on, due_on }) => [
    `风险补偿 ${claim_no}（贷款 ${loan_no}）已于 ${opened_on} 拨付。拨付到账之前借款人已还款，按拨付时的损失重新核定，多拨款项应予退回。`,
    `依据：风险补偿以拨付时的贷款损失为限，借款人已偿还的部分不予补偿。请于 ${due_on} 前退回风险补偿金专户；逾期未退的，从下次风险补偿拨付中抵扣。`,
  ],
  paidTwice: ({ order_no, opened_on, due_on }) => [
    `付款单 ${order_no} 已于 ${opened_on} 拨付，经每晚对账核实，国库对同一付款单重复付款，重复部分应予退回。`,
    `依据：同一付款单只拨付一次。请于 ${due_on} 前将重复款项退回原付款账户，并在平台登记退回日期。`,
  ],
};

/** The demand on a bank that was paid for a loss that was gone (lifecycle §5, recomputed at payment). */
export async function demandForm(db: Db, _context: StoreContext, task: DeskTask): Promise<PrintedForm> {
  const due = await db.one<DueRow>(
    `select c.claim_no, l.loan_no, coalesce(c.claim_no, s.settlement_no) as subject_no, d.cause, d.order_no, d.amount, d.opened_on, d.due_on, n.name as county_name,
       coalesce(b.name, d.bank) as bank_name
     from bank_due d left join claim c on c.id = d.claim_id left join loan l on l.id = c.loan_id
     left join settlement s on s.id = d.settlement_id join county n on n.code = d.county
     left join bank b on b.county = d.county and b.code = d.bank where $1 in (d.id::text, d.id || '-setOff')`,
    [task.cause],
  );
  return {
    title: due.cause === 'paidTwice' ? '重复拨付款项退回通知书' : '多拨风险补偿金退回通知书',
    number: due.order_no,
    county: due.county_name,
    paragraphs: [`${due.bank_name}：`, ...reasons[due.cause](due)],
    fields: [
      { label: '业务编号', value: due.subject_no },
      ...(due.loan_no === null ? [] : [{ label: '贷款编号', value: due.loan_no }]),
      { label: '付款单号', value: due.order_no },
      { label: '应退金额（元）', value: due.amount },
      { label: '金额大写', value: moneyInCapitals(due.amount) },
      { label: '退回期限', value: due.due_on },
    ],
    signatures: ['财政局（经办）', '财政局（复核）', '银行签收'],
  };
}
