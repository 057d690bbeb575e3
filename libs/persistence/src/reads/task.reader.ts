import { RefusedError, type Actor } from '@bangdai/contracts';
import type { Page, TaskCounts, TaskQueryValue, TaskRow } from '@bangdai/contracts/http';
import { addDays } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { addSearch, Conditions } from './conditions.js';
import { decodeCursor, pageOf } from './cursor.js';
import { maskedName, type SealedName } from './people.reader.js';
import { EVERY_COUNTY } from './scope.js';
import { workingDaysLeft } from './working-days-left.js';

interface Row extends SealedName {
  id: string;
  kind: TaskRow['kind'];
  step_key: string;
  title: string;
  role: string;
  status: TaskRow['status'];
  subject: TaskRow['subject'];
  subject_id: string;
  subject_no: string;
  county: string;
  county_name: string;
  township: string;
  village: string;
  bank: string | null;
  bank_name: string | null;
  amount: string | null;
  opened_on: string;
  due_on: string | null;
  claimed_by: string | null;
  claimed_by_name: string | null;
  outcomes: string[];
  requires: string[];
  requires_detail: boolean;
  needs_meeting: boolean;
  decision: string | null;
  decided_at: string | null;
  reminded_on: string | null;
  superior: string | null;
}

const FROM = `from task t
  join county c on c.code = t.county
  left join bank b on b.county = t.county and b.code = t.bank
  left join claim cl on t.subject = 'claim' and cl.id = t.subject_id
  left join clawback cb on t.subject = 'clawback' and cb.id = t.subject_id
  left join loan l on l.id = coalesce(cl.loan_id, cb.loan_id, case when t.subject = 'loan' then t.subject_id end)
  left join person p on p.id = l.person_id
  left join staff s on s.id = t.claimed_by`;

const SELECT = `select t.id, t.kind, t.step_key, t.title, t.role, t.status, t.subject, t.subject_id, t.subject_no, t.county,
  c.name as county_name, t.township, t.village, t.bank, b.name as bank_name, t.amount, t.opened_on, t.due_on, t.claimed_by,
  s.display_name as claimed_by_name, t.outcomes, t.requires, t.requires_detail, t.needs_meeting, t.decision, t.decided_at,
  t.reminded_on, t.superior, p.id as person_id, p.name_enc ${FROM}`;

const OPEN = `t.status in ('open', 'claimed')`;
/** Overdue first, then the nearest due day, then the larger amount; a task without a limit comes last. */
const DUE = `coalesce(t.due_on, date '9999-12-31')`;
const LARGEST_FIRST = `(-coalesce(t.amount, 0))`;

/** What concerns the whole county (place ``) is handled by any desk of the role. */
function addScope(where: Conditions, actor: Actor): void {
  if (actor.county !== EVERY_COUNTY) where.add(actor.county, (county) => `t.county = ${county}`);
  if (actor.place !== '') {
    where.add(
      actor.place,
      (place) => `(t.place = '' or t.place = ${place} or starts_with(t.place, ${place} || '/'))`,
    );
  }
  if (actor.bank !== null) where.add(actor.bank, (bank) => `(t.bank is null or t.bank = ${bank})`);
}

function addTab(where: Conditions, actor: Actor, tab: TaskQueryValue['tab']): void {
  if (tab === 'done') return where.add(actor.id, (me) => `t.status = 'done' and t.decided_by = ${me}`);
  where.raw(OPEN);
  if (tab === 'mine') return where.add(actor.id, (me) => `l.created_by = ${me}`);
  // What lies late at a desk below is shown to its superior, who decides nothing about it.
  if (tab === 'escalated') return where.add(actor.role, (role) => `t.superior = ${role}`);
  where.add(actor.role, (role) => `t.desk = ${role}`);
  if (tab === 'claimable') return where.raw('t.claimed_by is null');
  where.add(actor.id, (me) => `(t.claimed_by is null or t.claimed_by::text = ${me})`);
}

