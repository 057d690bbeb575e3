import type { Actor } from '@bangdai/contracts';
import type { Page, TaskCounts, TaskQueryValue, TaskRow, TaskTag } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { Conditions } from './conditions.js';
import { pageOf } from './cursor.js';
import { maskedName, staffNames, type SealedName } from './people.reader.js';
import { nameFor, principalsOfTasks } from './stand-in-names.js';
import { addFilters, addScope, deskConditions, DUE, OPEN, orderOf } from './task-conditions.js';
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
  tags: TaskTag[];
  urged_on: string | null;
  decided_by: string | null;
  created_at: string;
  opinions: { asked: number; given: number };
  asked_of_me: 'delegate' | 'cosign' | null;
  unread: boolean;
}

const FROM = `from task t
  join county c on c.code = t.county
  left join bank b on b.county = t.county and b.code = t.bank
  left join claim cl on t.subject = 'claim' and cl.id = t.subject_id
  left join clawback cb on t.subject = 'clawback' and cb.id = t.subject_id
  left join loan l on l.id = coalesce(cl.loan_id, cb.loan_id, case when t.subject = 'loan' then t.subject_id end)
  left join person p on p.id = l.person_id
  left join staff s on s.id = t.claimed_by`;

/** `uuid` names the parameter that is the reader's own id, for what is asked of or copied to them. */
const select = (
  uuid: string,
): string => `select t.id, t.kind, t.step_key, t.title, t.role, t.status, t.subject, t.subject_id, t.subject_no, t.county,
  c.name as county_name, t.township, t.village, t.bank, b.name as bank_name, t.amount, t.opened_on, t.due_on, t.claimed_by,
  s.display_name as claimed_by_name, t.outcomes, t.requires, t.requires_detail, t.needs_meeting, t.decision, t.decided_at,
  t.reminded_on, t.superior, p.id as person_id, p.name_enc, t.tags, t.urged_on, t.decided_by, t.created_at,
  (select jsonb_build_object('asked', count(*), 'given', count(*) filter (where h.state = 'replied')) from task_handover h
    where h.task_id = t.id and h.kind <> 'transfer' and h.state in ('open', 'replied')) as opinions,
  (select h.kind from task_handover h where h.task_id = t.id and h.to_staff = ${uuid}::uuid and h.state = 'open') as asked_of_me,
  exists (select 1 from task_copy c where c.task_id = t.id and c.to_staff = ${uuid}::uuid and c.read_at is null) as unread
  ${FROM}`;

export async function listTasks(
  db: Db,
  context: StoreContext,
  actor: Actor,
  query: TaskQueryValue,
  today: string,
): Promise<Page<TaskRow>> {
  const where = new Conditions();
  addScope(where, actor);
  const desk = deskConditions(where, actor);
  where.raw(`(${desk.of(query.tab)})`);
  addFilters(where, context, query, today);
  const order = orderOf(query.tab);
  if (query.after !== undefined) order.addAfter(where, query.after);
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<Row>(
    `${select(desk.uuid())} where ${where.sql} order by ${order.sql} limit ${limit}`,
    where.params,
  );
  const deciders = await decidersOf(db, rows);
  return pageOf(rows, query.limit, (row) => taskRow(context, row, today, deciders), order.cursorOf);
}

export async function countTasks(db: Db, actor: Actor, today: string): Promise<TaskCounts> {
  const where = new Conditions();
  addScope(where, actor);
  const desk = deskConditions(where, actor);
  const day = where.param(today);
  return db.one<TaskCounts>(
    `select count(*) filter (where ${desk.of('todo')})::int as todo,
       count(*) filter (where ${desk.of('claimable')})::int as claimable,
       count(*) filter (where ${desk.of('todo')} and t.due_on < ${day}::date)::int as overdue,
       count(*) filter (where ${desk.of('escalated')})::int as escalated,
       count(*) filter (where ${desk.of('done')})::int as done,
       count(*) filter (where ${desk.of('mine')})::int as mine,
       count(*) filter (where ${OPEN} and ${desk.of('handed')})::int as entrusted,
       (select count(*)::int from task_copy c where c.to_staff = ${desk.uuid()}::uuid and c.read_at is null) as copied
     from task t left join loan l on t.subject = 'loan' and l.id = t.subject_id
     where ${where.sql} and (${OPEN} or (${desk.of('done')}))`,
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
  const { uuid } = deskConditions(where, actor);
  const row = await db.one<Row>(`${select(uuid())} where ${where.sql}`, where.params);
  return taskRow(context, row, today, await decidersOf(db, [row]));
}

export async function openTasksOf(
  db: Db,
  context: StoreContext,
  subjectIds: string[],
  today: string,
): Promise<TaskRow[]> {
  const rows = await db.rows<Row>(
    `${select('null')} where t.subject_id = any($1) and ${OPEN} order by ${DUE}, t.id limit 200`,
    [subjectIds],
  );
  return rows.map((row) => taskRow(context, row, today, new Map()));
}

/** Names by task of who decided it, with the person in whose name. */
async function decidersOf(db: Db, rows: readonly Row[]): Promise<Map<string, string>> {
  const decided = rows.filter(({ decided_by }) => decided_by !== null);
  const names = await staffNames(
    db,
    decided.map(({ decided_by }) => decided_by),
  );
  const principals = await principalsOfTasks(
    db,
    decided.map(({ id }) => id),
  );
  return new Map(
    decided.flatMap(({ id, decided_by }) => {
      const name = decided_by === null ? undefined : names.get(decided_by);
      return name === undefined ? [] : [[id, nameFor(name, principals.get(`${id} ${decided_by}`))] as const];
    }),
  );
}

function taskRow(
  { vault, calendar }: StoreContext,
  row: Row,
  today: string,
  deciders: ReadonlyMap<string, string>,
): TaskRow {
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
    tags: row.tags,
    urgedOn: row.urged_on,
    opinions: row.opinions.asked === 0 ? null : row.opinions,
    askedOfMe: row.asked_of_me,
    decidedByName: deciders.get(id) ?? null,
    unread: row.unread,
  };
}
