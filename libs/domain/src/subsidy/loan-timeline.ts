import { dayNumber, termMonths } from '../calendar/civil-date.js';
import { balanceSteps, type BalanceStep } from '../interest/balance.js';
import type { ReferenceRates } from '../policy/rate-spec.js';
import { Decimal } from '../money/decimal.js';
import { resolveRate } from '../policy/rates.js';
import type { DateSpan, SubsidisedLoan, SubsidyRules } from './subsidy-types.js';

interface Span {
  from: number;
  to: number;
}

/** A loan prepared once per household: day numbers instead of dates, its rate resolved. */
export interface LoanTimeline {
  loan: SubsidisedLoan;
  steps: BalanceStep[];
  maturity: number;
  stop: number;
  suspended: Span[];
  /** Rates with the first night of each, the first from the beginning; one unless the pack has steps. */
  rates: { from: number; rate: string }[];
  /** Days on which anything about the loan changes, ascending. */
  breakpoints: number[];
}

function spans(list: readonly DateSpan[] | undefined): Span[] {
  return (list ?? []).map(({ from, to }) => ({
    from: dayNumber(from),
    to: to === null ? Infinity : dayNumber(to),
  }));
}

/**
 * @throws DomainError `TERM_ABOVE_TIERS` | `REFERENCE_RATE_MISSING` when the pack has no subsidy rate for the loan,
 *   `BAD_DATE` | `BAD_AMOUNT` | `OVERPAYMENT`
 */
export function loanTimeline(loan: SubsidisedLoan, rules: SubsidyRules, rates: ReferenceRates): LoanTimeline {
  const steps = balanceSteps(loan);
  const stop = loan.subsidyStopDate == null ? Infinity : dayNumber(loan.subsidyStopDate);
  const suspended = [
    ...(rules.rule.suspendWhileOverdue ? spans(loan.overdue) : []),
    ...spans(loan.excludedNights),
  ];
  const maturity = dayNumber(loan.maturityDate);
  const subsidyRates = ratesOf(loan, rules, rates);
  const days = [
    ...sharesOf(rules).map(({ to }) => to),
    ...subsidyRates.map(({ from }) => from),
    ...steps.map(({ from }) => from),
    maturity,
    stop,
    ...suspended.flatMap(({ from, to }) => [from, to]),
  ];
  return {
    loan,
    steps,
    maturity,
    stop,
    suspended,
    rates: subsidyRates,
    breakpoints: days.filter((day) => Math.abs(day) !== Infinity).sort((a, b) => a - b),
  };
}

/** The loan's rate by night: each step is resolved for its contract like the first rate (calculations §2). */
function ratesOf(loan: SubsidisedLoan, { rule }: SubsidyRules, rates: ReferenceRates): LoanTimeline['rates'] {
  const context = {
    rates,
    contractDate: loan.contractDate ?? loan.disbursementDate,
    termMonths: loan.termMonths ?? termMonths(loan.disbursementDate, loan.maturityDate),
    contractRate: loan.annualRate,
  };
  const steps = rule.rateSteps ?? [];
  return [
    { from: -Infinity, rate: resolveRate(rule.rate, context) },
    ...steps.map(({ from, rate }) => ({ from: dayNumber(from), rate: resolveRate(rate, context) })),
  ];
}

/** The rate that holds on one night. */
export function rateOn({ rates }: LoanTimeline, night: number): string {
  const current = rates.findLast(({ from }) => from <= night);
  return current?.rate ?? '0';
}

/** Shares by night, `to` exclusive; after the last one nothing is borne. */
function sharesOf({ rule }: SubsidyRules): { to: number; share: string }[] {
  const shares = rule.shares ?? [];
  return shares.map(({ until, share }) => ({
    to: until === null ? Infinity : dayNumber(until) + 1,
    share,
  }));
}

/** Part of the subsidy that the county bears for one night's interest. */
export function shareOn(rules: SubsidyRules, night: number): Decimal {
  const shares = sharesOf(rules);
  if (shares.length === 0) return new Decimal(1);
  return new Decimal(shares.find(({ to }) => night < to)?.share ?? 0);
}

/** Whether the night may earn, apart from the pool and the household's days (calculations §3). */
export function isNightEligible(timeline: LoanTimeline, night: number, rules: SubsidyRules): boolean {
  return (
    (night < timeline.maturity || rules.rule.subsidiseAfterMaturity) &&
    night < timeline.stop &&
    !timeline.suspended.some(({ from, to }) => night >= from && night < to)
  );
}
