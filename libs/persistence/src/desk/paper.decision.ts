import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { recordStatement } from './payment.decision.js';
import type { DeskTask } from './task-desk.js';
import { requireFile } from './task-file.js';

/** What came of a paper that went to a counterpart without a machine. */
export async function settlePaper(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
): Promise<void> {
  if (decision.decision === 'confirmPaid' || decision.decision === 'paymentRefused')
    return settlePayment(db, context, actor, task, decision);
  if (decision.decision === 'servedOnPaper') await requireFile(db, task.id, 'servedNotice');
  await tell(db, actor, task, decision.decision === 'handedIn' ? 'listHandedIn' : 'servedOnPaper', decision);
}

/**
 * The clerk who paid says so with the voucher; nobody who signed the payment may also carry it out. It holds, and the
 * workflow hears it like any report of a treasury, once a second person has looked at the voucher.
 */
async function settlePayment(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
): Promise<void> {
  const signed = await db.maybe('select 1 from review where subject_id = $1 and actor_id = $2 limit 1', [
    task.subjectId,
    actor.id,
  ]);
  if (signed !== null) throw new RefusedError('SAME_PERSON');
  await recordStatement(db, context, actor, task, decision);
  const isPaid = decision.decision === 'confirmPaid';
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
