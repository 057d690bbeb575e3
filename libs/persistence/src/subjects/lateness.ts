import type { TaskClosing, TimelineEntry } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { Db } from '../database/database.js';

/**
 * What a person did after the limit of its task is accepted and marked late (lifecycle §11, review step): the day it was due
 * stands beside it in the history. Asked before the tasks are closed; nobody but the task itself knows its day.
 */
export async function withLateness(
  db: Db,
  events: readonly TimelineEntry[],
  closings: readonly TaskClosing[],
  at: string,
): Promise<readonly TimelineEntry[]> {
  const done = closings.filter(({ outcome }) => outcome === 'done').map(({ taskId }) => taskId);
  if (done.length === 0) return events;
  const late = await db.maybe<{ due_on: string }>(
    `select min(due_on) as due_on from task where id = any($1) and due_on < $2 and status in ('open', 'claimed')
     having min(due_on) is not null`,
    [done, shanghaiDateOf(Date.parse(at))],
  );
  if (late === null) return events;
  return events.map((event) => (event.lane === 'people' ? markedLate(event, late.due_on) : event));
}

const markedLate = (event: TimelineEntry, dueOn: string): TimelineEntry => ({
  ...event,
  dueOn: event.dueOn ?? dueOn,
  data: { ...event.data, late: 'true' },
});
