import type { ClawbackFigures } from '@bangdai/contracts';
import { formatMoney, minMoney, parseMoney, subtractMoney, sumMoney, type Money } from '@bangdai/domain';
import { createHash } from 'node:crypto';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { LoanRecord } from '../loans/loan.record.js';
import { adjustmentsOf, type Adjustment, type SettledPeriod } from '../subsidy/adjust-lines.js';
import { figureHousehold } from '../subsidy/replan-household.js';
import type { ClawbackRecord } from './clawback.record.js';

/**
 * Subsidy paid for the nights of the case: the difference of the plan with and without them, × the pack's share
 * (calculations §4). Nights of an earlier case earn nothing in either plan, so they count once. Cut to what was paid.
 */
export async function figureCase(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  kase: ClawbackRecord,
): Promise<ClawbackFigures> {
  if (kase.rest !== null) return figuresOf(kase, { nights: 0, paid: kase.rest, amount: kase.rest });
  const periods = await periodsIn(db, kase, ['paid']);
  const lost = await lostBy(db, context, loan, kase, periods);
  const paid = await paidFor(db, kase, lost);
  const nights = -lost.reduce((sum, line) => sum + line.nights, 0);
  const difference = minMoney(negated(sumMoney(lost.map(({ subsidy }) => subsidy))), paid);
  const { share } = packOf(context, loan.scheme_key, loan.pack_version).subsidy[loan.product]?.clawback ?? {
    share: '1.00',
  };
  const whole = formatMoney(parseMoney(difference).times(share));
  const amount = kase.amount_max === null ? whole : minMoney(whole, kase.amount_max);
  return { ...figuresOf(kase, { nights, paid, amount }), paid: difference };
}

type Figures = Omit<ClawbackFigures, 'figuresHash'>;

/** What is decided on is signed by its hash. */
function figuresOf(kase: ClawbackRecord, { nights, paid, amount }: Figures): ClawbackFigures {
  const figuresHash = createHash('sha256')
    .update([kase.case_no, kase.from_on, kase.to_on ?? '', nights, paid, amount].join('|'))
    .digest('hex');
  return { nights, paid, amount, figuresHash };
}

const negated = (amount: Money): Money => subtractMoney('0.00', amount);

/** What each of the periods loses when the nights of the case are taken out; a stop of the subsidy is the case's own matter. */
export async function lostBy(
  db: Db,
  context: StoreContext,
  loan: LoanRecord,
  kase: ClawbackRecord,
  periods: readonly SettledPeriod[],
): Promise<Adjustment[]> {
  if (periods.length === 0) return [];
  const span = { from: kase.from_on, to: kase.to_on };
  const unstopped = { loanId: loan.id, spans: [] as { from: string; to: string | null }[] };
  const before = await figureHousehold(db, context, loan.household_id, unstopped);
  const without = { ...unstopped, spans: [span] };
  const after = await figureHousehold(db, context, loan.household_id, without);
  return adjustmentsOf(periods, before, after).filter(({ subsidy }) => subsidy.startsWith('-'));
}

/** Lines of the loan that lie in the nights concerned, wholly or in part. */
export function periodsIn(
  db: Db,
  { loan_id, from_on, to_on }: ClawbackRecord,
  states: readonly string[],
): Promise<SettledPeriod[]> {
  return db.rows<SettledPeriod>(
    `select loan_id, period_from, period_to from settlement_line
     where loan_id = $1 and period_to > $2 and ($3::date is null or period_from < $3) and sequence = 0
       and state = any($4) order by period_from`,
    [loan_id, from_on, to_on, states],
  );
}

/** Paid for these periods with all adjustments, less what earlier cases took back of the loan. */
async function paidFor(db: Db, kase: ClawbackRecord, periods: readonly SettledPeriod[]): Promise<Money> {
  if (periods.length === 0) return '0.00';
  const { paid } = await db.one<{ paid: Money }>(
    `select greatest(coalesce(sum(subsidy), 0), 0)::numeric(18,2)::text as paid from settlement_line s
     where s.loan_id = $1 and s.state = 'paid' and s.clawback_id is null and s.period_from = any($2::date[])`,
    [kase.loan_id, periods.map(({ period_from }) => period_from)],
  );
  return paid;
}
