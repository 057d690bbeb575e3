import { dayNumber, termMonths } from '../calendar/civil-date.js';
import { balanceSteps, type BalanceStep } from '../interest/balance.js';
import type { ReferenceRates } from '../policy/rate-spec.js';
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
  subsidyRate: string;
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
  const days = [
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
    subsidyRate: resolveRate(rules.rule.rate, {
      rates,
      contractDate: loan.contractDate ?? loan.disbursementDate,
      termMonths: loan.termMonths ?? termMonths(loan.disbursementDate, loan.maturityDate),
      contractRate: loan.annualRate,
    }),
    breakpoints: days.filter((day) => day !== Infinity).sort((a, b) => a - b),
  };
}

/** Whether the night may earn, apart from the pool and the household's days (calculations §3). */
export function isNightEligible(timeline: LoanTimeline, night: number, rules: SubsidyRules): boolean {
  return (
    (night < timeline.maturity || rules.rule.subsidiseAfterMaturity) &&
    night < timeline.stop &&
    !timeline.suspended.some(({ from, to }) => night >= from && night < to)
  );
}
