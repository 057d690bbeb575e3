import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { orderSubject } from '../payments/payment-tasks.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import type { DeskTask } from './task-desk.js';
import { requireFile } from './task-file.js';

/** What came of a paper that went to a counterpart without a machine. */
export async function settlePaper(
  db: Db,
  _context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
): Promise<void> {
  if (decision.decision === 'confirmPaid' || decision.decision === 'paymentRefused')
    return settlePayment(db, actor, task, decision);
  if (decision.decision === 'servedOnPaper') await requireFile(db, task.id, 'servedNotice');
  await tell(db, actor, task, decision.decision === 'handedIn' ? 'listHandedIn' : 'servedOnPaper', decision);
}

/**
 * The clerk who paid says so with the voucher; nobody who signed the payment may also carry it out. The workflow hears
 * it like any report of a treasury.
 */
async function settlePayment(db: Db, actor: Actor, task: DeskTask, decision: DeskDecision): Promise<void> {
  const signed = await db.maybe('select 1 from review where subject_id = $1 and actor_id = $2 limit 1', [
    task.subjectId,
    actor.id,
  ]);
  if (signed !== null) throw new RefusedError('SAME_PERSON');
  const isPaid = decision.decision === 'confirmPaid';
  if (isPaid) await requireFile(db, task.id, 'paymentVoucher');
  else if (!decision.reasonGiven) throw new RefusedError('REASON_REQUIRED');
  const { order_no: orderNo } = await db.one<{ order_no: string }>(
    `select order_no from payment_order where subject_id = $1 and replace(order_no, '/', '-') = $2`,
    [task.subjectId, task.cause],
  );
  const { amount, county } = await orderSubject(db, orderNo);
  const outcome = isPaid ? 'paid' : 'rejected';
  await db.run(
    `insert into inbox (source, event_id, kind, county, subject_no, payload)
     values ($1, $2, 'paymentReported', $3, $4, $5::jsonb) on conflict on constraint inbox_event_once do nothing`,
    [
      ...[`treasury:${county}`, `voucher/${task.id}`, county, orderNo],
      JSON.stringify({ county, orderNo, outcome, paidOn: decision.on, amount }),
    ],
  );
  await tell(db, actor, task, isPaid ? 'paymentCarriedOut' : 'paymentTurnedDown', decision);
}

async function tell(
  db: Db,
  actor: Actor,
  task: DeskTask,
  kind: string,
  { commandId, decision, on }: DeskDecision,
): Promise<void> {
  const event = systemEvent(kind, { on }, { lane: 'people', actor, decision, commandId });
  await appendTimeline(db, { kind: task.subject, id: task.subjectId }, new Date().toISOString(), [event]);
}
