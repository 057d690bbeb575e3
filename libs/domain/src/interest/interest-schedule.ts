import { interestDays as weightOf, yearBasis, type DayCount } from '../calendar/day-count.js';
import { dateOfDayNumber, dayNumber, type CivilDate } from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';
import { Decimal, ZERO } from '../money/decimal.js';
import { formatMoney, sumMoney, type Money } from '../money/money.js';
import { balanceSteps, payoffDay, type BalanceStep, type LoanTerms } from './balance.js';
import { settlementPeriods } from './interest-days.js';

export interface InterestOptions {
  interestDays: readonly string[];
  dayCount: DayCount;
  /** Factor on the interest of the nights from maturity on (`overdue.penaltyMultiplier`); 1 when absent. */
  penaltyMultiplier?: string;
}

export interface InterestPeriod {
  from: CivilDate;
  to: CivilDate;
  settleOn: CivilDate;
  /** Nights with a balance. */
  days: number;
  interest: Money;
}

export interface InterestSchedule {
  periods: InterestPeriod[];
  totalInterest: Money;
}

/** A balance, constant over the nights `[from, to)`, that bears interest times `factor`. */
export interface InterestSegment {
  from: number;
  to: number;
  balance: Decimal;
  factor: Decimal;
}

/** The nights `[from, to)` cut at every change of balance and at maturity. */
export function interestSegments(
  steps: readonly BalanceStep[],
  maturity: number,
  penalty: Decimal,
  from: number,
  to: number,
): InterestSegment[] {
  const segments: InterestSegment[] = [];
  steps.forEach((step, i) => {
    const start = Math.max(step.from, from);
    const end = Math.min(steps[i + 1]?.from ?? Infinity, to);
    if (start >= end || step.balance.isZero()) return;
    const cut = Math.min(Math.max(maturity, start), end);
    if (start < cut) segments.push({ from: start, to: cut, balance: step.balance, factor: new Decimal(1) });
    if (cut < end) segments.push({ from: cut, to: end, balance: step.balance, factor: penalty });
  });
  return segments;
}

/** Σ balance × days × rate / year over the segments, HALF_UP to the fen once (calculations §1). */
export function interestOf(
  segments: readonly InterestSegment[],
  annualRate: string,
  dayCount: DayCount,
): Money {
  const sum = segments.reduce(
    (total, { from, to, balance, factor }) =>
      total.plus(balance.times(weightOf(dayCount, from, to)).times(factor)),
    ZERO,
  );
  return formatMoney(sum.times(annualRate).dividedBy(yearBasis(dayCount)));
}

/**
 * What the borrower owes in interest, settlement period by settlement period, from disbursement to `through`
 * (exclusive) or to the payoff, whichever comes first. The periods are the truth: their sum may differ by some fen from
 * one rounding over the whole loan (calculations §1).
 * @throws DomainError `BAD_DATE` | `BAD_AMOUNT` | `OVERPAYMENT`
 */
export function interestSchedule(
  loan: LoanTerms,
  through: CivilDate,
  opts: InterestOptions,
): InterestSchedule {
  const steps = balanceSteps(loan);
  const paidOff = payoffDay(steps);
  const end = Math.min(dayNumber(through), paidOff ?? Infinity);
  const maturity = dayNumber(loan.maturityDate);
  // Equal is a loan taken up at its maturity: all its nights are late ones.
  if (maturity < dayNumber(loan.disbursementDate)) throw new DomainError('BAD_DATE');
  const penalty = new Decimal(opts.penaltyMultiplier ?? '1');
  const spans = settlementPeriods(
    { repayment: { interestDays: opts.interestDays } },
    loan.disbursementDate,
    dateOfDayNumber(end),
  );
  const periods = spans.map((span) => {
    const segments = interestSegments(steps, maturity, penalty, dayNumber(span.from), dayNumber(span.to));
    return {
      ...span,
      days: segments.reduce((nights, { from, to }) => nights + to - from, 0),
      interest: interestOf(segments, loan.annualRate, opts.dayCount),
    };
  });
  return { periods, totalInterest: sumMoney(periods.map(({ interest }) => interest)) };
}
