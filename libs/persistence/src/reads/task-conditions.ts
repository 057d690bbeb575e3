import type { Actor } from '@bangdai/contracts';
import type { TaskQueryValue } from '@bangdai/contracts/http';
import { addDays } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import { addSearch, type Conditions } from './conditions.js';
import { decodeCursor } from './cursor.js';
import { EVERY_COUNTY } from './scope.js';

export const OPEN = `t.status in ('open', 'claimed')`;
/** Overdue first, then the nearest due day, then the larger amount; a task without a limit comes last. */
export const DUE = `coalesce(t.due_on, date '9999-12-31')`;
const LARGEST_FIRST = `(-coalesce(t.amount, 0))`;

const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Machines have names instead of ids: nothing is ever handed to them. */
const uuidOf = ({ id }: Actor): string | null => (uuidForm.test(id) ? id : null);

/** What concerns the whole county (place ``) is handled by any desk of the role. */
export function addScope(where: Conditions, actor: Actor): void {
  if (actor.county !== EVERY_COUNTY) where.add(actor.county, (county) => `t.county = ${county}`);
  if (actor.place !== '') {
    where.add(
      actor.place,
      (place) => `(t.place = '' or t.place = ${place} or starts_with(t.place, ${place} || '/'))`,
    );
  }
  if (actor.bank !== null) where.add(actor.bank, (bank) => `(t.bank is null or t.bank = ${bank})`);
}

/** Who may take a task that is claimed: whoever claimed it, and who stands in for them. */
export const holdersOf = ({ id, onBehalfOf }: Actor): string[] =>
  onBehalfOf === undefined ? [id] : [id, onBehalfOf];

/** A parameter that is made with its first use: one that no condition names has no type for the database. */
function onFirstUse(where: Conditions, value: unknown): () => string {
  let name: string | undefined;
  return () => (name ??= where.param(value));
}

type TabCondition = TaskQueryValue['tab'] | 'handed';

/** Whose tasks are where, for the list and for its counts; `uuid` names the parameter of the reader's own id. */
export function deskConditions(
  where: Conditions,
  actor: Actor,
): { uuid: () => string; of: (tab: TabCondition) => string } {
  const me = onFirstUse(where, actor.id);
  const uuid = onFirstUse(where, uuidOf(actor));
  const role = onFirstUse(where, actor.role);
  const holders = onFirstUse(where, holdersOf(actor));
  const handed = () => `t.id in (select h.task_id from task_handover h where h.from_staff = ${uuid()}::uuid)`;
  const own = () => `t.desk = ${role()} and (t.claimed_by is null or t.claimed_by::text = any(${holders()}))`;
  const asked = () =>
    `t.id in (select h.task_id from task_handover h where h.to_staff = ${uuid()}::uuid and h.state = 'open')`;
  const tabs: Record<TabCondition, () => string> = {
    todo: () => `${OPEN} and ((${own()}) or ${asked()})`,
    claimable: () => `${OPEN} and t.desk = ${role()} and t.claimed_by is null`,
    // What lies late at a desk below is shown to its superior, who decides nothing about it.
    escalated: () => `${OPEN} and t.superior = ${role()}`,
    done: () => `t.status = 'done' and t.decided_by = ${me()}`,
    mine: () => `${OPEN} and l.created_by = ${me()}`,
    copied: () => `t.id in (select c.task_id from task_copy c where c.to_staff = ${uuid()}::uuid)`,
    handed,
    entrusted: () =>
      `(${handed()} or t.id in (select a.task_id from stand_in_act a where a.principal = ${uuid()}::uuid))`,
  };
  return { uuid, of: (tab) => tabs[tab]() };
}

export function addFilters(
  where: Conditions,
  { vault }: StoreContext,
  query: TaskQueryValue,
  today: string,
): void {
  where.maybe(query.county, (name) => `t.county = ${name}`);
  // A settlement or an import belongs to its county's scheme, which bears the county's code.
  where.maybe(query.scheme, (name) => `coalesce(l.scheme_key, t.county) = ${name}`);
  where.maybe(query.step, (name) => `t.step_key = ${name}`);
  where.maybe(query.kind, (name) => `t.kind = ${name}`);
  where.maybe(query.township, (name) => `t.township = ${name}`);
  where.maybe(query.village, (name) => `t.village = ${name}`);
  where.maybe(query.bank, (name) => `t.bank = ${name}`);
  where.maybe(query.tag, (name) => `${name} = any(t.tags)`);
  where.maybe(query.amountFrom, (name) => `t.amount >= ${name}::numeric`);
  where.maybe(query.amountTo, (name) => `t.amount <= ${name}::numeric`);
  addDue(where, query.due, today);
  addSearch(where, vault, query.q, { number: 't.subject_no', person: 'p' });
}

function addDue(where: Conditions, due: TaskQueryValue['due'], today: string): void {
  if (due === 'overdue') where.add(today, (name) => `t.due_on < ${name}`);
  if (due === 'today') where.add(today, (name) => `t.due_on = ${name}`);
  if (due === 'in3days')
    where.add(
      [today, addDays(today, 3)],
      (name) => `t.due_on between (${name}::date[])[1] and (${name}::date[])[2]`,
    );
  if (due === 'in7days')
    where.add(
      [today, addDays(today, 7)],
      (name) => `t.due_on between (${name}::date[])[1] and (${name}::date[])[2]`,
    );
}

interface Ordered {
  id: string;
  due_on: string | null;
  amount: string | null;
  decided_at: string | null;
  created_at: string;
}

interface Order {
  sql: string;
  cursorOf: (row: Ordered) => (string | null)[];
  addAfter: (where: Conditions, after: string) => void;
}

const byDue: Order = {
  sql: `${DUE}, ${LARGEST_FIRST}, t.id`,
  cursorOf: (row) => [row.due_on ?? '9999-12-31', row.amount ?? '0', row.id],
  addAfter: (where, after) => {
    const [due, amount, id] = decodeCursor(after, 3).map((value) => where.param(value));
    where.raw(`(${DUE}, ${LARGEST_FIRST}, t.id) > (${due}::date, -(${amount}::numeric), ${id})`);
  },
};

const newestFirst = (column: 'decided_at' | 'created_at'): Order => ({
  sql: `t.${column} desc, t.id desc`,
  cursorOf: (row) => [row[column], row.id],
  addAfter: (where, after) => {
    const [at, id] = decodeCursor(after, 2).map((value) => where.param(value));
    where.raw(`(t.${column}, t.id) < (${at}::timestamptz, ${id})`);
  },
});

/** What is still to be done by its due day, what was done or shared by its time. */
export function orderOf(tab: TaskQueryValue['tab']): Order {
  if (tab === 'done') return newestFirst('decided_at');
  return tab === 'copied' || tab === 'entrusted' ? newestFirst('created_at') : byDue;
}
