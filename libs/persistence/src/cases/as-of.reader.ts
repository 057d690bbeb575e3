import { labelOf, RefusedError, timelineTexts, type Actor } from '@bangdai/contracts';
import type { CaseAsOf } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { roleName } from '../reads/labels.js';
import { caseOf } from './case.record.js';
import { booksUntil } from './loan-books.js';
import { eventsUntil, replayMaturity, replayStage } from './stage-replay.js';

interface OpenTask {
  title: string;
  role: string;
  openedOn: string;
  dueOn: string | null;
}

/**
 * The loan as it was known at 24:00 of a past day: stage and maturity from the history, money from the postings booked by then.
 * @throws RefusedError `BAD_DATE` for a day after today or before anything is known of the loan
 */
export async function readAsOf(
  db: Db,
  context: StoreContext,
  actor: Actor,
  loanId: string,
  { on, today }: { on: string; today: string },
): Promise<CaseAsOf> {
  const { pack, loan } = await caseOf(db, context, actor, loanId);
  const events = await eventsUntil(db, loanId, on);
  if (on > today || events.length === 0) throw new RefusedError('BAD_DATE');
  const books = await booksUntil(db, loanId, on);
  const tasks = await db.rows<OpenTask>(
    `select title, role, opened_on as "openedOn", due_on as "dueOn" from task
     where subject_id = $1 and opened_on <= $2::date
       and (decided_at is null and status in ('open', 'claimed') or (decided_at at time zone 'Asia/Shanghai')::date > $2::date)
     order by opened_on, id`,
    [loanId, on],
  );
  const last = events.at(-1);
  return {
    ...{ on, ...books },
    stage: replayStage(events),
    // A row of the import tells the dates, not its event; they were known from the first day on.
    maturesOn: replayMaturity(events) ?? (loan.taken_over_on === null ? null : loan.original_matures_on),
    pendingStep: tasks[0]?.title ?? null,
    events: events.length,
    lastEvent: last === undefined ? null : { at: last.at, title: labelOf(timelineTexts, last.kind) },
    openTasks: tasks.map(({ role, ...task }) => ({ ...task, roleName: roleName(pack, role) })),
  };
}
