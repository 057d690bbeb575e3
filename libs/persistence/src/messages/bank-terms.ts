import {
  addMonths,
  Decimal,
  DomainError,
  productOf,
  rateCap,
  resolveRate,
  type PolicyPack,
  type RateSpec,
  type SubsidyRule,
} from '@bangdai/domain';
import { packOf, type StoreContext } from '../context.js';
import type { Db } from '../database/database.js';

interface TermsRow {
  scheme_key: string;
  pack_version: string;
  product: string;
  household_no: string;
  matched_households: number | null;
  used_subsidy_days: number;
  prior_subsidy_total: string;
  months: number;
  rate: string | null;
  previous_loan_no: string | null;
}

/**
 * What a bank needs to know of a loan that it is asked to disburse, so that its own subsidy list can agree with the
 * platform's: the household by the number that its books already have, every term by which the programme pays, what the
 * loan pays off. Rates are those of `requestedOn`, the day of the approval: a message that is sent again later says the
 * same. What the household had before counts loans that are in none of these books.
 */
export async function bankTermsOf(
  db: Db,
  context: StoreContext,
  loanId: string,
  requestedOn: string,
): Promise<Record<string, string>> {
  const loan = await db.one<TermsRow>(
    `select l.scheme_key, l.pack_version, l.product, h.household_no, h.matched_households,
       h.used_subsidy_days, h.prior_subsidy_total,
       coalesce(l.approved_months, l.requested_months) as months,
       trim_scale(coalesce(l.approved_rate, l.requested_rate))::text as rate, p.loan_no as previous_loan_no
     from loan l join household h on h.id = l.household_id
     left join loan p on p.id = l.previous_loan_id and l.request_type = 'renewal' where l.id = $1`,
    [loanId],
  );
  const pack = packOf(context, loan.scheme_key, loan.pack_version);
  const annualRate = loan.rate ?? capOf(context, pack, loan, requestedOn);
  return withoutNull({
    householdNo: loan.household_no,
    annualRate,
    previousLoanNo: loan.previous_loan_no,
    ...subsidyTerms(context, pack, { ...loan, rate: annualRate }, requestedOn),
  });
}

function subsidyTerms(
  { rates }: StoreContext,
  pack: PolicyPack,
  loan: TermsRow,
  requestedOn: string,
): Record<string, string | null> {
  const rule = pack.subsidy[loan.product];
  if (rule === undefined) return {};
  const subject = {
    rates,
    contractDate: requestedOn,
    termMonths: loan.months,
    ...(loan.rate === null ? {} : { contractRate: loan.rate }),
  };
  const rateOf = (rate: RateSpec) => orNull(() => resolveRate(rate, subject));
  const steps = (rule.rateSteps ?? []).map(({ from, rate }) => [from, rateOf(rate)] as const);
  return {
    subsidyRate: rateOf(rule.rate),
    subsidyRateSteps: listOf(steps.filter(([, rate]) => rate !== null)),
    subsidyShares: listOf((rule.shares ?? []).map(({ until, share }) => [until ?? '*', share])),
    principalCap: principalCapOf(rule, loan.matched_households),
    ...householdTerms(rule, loan),
    suspendWhileOverdue: trueOrNull(rule.suspendWhileOverdue),
    subsidiseAfterMaturity: trueOrNull(rule.subsidiseAfterMaturity),
    subsidyBasis: rule.basis,
    interestDays: productOf(pack, loan.product).repayment.interestDays.join(','),
    settleAt: rule.settleAt === 'payoff' ? 'payoff' : 'quarter',
  };
}

/** Caps for the household's whole life, each with what it had before. */
function householdTerms(
  { dayCapPerHousehold, amountCapPerHousehold }: SubsidyRule,
  loan: TermsRow,
): Record<string, string | null> {
  return {
    ...(dayCapPerHousehold === null
      ? {}
      : { subsidyDayCap: String(dayCapPerHousehold), subsidyDaysUsed: String(loan.used_subsidy_days) }),
    ...(amountCapPerHousehold === null
      ? {}
      : { subsidyAmountCap: amountCapPerHousehold, subsidyAmountUsed: loan.prior_subsidy_total }),
  };
}

const trueOrNull = (value: boolean): 'true' | null => (value ? 'true' : null);

/** `key=value` pairs; null where there are none. */
const listOf = (pairs: (readonly [string, string | null])[]): string | null =>
  pairs.length === 0 ? null : pairs.map(([key, value]) => `${key}=${value}`).join(',');

/** The household's pool of one night; an enterprise's grows with the households that it takes along (calculations §3). */
function principalCapOf(
  { principalCap, principalCapPerMatchedHousehold }: SubsidyRule,
  matchedHouseholds: number | null,
): string | null {
  if (principalCapPerMatchedHousehold === null) return principalCap;
  const matched = new Decimal(principalCapPerMatchedHousehold).times(matchedHouseholds ?? 0);
  return (principalCap === null ? matched : Decimal.min(principalCap, matched)).toFixed(2);
}

/** An approval without a rate is paid out at the cap. */
function capOf(context: StoreContext, pack: PolicyPack, loan: TermsRow, on: string): string | null {
  const { product, months } = loan;
  return orNull(() => rateCap(pack, product, on, on, addMonths(on, months), context.rates).rateCap);
}

/** Null where no rate is published: the bank then asks, it does not guess. */
function orNull<T>(figure: () => T): T | null {
  try {
    return figure();
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}

function withoutNull(values: Record<string, string | null>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
