import { taskId, type TaskKind } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { Subject } from './subject.js';
import { openTasks } from './task.writer.js';

/** What the platform cannot do by itself and a person has to look at. */
export interface SystemTask {
  kind: Extract<TaskKind, 'disputedLine' | 'unknownPayment' | 'undelivered'>;
  /** Makes the task one per cause: the same cause told twice is one task. */
  cause: string;
  title: string;
  role: string;
  place: string;
  bank: string | null;
  amount: string | null;
  at: string;
}

const SLA_WORKING_DAYS = 5;

export async function openSystemTask(
  db: Db,
  context: StoreContext,
  subject: Subject,
  task: SystemTask,
): Promise<void> {
  const draft = {
    taskId: taskId(subject.id, `${task.kind}-${task.cause}`, 1),
    kind: task.kind,
    stepKey: task.kind,
    title: task.title,
    role: task.role,
    county: subject.county,
    place: task.place,
    bank: task.bank,
    slaWorkingDays: SLA_WORKING_DAYS,
    dueOn: null,
    openedOn: shanghaiDateOf(Date.parse(task.at)),
    outcomes: ['done'],
    requires: [],
    requiresDetail: false,
    needsMeeting: false,
  };
  await openTasks(db, subject, [draft], context.calendar, task.amount);
}
