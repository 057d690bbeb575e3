import type { PaymentState } from '@bangdai/contracts';
import type { Db } from '../database/database.js';
import type { Subject } from '../subjects/subject.js';
import { closeSystemTasks } from '../subjects/system-task.js';

export interface OrderSubject extends Subject {
  amount: string;
  state: PaymentState;
}

/** A payment order as the subject of tasks: the settlement or claim that it pays. */
export async function orderSubject(db: Db, orderNo: string): Promise<OrderSubject> {
  return db.one<OrderSubject>(
    `select o.subject as kind, o.subject_id as id, coalesce(s.settlement_no, c.claim_no, o.order_no) as no, o.county,
       c.loan_id as "loanId", o.amount, o.state
     from payment_order o left join settlement s on s.id = o.subject_id left join claim c on c.id = o.subject_id
     where o.order_no = $1`,
    [orderNo],
  );
}

export const orderCause = (orderNo: string): string => orderNo.replaceAll('/', '-');

/** The order as a paper on the desk of a treasury that has no machine. */
export const paymentPaper = (orderNo: string) => ({
  cause: orderCause(orderNo),
  title: '按单拨付并上传凭证',
  role: 'treasury',
  outcomes: ['confirmPaid', 'paymentRefused'],
});

/** The counterpart has told after all: nobody has to ask any more, and what one person stated needs no second. */
export async function closePaymentTasks(db: Db, orderNo: string): Promise<void> {
  const subject = await orderSubject(db, orderNo);
  const cause = orderCause(orderNo);
  await closeSystemTasks(db, subject, { kind: 'unknownPayment', cause }, 'settled');
  await closeSystemTasks(db, subject, { kind: 'paymentCheck', cause }, 'settled');
  await closeSystemTasks(db, subject, { kind: 'counterpartPaper', cause }, 'settled');
}
