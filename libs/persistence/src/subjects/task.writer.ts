import { deskOf, type TaskClosing, type TaskDraft } from '@bangdai/contracts';
import { addWorkingDays, DomainError, type WorkingCalendar } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import type { Subject } from './subject.js';

/**
 * Last day of a task by the working calendar; null without a limit, and where the year's calendar is not published:
 * a date is never guessed (policy-pack §5).
 */
export function dueDayOf(
  openedOn: string,
  slaWorkingDays: number | null,
  calendar: WorkingCalendar,
): string | null {
  if (slaWorkingDays === null) return null;
  try {
    return addWorkingDays(openedOn, slaWorkingDays, calendar);
  } catch (error) {
    if (error instanceof DomainError && error.code === 'CALENDAR_NOT_PUBLISHED') return null;
    throw error;
  }
}

/** Opens tasks; one that exists already stays as it is. */
export async function openTasks(
  db: Db,
  subject: Subject,
  drafts: readonly TaskDraft[],
  calendar: WorkingCalendar,
  amount: string | null,
): Promise<void> {
  for (const draft of drafts) {
    const [township = '', village = ''] = draft.place.split('/');
    await db.run(
      `insert into task (id, kind, subject, subject_id, subject_no, county, place, township, village, bank, step_key, title,
         role, desk, sla_working_days, due_on, opened_on, amount, outcomes, requires, requires_detail, needs_meeting)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19::jsonb, $20::jsonb, $21, $22)
       on conflict (id) do nothing`,
      [
        ...[
          draft.taskId,
          draft.kind,
          subject.kind,
          subject.id,
          subject.no,
          draft.county,
          draft.place,
          township,
          village,
        ],
        ...[draft.bank, draft.stepKey, draft.title, draft.role, deskOf(draft.role), draft.slaWorkingDays],
        ...[draft.dueOn ?? dueDayOf(draft.openedOn, draft.slaWorkingDays, calendar), draft.openedOn, amount],
        ...[
          JSON.stringify(draft.outcomes),
          JSON.stringify(draft.requires),
          draft.requiresDetail,
          draft.needsMeeting,
        ],
      ],
    );
    await announce(db, { topic: 'task', id: draft.taskId, county: draft.county });
  }
}

export async function closeTasks(
  db: Db,
  county: string,
  closings: readonly TaskClosing[],
  at: string,
): Promise<void> {
  for (const { taskId, outcome, decision, actorId } of closings) {
    const closed = await db.run(
      `update task set status = $2, decision = $3, decided_by = $4, decided_at = $5
       where id = $1 and status in ('open', 'claimed')`,
      [taskId, outcome, decision, actorId, at],
    );
    if (closed === 1) await announce(db, { topic: 'task', id: taskId, county });
  }
}
