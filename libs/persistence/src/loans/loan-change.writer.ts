import type { LoanChange, Verdict } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { storeMessages } from '../messages/outbox.writer.js';
import { markApplied } from '../subjects/applied-change.js';
import { withLateness } from '../subjects/lateness.js';
import type { Subject } from '../subjects/subject.js';
import { closeTasks, openTasks } from '../subjects/task.writer.js';
import { appendTimeline } from '../subjects/timeline.writer.js';
import { markAgendaDone, mirrorAgenda, refreshNextDue } from './agenda.writer.js';
import { lockLoan, type LoanRecord } from './loan.record.js';

/**
 * Writes all that one wake or decision changes. Answers false, and writes nothing, when this change is on record.
 * The caller's transaction holds it together.
 */
export async function writeLoanChange(
  db: Db,
  { calendar }: StoreContext,
  change: LoanChange,
  verdict: Verdict | null = null,
): Promise<boolean> {
  const loan = await lockLoan(db, change.loanId);
  if (!(await markApplied(db, loan.id, change.changeId, verdict))) return false;
  const subject = subjectOf(loan);
  await db.run(
    `update loan set stage = $2, pending_step = $3, publicity_ends_on = $4, workflow_started = true, updated_at = now()
     where id = $1`,
    [loan.id, change.stage, change.pendingStep, change.publicityEndsOn],
  );
  const events = await withLateness(db, withVerdict(change, verdict), change.closeTasks, change.at);
  await appendTimeline(db, { ...subject, stage: change.stage }, change.at, events);
  await closeTasks(db, loan.county, change.closeTasks, change.at);
  if (ENDED.has(change.stage)) await cancelChecks(db, loan, change.at);
  await openTasks(db, subject, change.openTasks, calendar, amountOf(loan));
  await storeMessages(db, subject, change.messages);
  if (change.agenda !== null) await mirrorAgenda(db, loan.id, change.agenda);
  await markAgendaDone(db, loan.id, change.doneAgendaKeys, change.at);
  if (change.agenda !== null || change.doneAgendaKeys.length > 0) await refreshNextDue(db, loan.id);
  await announce(db, { topic: 'loan', id: loan.id, county: loan.county });
  return true;
}

/** Stages after which nothing about the loan is looked at any more. */
const ENDED = new Set<string>(['settled', 'renewed', 'converted', 'closedLoss']);

/** Checks and notices to the household are opened outside the loan's own workflow, which does not know of them. */
async function cancelChecks(db: Db, loan: LoanRecord, at: string): Promise<void> {
  const open = await db.rows<{ id: string }>(
    `select id from task where subject_id = $1 and kind in ('usageCheck', 'householdNotice') and status in ('open', 'claimed')`,
    [loan.id],
  );
  const closings = open.map(({ id }) => ({
    taskId: id,
    outcome: 'cancelled' as const,
    decision: null,
    actorId: null,
  }));
  await closeTasks(db, loan.county, closings, at);
  await db.run(
    `update due_item set status = 'skipped' where loan_id = $1 and kind = 'usageCheck' and status = 'open'`,
    [loan.id],
  );
}

export function subjectOf(loan: Pick<LoanRecord, 'id' | 'loan_no' | 'county'>): Subject {
  return { kind: 'loan', id: loan.id, no: loan.loan_no, county: loan.county, loanId: loan.id };
}

export const amountOf = (loan: LoanRecord): string =>
  loan.principal ?? loan.approved_amount ?? loan.requested_amount;

/** The code and reasons of a refusal are known only here, so they are added to the history here. */
function withVerdict(change: LoanChange, verdict: Verdict | null): LoanChange['events'] {
  if (verdict === null || verdict.accepted) return change.events;
  return change.events.map((event) => ({
    ...event,
    code: event.code ?? verdict.code,
    data: verdict.reasons.length === 0 ? event.data : { ...event.data, reasons: verdict.reasons.join(',') },
  }));
}