function addFilters(where: Conditions, { vault }: StoreContext, query: TaskQueryValue, today: string): void {
  where.maybe(query.county, (name) => `t.county = ${name}`);
  where.maybe(query.step, (name) => `t.step_key = ${name}`);
  where.maybe(query.kind, (name) => `t.kind = ${name}`);
  where.maybe(query.township, (name) => `t.township = ${name}`);
  where.maybe(query.village, (name) => `t.village = ${name}`);
  where.maybe(query.bank, (name) => `t.bank = ${name}`);
  if (query.due === 'overdue') where.add(today, (name) => `t.due_on < ${name}`);
  if (query.due === 'today') where.add(today, (name) => `t.due_on = ${name}`);
  if (query.due === 'in3days')
    where.add([today, addDays(today, 3)], (name) => `t.due_on between ${name}[1] and ${name}[2]`);
  if (query.due === 'in7days')
    where.add([today, addDays(today, 7)], (name) => `t.due_on between ${name}[1] and ${name}[2]`);
  addSearch(where, vault, query.q, { number: 't.subject_no', person: 'p' });
}

export async function listTasks(
  db: Db,
  context: StoreContext,
  actor: Actor,
  query: TaskQueryValue,
  today: string,
): Promise<Page<TaskRow>> {
  const where = new Conditions();
  addScope(where, actor);
  addTab(where, actor, query.tab);
  addFilters(where, context, query, today);
  const done = query.tab === 'done';
  if (query.after !== undefined) addAfter(where, query.after, done);
  const order = done ? 't.decided_at desc, t.id desc' : `${DUE}, ${LARGEST_FIRST}, t.id`;
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<Row>(
    `${SELECT} where ${where.sql} order by ${order} limit ${limit}`,
    where.params,
  );
  return pageOf(
    rows,
    query.limit,
    (row) => taskRow(context, row, today),
    (row) => (done ? [row.decided_at, row.id] : [row.due_on ?? '9999-12-31', row.amount ?? '0', row.id]),
  );
}

function addAfter(where: Conditions, after: string, done: boolean): void {
  if (done) {
    const [at, id] = decodeCursor(after, 2).map((value) => where.param(value));
    return where.raw(`(t.decided_at, t.id) < (${at}::timestamptz, ${id})`);
  }
  const [due, amount, id] = decodeCursor(after, 3).map((value) => where.param(value));
  where.raw(`(${DUE}, ${LARGEST_FIRST}, t.id) > (${due}::date, -(${amount}::numeric), ${id})`);
}

export async function countTasks(db: Db, actor: Actor, today: string): Promise<TaskCounts> {
  const where = new Conditions();
  addScope(where, actor);
  const me = where.param(actor.id);
  const role = where.param(actor.role);
  const day = where.param(today);
  const todo = `${OPEN} and t.desk = ${role} and (t.claimed_by is null or t.claimed_by::text = ${me})`;
  return db.one<TaskCounts>(
    `select count(*) filter (where ${todo})::int as todo,
       count(*) filter (where ${OPEN} and t.desk = ${role} and t.claimed_by is null)::int as claimable,
       count(*) filter (where ${todo} and t.due_on < ${day}::date)::int as overdue,
       count(*) filter (where ${OPEN} and t.superior = ${role})::int as escalated,
       count(*) filter (where t.status = 'done' and t.decided_by = ${me})::int as done,
       count(*) filter (where ${OPEN} and l.created_by = ${me})::int as mine
     from task t left join loan l on t.subject = 'loan' and l.id = t.subject_id
     where ${where.sql} and (${OPEN} or t.decided_by = ${me})`,
    where.params,
  );
}

/** @throws RefusedError `NOT_FOUND` also for a task outside the actor's place */
export async function readTask(
  db: Db,
  context: StoreContext,
  actor: Actor,
  taskId: string,
  today: string,
): Promise<TaskRow> {
  const where = new Conditions();
  where.add(taskId, (id) => `t.id = ${id}`);
  addScope(where, actor);
  return taskRow(context, await db.one<Row>(`${SELECT} where ${where.sql}`, where.params), today);
}

