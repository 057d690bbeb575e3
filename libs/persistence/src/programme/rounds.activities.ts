import { deskOf, superiorOf, type UseCheckRoundResult } from '@bangdai/contracts';
import {
  addDays,
  CHECK_LATE_AFTER_DAYS,
  isWorkingDay,
  DomainError,
  type WorkingCalendar,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { assessFunds } from '../funds/fund-top-up.js';
import { announce } from '../messages/live-feed.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';

/** Working days between two reminders of the same task (lifecycle §3, step SLA). */
const REMINDER_GAP = 2;
/** Working days after which a claim that led to nothing ends. */
const CLAIM_HELD_DAYS = 2;

/**
 * Opens the checks that are due, all by one statement. Rounds that fell before a loan was taken over belong to its former
 * keeper and are skipped; a loan without a balance needs no check.
 */
export async function openUsageCheckTasks(
  { database }: StoreContext,
  { county, on }: { county: string; on: string },
): Promise<UseCheckRoundResult> {
  return database.transaction(async (db) => {
    // Two rounds at once would look at the same checks: the second waits and finds them opened.
    await db.run('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`usage-check/${county}`]);
    await skipEarlierRounds(db, county);
    const opened = await openDueChecks(db, county, on);
    const escalated = await escalate(db, county, on);
    if (opened + escalated > 0) await announce(db, { topic: 'task', id: 'usageCheck', county });
    return { opened, escalated };
  });
}

async function skipEarlierRounds(db: Db, county: string): Promise<void> {
  await db.run(
    `update due_item d set status = 'skipped' from loan l
     where l.id = d.loan_id and l.county = $1 and d.kind = 'usageCheck' and d.status = 'planned' and d.due_on < l.taken_over_on`,
    [county],
  );
}

/** The task's id is built as `taskId(loanId, 'usageCheck', round)` builds it; the desk as `deskOf` names it. */
async function openDueChecks(db: Db, county: string, on: string): Promise<number> {
  const roles = await db.rows<{ role: string }>(
    `select distinct coalesce(item->>'by', 'bank') as role from due_item where kind = 'usageCheck' and status = 'planned'`,
  );
  const desks = Object.fromEntries(roles.map(({ role }) => [role, deskOf(role)]));
  return db.run(
    `with due as (
       update due_item d set status = 'open'
       from loan l
       where l.id = d.loan_id and l.county = $1 and l.balance > 0 and d.kind = 'usageCheck' and d.status = 'planned'
         and d.due_on <= $2
       returning d.loan_id, d.due_on, coalesce(d.item->>'round', '1') as round, coalesce(d.item->>'by', 'bank') as role,
         l.loan_no, l.place, l.township, l.village, l.bank, l.balance)
     insert into task (id, kind, subject, subject_id, subject_no, county, place, township, village, bank, step_key, title, role,
       desk, due_on, opened_on, amount, outcomes, requires, requires_detail, needs_meeting)
     select loan_id || '.usageCheck.' || round, 'usageCheck', 'loan', loan_id, loan_no, $1, place, township, village, bank,
       'usageCheck', '贷后检查（第' || round || '次）', role, $4::jsonb ->> role, due_on + $3::int, $2, balance,
       '["ok", "misuse", "unreachable"]', '[]', false, false
     from due on conflict (id) do nothing`,
    [county, on, CHECK_LATE_AFTER_DAYS, JSON.stringify(desks)],
  );
}

/** Ten days after its day a check not done is told upwards: it lies with the superior as well until it is done. */
async function escalate(db: Db, county: string, on: string): Promise<number> {
  const late = await db.rows<LateTask>(
    `update task set reminded_on = $2, superior = $3::jsonb ->> desk where county = $1 and kind = 'usageCheck'
       and status in ('open', 'claimed') and due_on < $2 and reminded_on is null returning ${LATE_TASK}`,
    [county, on, await superiors(db, county)],
  );
  await tell(db, 'usageCheckEscalated', late);
  return late.length;
}

interface LateTask {
  subject: string;
  subject_id: string;
  step_key: string;
  due_on: string;
  role: string;
  superior: string | null;
}

const LATE_TASK = 'subject, subject_id, step_key, due_on, role, superior';

/** The superior of each desk that holds a task; a pack may bring desks of its own. */
async function superiors(db: Db, county: string): Promise<string> {
  const desks = await db.rows<{ desk: string }>(
    `select distinct desk from task where county = $1 and status in ('open', 'claimed')`,
    [county],
  );
  return JSON.stringify(Object.fromEntries(desks.map(({ desk }) => [desk, superiorOf(desk)])));
}

async function tell(
  db: Db,
  kind: 'taskReminded' | 'usageCheckEscalated',
  tasks: readonly LateTask[],
): Promise<void> {
  for (const { subject, subject_id: id, step_key: stepKey, due_on: dueOn, role, superior } of tasks) {
    const event = systemEvent(kind, superior === null ? { role } : { role, superior }, { stepKey, dueOn });
    await appendTimeline(db, { kind: subject, id }, new Date().toISOString(), [event]);
  }
}

/**
 * Past its limit a task is called to mind, at its desk and at the superior's, and again every two working days until it is
 * decided (lifecycle §3, step SLA). On the same round of the day each fund is held against what its pack asks for.
 */
export async function remindOverdueTasks(
  context: StoreContext,
  { county, on }: { county: string; on: string },
): Promise<{ reminded: number }> {
  const { database, calendar } = context;
  const remindedBefore = daysBack(on, REMINDER_GAP, calendar);
  return database.transaction(async (db) => {
    const late = await db.rows<LateTask>(
      `update task set reminded_on = $2, superior = $4::jsonb ->> desk
       where county = $1 and status in ('open', 'claimed') and kind <> 'usageCheck'
         and due_on < $2 and (reminded_on is null or reminded_on <= $3)
       returning ${LATE_TASK}`,
      [county, on, remindedBefore, await superiors(db, county)],
    );
    await tell(db, 'taskReminded', late);
    await freeForgottenClaims(db, county, on, calendar);
    if (late.length > 0) await announce(db, { topic: 'task', id: 'reminded', county });
    await assessFunds(db, context, { county, on });
    return { reminded: late.length };
  });
}

/** A claim that led to nothing for two working days is given back to the desk; what was handed to a person stays theirs. */
async function freeForgottenClaims(
  db: Db,
  county: string,
  on: string,
  calendar: WorkingCalendar,
): Promise<void> {
  const freed = await db.run(
    `update task set status = 'open', claimed_by = null, claimed_at = null
     where county = $1 and status = 'claimed' and (claimed_at at time zone 'Asia/Shanghai')::date <= $2`,
    [county, daysBack(on, CLAIM_HELD_DAYS, calendar)],
  );
  if (freed > 0) await announce(db, { topic: 'task', id: 'freed', county });
}

/** The day that lies `n` working days before; calendar days where the year is not published, which only reminds sooner. */
function daysBack(on: string, n: number, calendar: WorkingCalendar): string {
  try {
    let day = on;
    for (let left = n; left > 0;) {
      day = addDays(day, -1);
      if (isWorkingDay(day, calendar)) left -= 1;
    }
    return day;
  } catch (error) {
    if (error instanceof DomainError) return addDays(on, -n);
    throw error;
  }
}
