import { taskId, type LoanActivities, type LoanChange, type TaskClosing } from '@bangdai/contracts';
import { isLateCheck, roundOfCheck, shanghaiDateOf, type CheckRound } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { replanHousehold } from '../subsidy/replan-household.js';
import { writeLoanChange } from './loan-change.writer.js';
import { lockHouseholdAndLoan, type LoanRecord } from './loan.record.js';
import { adviseStop } from './stop-advice.js';

type Input = Parameters<LoanActivities['recordUsageCheck']>[0];
/** What of a check the record needs, whichever way it came. */
export type Check = Omit<Input['check'], 'remarkGiven'>;

/** The round that a check is for; an extra check has none. */
export interface Placed {
  round: CheckRound | null;
  late: boolean;
}

/**
 * One check: it finds its round by its day, closes that round's task wherever it was entered from, and takes the place of
 * an earlier check of the round, which stays on record (lifecycle §11). Misuse stops the subsidy from the day of the
 * finding (lifecycle §3).
 */
export async function recordUsageCheck(context: StoreContext, { change, check }: Input): Promise<void> {
  await context.database.transaction(async (db) => {
    const loan = await lockHouseholdAndLoan(db, change.loanId);
    const placed = await placeCheck(db, loan, check, change.at);
    if (!(await writeLoanChange(db, context, { ...change, ...placedParts(change, check, placed) }))) return;
    await storeCheck(db, context, loan, { check, at: change.at }, placed);
    if (check.finding === 'misuse') await tellMisuse(db, loan, check);
  });
}

/** What was paid for the nights from the finding on is taken back: the relay opens the case once this holds (lifecycle §3). */
async function tellMisuse(db: Db, loan: LoanRecord, { commandId, checkedOn: fromOn }: Check): Promise<void> {
  await db.run(
    `insert into inbox (source, event_id, kind, county, subject_no, payload) values ($1, $2, 'clawbackFound', $3, $4, $5::jsonb)
     on conflict do nothing`,
    [
      ...[`platform:${loan.county}`, `clawbackFound/${commandId}`, loan.county, loan.loan_no],
      JSON.stringify({ commandId, loanId: loan.id, fromOn }),
    ],
  );
}

export async function placeCheck(
  db: Db,
  loan: LoanRecord,
  check: Omit<Check, 'actor' | 'finding'>,
  at: string,
): Promise<Placed> {
  const round = await roundOf(db, loan, check);
  const on = shanghaiDateOf(Date.parse(at));
  return { round, late: round !== null && isLateCheck(round.dueOn, on) };
}

/** Rounds that lie before the loan was taken over are nobody's here. */
async function roundOf(
  db: Db,
  loan: LoanRecord,
  check: Omit<Check, 'actor' | 'finding'>,
): Promise<CheckRound | null> {
  const rounds = await db.rows<{ round: number; due_on: string; done: boolean }>(
    `select (item->>'round')::int as round, due_on, status in ('done', 'late') as done from due_item
     where loan_id = $1 and kind = 'usageCheck' and status <> 'skipped' and due_on >= coalesce($2::date, due_on)
     order by due_on`,
    [loan.id, loan.taken_over_on],
  );
  const known = rounds.map(({ round, due_on: dueOn, done: isDone }) => ({ round, dueOn, isDone }));
  const number = roundOfCheck(known, check.checkedOn, namedRound(loan, check));
  return known.find(({ round }) => round === number) ?? null;
}

/** By the task it answers, or by the number given with it. */
function namedRound(loan: LoanRecord, { taskId: id, round }: Pick<Check, 'taskId' | 'round'>): number | null {
  const prefix = taskId(loan.id, 'usageCheck', 0).slice(0, -1);
  if (id?.startsWith(prefix) === true) return Number(id.slice(prefix.length));
  return round ?? null;
}

/** The change with the round's task closed and the round told; a check too early for its task leaves that open. */
export function placedParts(
  change: Pick<LoanChange, 'loanId' | 'events' | 'closeTasks'>,
  check: Check,
  { round, late }: Placed,
): Pick<LoanChange, 'events' | 'closeTasks'> {
  const others = change.closeTasks.filter(({ taskId: id }) => id !== check.taskId);
  const closing: TaskClosing[] =
    round === null
      ? []
      : [
          {
            taskId: taskId(change.loanId, 'usageCheck', round.round),
            outcome: 'done',
            decision: check.finding,
            actorId: check.actor.id,
          },
        ];
  const told = {
    round: round === null ? 'extra' : String(round.round),
    ...(late ? { late: 'true' } : {}),
    ...(round?.isDone === true ? { replaces: 'true' } : {}),
  };
  const events = change.events.map((event) =>
    event.kind === 'usageChecked'
      ? { ...event, dueOn: late ? (round?.dueOn ?? null) : null, data: { ...event.data, ...told } }
      : event,
  );
  return { events, closeTasks: [...others, ...closing] };
}

/** Keeps the check and marks its round; the subsidy is planned anew where the day on which it stops has moved. */
export async function storeCheck(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  { check, at }: { check: Check; at: string },
  { round, late }: Placed,
): Promise<void> {
  const replaced =
    round === null
      ? null
      : await db.maybe<{ finding: string; checked_on: string }>(
          `update usage_check set replaced = true where loan_id = $1 and round = $2 and not replaced returning finding, checked_on`,
          [loan.id, round.round],
        );
  await db.run(
    `insert into usage_check (loan_id, round, checked_on, finding, command_id, at, late) values ($1, $2, $3, $4, $5, $6, $7)`,
    [loan.id, round?.round ?? null, check.checkedOn, check.finding, check.commandId, at, late],
  );
  if (round !== null) {
    await db.run(
      `update due_item set status = $3, done_at = $4 where loan_id = $1 and key = $2 and kind = 'usageCheck'`,
      [loan.id, `usageCheck/${round.round}`, late ? 'late' : 'done', at],
    );
  }
  const stopsOn = await stopsOnAfter(db, loan, replaced);
  if (stopsOn === loan.subsidy_stops_on) return;
  await db.run('update loan set subsidy_stops_on = $2 where id = $1', [loan.id, stopsOn]);
  await adviseStop(db, loan, check.commandId);
  await replanHousehold(db, context, loan.household_id);
}

/** A finding that a later check of its round replaced stops nothing any more. */
async function stopsOnAfter(
  db: Db,
  loan: LoanRecord,
  replaced: { finding: string; checked_on: string } | null,
): Promise<string | null> {
  const { misused } = await db.one<{ misused: string | null }>(
    `select min(checked_on) as misused from usage_check where loan_id = $1 and finding = 'misuse' and not replaced`,
    [loan.id],
  );
  const stoppedByIt = replaced?.finding === 'misuse' && replaced.checked_on === loan.subsidy_stops_on;
  const before = stoppedByIt ? null : loan.subsidy_stops_on;
  if (misused === null || before === null) return misused ?? before;
  return misused < before ? misused : before;
}
