import { RefusedError } from '@bangdai/contracts';
import type { Db } from '../database/database.js';
import type { Subject } from '../subjects/subject.js';
import { closePaymentTasks } from './payment-tasks.js';

export interface NewOrder {
  kind: 'subsidy' | 'compensation';
  county: string;
  bank: string;
  subject: Subject;
  /** Permanent number by sequence; a next sequence only after the treasury rejected the one before. */
  orderNo: (sequence: number) => string;
  payer: string;
  payee: string;
  purpose: string;
  amount: string;
  lines: number;
  /** Where a subject is paid by several orders: the number of this one; else counted by those rejected. */
  sequence?: number;
  /** Year whose appropriation it is paid from; none for a payment out of a fund. */
  budgetYear?: number;
}

/** The same payment asked for twice is the same order. */
export async function createOrder(db: Db, order: NewOrder): Promise<{ orderNo: string; amount: string }> {
  const { rejected } = await db.one<{ rejected: number }>(
    `select count(*)::int as rejected from payment_order where subject_id = $1 and kind = $2 and state = 'REJECTED'`,
    [order.subject.id, order.kind],
  );
  const orderNo = order.orderNo(order.sequence ?? rejected + 1);
  await db.run(
    `insert into payment_order (order_no, kind, county, bank, subject, subject_id, payer, payee, amount, purpose, lines,
       budget_year)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (order_no) do nothing`,
    [
      ...[orderNo, order.kind, order.county, order.bank, order.subject.kind, order.subject.id],
      ...[order.payer, order.payee, order.amount, order.purpose, order.lines],
      order.budgetYear ?? null,
    ],
  );
  return db.one<{ orderNo: string; amount: string }>(
    'select order_no as "orderNo", amount from payment_order where order_no = $1',
    [orderNo],
  );
}

/** @throws RefusedError `NOT_DETERMINED` for an order that the treasury rejected or that is another subject's */
export async function confirmOrder(db: Db, orderNo: string, paidOn: string): Promise<string> {
  const order = await db.maybe<{ amount: string }>(
    `update payment_order set state = 'CONFIRMED', paid_on = $2, updated_at = now()
     where order_no = $1 and state <> 'REJECTED' returning amount`,
    [orderNo, paidOn],
  );
  if (order === null) throw new RefusedError('NOT_DETERMINED');
  await closePaymentTasks(db, orderNo);
  return order.amount;
}
