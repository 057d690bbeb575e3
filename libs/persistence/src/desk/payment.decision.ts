import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { orderCause, orderSubject, paymentPaper } from '../payments/payment-tasks.js';
import { openSystemTask } from '../subjects/system-task.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import type { DeskTask } from './task-desk.js';
import { requireFile } from './task-file.js';

interface Statement {
  id: string;
  order_no: string;
  task_id: string;
  outcome: 'paid' | 'notPaid';
  paid_on: string;
  stated_by: string;
}

/** The order that a task is about: its number stands in the task's id with other separators. */
async function orderOf(db: Db, task: DeskTask): Promise<string> {
  const { order_no } = await db.one<{ order_no: string }>(
    `select order_no from payment_order where subject_id = $1 and replace(order_no, '/', '-') = $2`,
    [task.subjectId, task.cause],
  );
  return order_no;
}

/**
 * What one person found out about a payment whose outcome the counterpart cannot tell: paid, with the voucher; or not
 * paid, for a stated reason. It holds only once a second person has looked at it.
 */
export async function statePayment(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
): Promise<void> {
  const orderNo = await recordStatement(db, context, actor, task, decision);
  await tell(db, actor, task, 'paymentStated', decision, orderNo);
}

/**
 * Paid only with the voucher, not paid only for a reason; a second person is asked.
 * @returns the order's number
 * @throws RefusedError `DOCUMENT_MISSING` | `REASON_REQUIRED`
 */
export async function recordStatement(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
): Promise<string> {
  const isPaid = decision.decision === 'confirmPaid';
  if (isPaid) await requireFile(db, task.id, 'paymentVoucher');
  else if (!decision.reasonGiven) throw new RefusedError('REASON_REQUIRED');
  const orderNo = await orderOf(db, task);
  const order = await orderSubject(db, orderNo);
  await db.run(
    `insert into payment_statement (order_no, task_id, outcome, paid_on, stated_by, command_id) values ($1, $2, $3, $4, $5, $6)`,
    [orderNo, task.id, isPaid ? 'paid' : 'notPaid', decision.on, actor.id, decision.commandId],
  );
  await openSystemTask(db, context, order, {
    kind: 'paymentCheck',
    cause: orderCause(orderNo),
    title: isPaid ? '复核：拨付已到账' : '复核：拨付未到账，重新拨付',
    role: 'finance',
    ...{ place: '', bank: null, amount: order.amount, at: new Date().toISOString() },
    outcomes: ['approve', 'return'],
  });
  return orderNo;
}

/** The second person. @throws RefusedError `SAME_PERSON` for whoever made the statement */
export async function checkPaymentStatement(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
): Promise<void> {
  const orderNo = await orderOf(db, task);
  const statement = await db.one<Statement>(
    `select id, order_no, task_id, outcome, paid_on, stated_by from payment_statement where order_no = $1 and verdict is null for update`,
    [orderNo],
  );
  if (statement.stated_by === actor.id) throw new RefusedError('SAME_PERSON');
  const isApproved = decision.decision === 'approve';
  if (!isApproved && !decision.reasonGiven) throw new RefusedError('REASON_REQUIRED');
  await db.run(
    `update payment_statement set checked_by = $2, checked_at = now(), verdict = $3 where id = $1`,
    [statement.id, actor.id, isApproved ? 'approved' : 'returned'],
  );
  await tell(db, actor, task, 'paymentStatementChecked', decision, orderNo);
  if (isApproved) await applyStatement(db, task, statement);
  else await askAgain(db, context, statement);
}

/**
 * The workflow hears it like any report of the treasury. What was not paid is closed as rejected first, so that it is
 * ordered anew under a new number and the old one can never be confirmed again.
 */
async function applyStatement(db: Db, task: DeskTask, statement: Statement): Promise<void> {
  const { order_no: orderNo, outcome, paid_on: paidOn, id } = statement;
  const { amount, county } = await orderSubject(db, orderNo);
  if (outcome === 'notPaid') {
    const closed = await db.run(
      `update payment_order set state = 'REJECTED', updated_at = now()
       where order_no = $1 and state in ('PENDING', 'SENT', 'UNKNOWN')`,
      [orderNo],
    );
    if (closed === 0) throw new RefusedError('TASK_DONE');
  }
  const payload = {
    ...{ county, orderNo, paidOn, amount },
    outcome: outcome === 'paid' ? ('paid' as const) : ('rejected' as const),
  };
  await db.run(
    `insert into inbox (source, event_id, kind, county, subject_no, payload)
     values ($1, $2, 'paymentReported', $3, $4, $5::jsonb) on conflict on constraint inbox_event_once do nothing`,
    [`desk:${county}`, `statement/${id}/${task.id}`, county, orderNo, JSON.stringify(payload)],
  );
}

/** Back to whoever stated it: the clerk with the paper, or finance who asked the treasury. */
async function askAgain(db: Db, context: StoreContext, statement: Statement): Promise<void> {
  const { order_no: orderNo, task_id: taskId } = statement;
  const order = await orderSubject(db, orderNo);
  const { kind } = await db.one<{ kind: string }>('select kind from task where id = $1', [taskId]);
  const at = new Date().toISOString();
  if (kind === 'counterpartPaper')
    return openSystemTask(db, context, order, {
      ...{ kind, ...paymentPaper(orderNo), place: '', bank: null, amount: order.amount, at },
    });
  await openSystemTask(db, context, order, {
    kind: 'unknownPayment',
    cause: orderCause(orderNo),
    title: '拨付结果不明，请向国库核实',
    role: 'finance',
    ...{ place: '', bank: null, amount: order.amount, at },
    outcomes: ['confirmPaid', 'confirmNotPaid'],
  });
}

async function tell(
  db: Db,
  actor: Actor,
  task: DeskTask,
  kind: string,
  { commandId, decision, on }: DeskDecision,
  orderNo: string,
): Promise<void> {
  const event = systemEvent(kind, { orderNo, on }, { lane: 'people', actor, decision, commandId });
  await appendTimeline(db, { kind: task.subject, id: task.subjectId }, new Date().toISOString(), [event]);
}
