import { taskId, type TaskKind } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { Subject } from './subject.js';
import { closeTasks, openTasks } from './task.writer.js';

/** What the platform cannot do by itself and a person has to look at. */
export interface SystemTask {
  kind: Extract<
    TaskKind,
    | 'disputedLine'
    | 'unknownPayment'
    | 'undelivered'
    | 'householdNotice'
    | 'paymentCheck'
    | 'counterpartPaper'
    | 'heldMoney'
    | 'stalled'
    | 'fundEntry'
    | 'lossPoolEntry'
    | 'debtorListing'
    | 'accountReview'
    | 'fundTopUp'
    | 'bankDue'
    | 'bankDemand'
  >;
  /** Makes the task one per cause: the same cause told twice is one task as long as it is open. */
  cause: string;
  title: string;
  role: string;
  place: string;
  bank: string | null;
  amount: string | null;
  at: string;
  /** What a person may answer; `done` where nothing is to be chosen. */
  outcomes?: string[];
  /** Last day; five working days where none is named. */
  dueOn?: string | null;
  /** Day of the matter, where it is not the day of `at`. */
  openedOn?: string;
}

const SLA_WORKING_DAYS = 5;

/** Ids of the tasks of one cause, whatever their round, begin like this. */
const stemOf = (subjectId: string, kind: string, cause: string): string =>
  taskId(subjectId, `${kind}-${cause}`, 0).replace(/0$/, '');

export async function openSystemTask(
  db: Db,
  context: StoreContext,
  subject: Subject,
  task: SystemTask,
): Promise<void> {
  const { open, rounds } = await db.one<{ open: number; rounds: number }>(
    `select count(*) filter (where status in ('open', 'claimed'))::int as open, count(*)::int as rounds
     from task where subject_id = $1 and starts_with(id, $2)`,
    [subject.id, stemOf(subject.id, task.kind, task.cause)],
  );
  if (open > 0) return;
  const draft = {
    taskId: taskId(subject.id, `${task.kind}-${task.cause}`, rounds + 1),
    kind: task.kind,
    stepKey: task.kind,
    title: task.title,
    role: task.role,
    county: subject.county,
    place: task.place,
    bank: task.bank,
    slaWorkingDays: task.dueOn == null ? SLA_WORKING_DAYS : null,
    dueOn: task.dueOn ?? null,
    openedOn: task.openedOn ?? shanghaiDateOf(Date.parse(task.at)),
    outcomes: task.outcomes ?? ['done'],
    requires: [],
    requiresDetail: false,
    needsMeeting: false,
  };
  await openTasks(db, subject, [draft], context.calendar, task.amount);
}

/** Closes what became needless: the matter is settled without the person who was asked. */
export async function closeSystemTasks(
  db: Db,
  subject: Pick<Subject, 'id' | 'county'>,
  { kind, cause }: Pick<SystemTask, 'kind' | 'cause'>,
  decision: string,
): Promise<void> {
  const open = await db.rows<{ id: string }>(
    `select id from task where subject_id = $1 and starts_with(id, $2) and status in ('open', 'claimed')`,
    [subject.id, stemOf(subject.id, kind, cause)],
  );
  const closings = open.map(({ id }) => ({
    ...{ taskId: id, outcome: 'done' as const, decision, actorId: 'system' },
  }));
  await closeTasks(db, subject.county, closings, new Date().toISOString());
}