export async function openTasksOf(
  db: Db,
  context: StoreContext,
  subjectIds: string[],
  today: string,
): Promise<TaskRow[]> {
  const rows = await db.rows<Row>(
    `${SELECT} where t.subject_id = any($1) and ${OPEN} order by ${DUE}, t.id limit 200`,
    [subjectIds],
  );
  return rows.map((row) => taskRow(context, row, today));
}

/** @throws RefusedError `TASK_TAKEN` | `TASK_DONE` | `WRONG_ROLE` */
export async function claimTask(
  context: StoreContext,
  actor: Actor,
  taskId: string,
  today: string,
): Promise<TaskRow> {
  return context.database.transaction(async (db) => {
    const task = await lockTask(db, actor, taskId);
    if (task.desk !== actor.role) throw new RefusedError('WRONG_ROLE');
    if (task.claimed_by !== null && task.claimed_by !== actor.id) throw new RefusedError('TASK_TAKEN');
    await db.run(`update task set status = 'claimed', claimed_by = $2 where id = $1`, [taskId, actor.id]);
    await announce(db, { topic: 'task', id: taskId, county: task.county });
    return readTask(db, context, actor, taskId, today);
  });
}

/** @throws RefusedError `TASK_TAKEN` when another holds it | `TASK_DONE` */
export async function releaseTask(
  context: StoreContext,
  actor: Actor,
  taskId: string,
  today: string,
): Promise<TaskRow> {
  return context.database.transaction(async (db) => {
    const task = await lockTask(db, actor, taskId);
    if (task.claimed_by !== null && task.claimed_by !== actor.id) throw new RefusedError('TASK_TAKEN');
    await db.run(`update task set status = 'open', claimed_by = null where id = $1`, [taskId]);
    await announce(db, { topic: 'task', id: taskId, county: task.county });
    return readTask(db, context, actor, taskId, today);
  });
}

/** The open task under a row lock. @throws RefusedError `NOT_FOUND` | `TASK_DONE` */
export async function lockTask(db: Db, actor: Actor, taskId: string) {
  const where = new Conditions();
  where.add(taskId, (id) => `t.id = ${id}`);
  addScope(where, actor);
  const task = await db.one<{ status: string; desk: string; claimed_by: string | null; county: string }>(
    `select t.status, t.desk, t.claimed_by, t.county from task t where ${where.sql} for update`,
    where.params,
  );
  if (task.status === 'done' || task.status === 'cancelled') throw new RefusedError('TASK_DONE');
  return task;
}

function taskRow({ vault, calendar }: StoreContext, row: Row, today: string): TaskRow {
  const {
    id,
    kind,
    title,
    role,
    status,
    subject,
    county,
    township,
    village,
    bank,
    amount,
    outcomes,
    requires,
    decision,
  } = row;
  const open = status === 'open' || status === 'claimed';
  return {
    id,
    kind,
    title,
    role,
    status,
    subject,
    county,
    township,
    village,
    bank,
    amount,
    outcomes,
    requires,
    decision,
    stepKey: row.step_key,
    subjectId: row.subject_id,
    subjectNo: row.subject_no,
    borrower: row.person_id === null ? null : maskedName(vault, row),
    countyName: row.county_name,
    bankName: row.bank_name,
    openedOn: row.opened_on,
    dueOn: row.due_on,
    daysLeft: open ? workingDaysLeft(today, row.due_on, calendar) : null,
    overdue: open && row.due_on !== null && row.due_on < today,
    claimedBy: row.claimed_by,
    claimedByName: row.claimed_by_name,
    requiresDetail: row.requires_detail,
    needsMeeting: row.needs_meeting,
    decidedAt: row.decided_at,
    remindedOn: row.reminded_on,
    superior: row.superior,
  };
}
