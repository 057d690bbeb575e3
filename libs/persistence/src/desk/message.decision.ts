import { RefusedError, type Actor } from '@bangdai/contracts';
import type { DeskDecision } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import type { DeskTask } from './task-desk.js';
import { requireFile } from './task-file.js';

/**
 * A message that a counterpart did not take: sent again under a new number, or served on paper with a proof. A fact that
 * found no receiver: delivered again, or dealt with elsewhere for a stated reason.
 */
export async function settleUndelivered(
  db: Db,
  context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
): Promise<void> {
  const isMessage = (await db.maybe('select 1 from outbox where id::text = $1', [task.cause])) !== null;
  if (decision.decision === 'servedOnPaper') return serveOnPaper(db, actor, task, decision);
  if (decision.decision === 'handled') return noteHandled(db, actor, task, decision);
  if (isMessage) await sendAgain(db, task.cause);
  else await deliverAgain(db, task.cause);
  await tell(db, actor, task, 'messageResent', decision);
}

export async function settleHouseholdNotice(
  db: Db,
  _context: StoreContext,
  actor: Actor,
  task: DeskTask,
  decision: DeskDecision,
): Promise<void> {
  await serveOnPaper(db, actor, task, decision);
}

/** @throws RefusedError `DOCUMENT_MISSING` without the signed receipt */
async function serveOnPaper(db: Db, actor: Actor, task: DeskTask, decision: DeskDecision): Promise<void> {
  await requireFile(db, task.id, 'servedNotice');
  await db.run(
    `update outbox set state = 'served', served_on = $2 where id::text = $1 and state <> 'delivered'`,
    [task.cause, decision.on],
  );
  await tell(db, actor, task, 'servedOnPaper', decision);
}

async function noteHandled(db: Db, actor: Actor, task: DeskTask, decision: DeskDecision): Promise<void> {
  if (!decision.reasonGiven) throw new RefusedError('REASON_REQUIRED');
  await tell(db, actor, task, 'undeliveredHandled', decision);
}

/**
 * One that still waits for its turn is tried at once. One that was refused goes out anew under a new id, with what the
 * record says now: under the old id a counterpart would see another text than the one that it refused.
 */
async function sendAgain(db: Db, outboxId: string): Promise<void> {
  const waiting = await db.run(
    `update outbox set next_attempt_at = now(), first_failed_at = null where id = $1 and state = 'pending'`,
    [outboxId],
  );
  if (waiting === 1) return;
  await db.run(
    `insert into outbox (key, kind, county, bank, recipient, loan_id, loan_no, subject_id, data)
     select o.key || '#' || (select count(*) + 1 from outbox r where starts_with(r.key, o.key || '#')),
       o.kind, o.county, o.bank, o.recipient, o.loan_id, o.loan_no, o.subject_id, o.data
     from outbox o where o.id = $1 and o.state = 'undelivered' on conflict (key) do nothing`,
    [outboxId],
  );
}

async function deliverAgain(db: Db, inboxId: string): Promise<void> {
  await db.run(
    `update inbox set state = 'received', next_attempt_at = now(), settled_at = null where id = $1 and state = 'undeliverable'`,
    [inboxId],
  );
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
