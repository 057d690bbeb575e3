import { addMoney, compareMoney, subtractMoney, sumMoney } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { PlanLine } from './plan-lines.js';
import { figureHousehold, replanHousehold } from './replan-household.js';

/** A period of one loan that a settlement holds already; a later one may only add to it (lifecycle §4). */
export interface SettledPeriod {
  loan_id: string;
  period_from: string;
  /** Exclusive. */
  period_to: string;
}

/** What changed facts give more or less for a settled period. */
export interface Adjustment extends SettledPeriod {
  nights: number;
  interest: string;
  subsidy_rate: string;
  subsidy: string;
  borrower_share: string;
}

/**
 * The differences of two plans of the same loans, by settled period. A planned line belongs to the first settled period
 * that it overlaps; what it has beyond that period's end was never planned elsewhere and comes with it.
 */
export function adjustmentsOf(
  settled: readonly SettledPeriod[],
  before: readonly PlanLine[],
  after: readonly PlanLine[],
): Adjustment[] {
  return settled.flatMap((period) => {
    const own = settled.filter(({ loan_id }) => loan_id === period.loan_id);
    const was = figuresIn(period, own, before);
    const is = figuresIn(period, own, after);
    const adjustment: Adjustment = {
      ...period,
      nights: is.nights - was.nights,
      interest: subtractMoney(is.interest, was.interest),
      subsidy_rate: is.subsidy_rate ?? was.subsidy_rate ?? '0',
      subsidy: subtractMoney(is.subsidy, was.subsidy),
      borrower_share: subtractMoney(is.borrower_share, was.borrower_share),
    };
    return compareMoney(adjustment.subsidy, '0.00') === 0 ? [] : [adjustment];
  });
}

const overlaps = (a: Omit<SettledPeriod, 'loan_id'>, b: Omit<SettledPeriod, 'loan_id'>): boolean =>
  a.period_from < b.period_to && b.period_from < a.period_to;

function figuresIn(period: SettledPeriod, own: readonly SettledPeriod[], plan: readonly PlanLine[]) {
  const lines = plan.filter(
    (line) => line.loan_id === period.loan_id && own.find((one) => overlaps(one, line)) === period,
  );
  return {
    nights: lines.reduce((sum, { nights }) => sum + nights, 0),
    interest: sumMoney(lines.map(({ interest }) => interest)),
    subsidy_rate: lines[0]?.subsidy_rate ?? null,
    subsidy: sumMoney(lines.map(({ subsidy }) => subsidy)),
    borrower_share: sumMoney(lines.map(({ borrower_share }) => borrower_share)),
  };
}

interface Cause {
  householdId: string;
  /** First day whose nights may have changed. */
  from: string;
  /** What brought the change, for whoever looks at the line. */
  cause: string;
}

/**
 * Makes a change that moves the household's subsidy, and plans it again. Where the change reaches into periods that are
 * settled, the difference becomes an adjustment for the next settlement of the loan's bank.
 */
export async function replannedWithAdjustments<Result>(
  db: Db,
  context: StoreContext,
  { householdId, from, cause }: Cause,
  change: () => Promise<Result>,
): Promise<Result> {
  const settled = await settledPeriods(db, householdId, from);
  if (settled.length === 0) {
    const result = await change();
    await replanHousehold(db, context, householdId);
    return result;
  }
  const before = await figureHousehold(db, context, householdId);
  const result = await change();
  await replanHousehold(db, context, householdId);
  const after = await figureHousehold(db, context, householdId);
  for (const adjustment of adjustmentsOf(settled, before, after))
    await waitForSettlement(db, adjustment, cause);
  return result;
}

/** Lines that were excluded or are disputed are not paid, so there is nothing to adjust. */
function settledPeriods(db: Db, householdId: string, from: string): Promise<SettledPeriod[]> {
  return db.rows<SettledPeriod>(
    `select s.loan_id, s.period_from, s.period_to from settlement_line s join loan l on l.id = s.loan_id
     where l.household_id = $1 and s.period_to > $2 and s.sequence = 0 and s.state in ('claimed', 'paid', 'failed')
     order by s.loan_id, s.period_from`,
    [householdId, from],
  );
}

/** One adjustment a period waits at a time: a second difference is added to it, and two that cancel out leave none. */
export async function waitForSettlement(db: Db, adjustment: Adjustment, cause: string): Promise<void> {
  const { loan_id, period_from, period_to, nights, interest, subsidy_rate, subsidy, borrower_share } =
    adjustment;
  const key = [loan_id, period_from, period_to];
  const waiting = await db.maybe<{ subsidy: string }>(
    `select subsidy from subsidy_adjustment where loan_id = $1 and period_from = $2 and period_to = $3 and settlement_id is null`,
    key,
  );
  if (waiting !== null && compareMoney(addMoney(waiting.subsidy, subsidy), '0.00') === 0) {
    await db.run(
      `delete from subsidy_adjustment where loan_id = $1 and period_from = $2 and period_to = $3 and settlement_id is null`,
      key,
    );
    return;
  }
  await db.run(
    `insert into subsidy_adjustment as a (loan_id, period_from, period_to, sequence, nights, interest, subsidy_rate, subsidy,
       borrower_share, cause)
     select $1, $2, $3, 1 + coalesce(max(sequence), 0), $4, $5, $6, $7, $8, $9 from subsidy_adjustment
     where loan_id = $1 and period_from = $2 and period_to = $3 and settlement_id is not null
     on conflict (loan_id, period_from, period_to) where settlement_id is null do update set
       nights = a.nights + excluded.nights, interest = a.interest + excluded.interest,
       subsidy = a.subsidy + excluded.subsidy, borrower_share = a.borrower_share + excluded.borrower_share, cause = excluded.cause`,
    [...key, nights, interest, subsidy_rate, subsidy, borrower_share, cause],
  );
}
