import { interestDays, yearBasis } from '../calendar/day-count.js';
import { dayNumber } from '../calendar/civil-date.js';
import { balanceOn } from '../interest/balance.js';
import { interestOf, interestSegments } from '../interest/interest-schedule.js';
import type { Period } from '../interest/interest-days.js';
import { Decimal, ZERO } from '../money/decimal.js';
import { formatMoney, parseMoney, sumMoney } from '../money/money.js';
import { productOf } from '../policy/loan-rules.js';
import { DomainError } from '../errors/domain-error.js';
import type { PolicyPack } from '../policy/policy-pack.js';
import type { ReferenceRates } from '../policy/rate-spec.js';
import { isNightEligible, loanTimeline, rateOn, shareOn, type LoanTimeline } from './loan-timeline.js';
import type {
  HouseholdSubsidy,
  SubsidisedLoan,
  SubsidyHousehold,
  SubsidyLine,
  SubsidyPeriod,
  SubsidyRules,
} from './subsidy-types.js';

/** @throws DomainError `PRODUCT_UNKNOWN` | `SUBSIDY_NOT_CONFIGURED` */
export function subsidyRules(pack: PolicyPack, product: string): SubsidyRules {
  const { repayment } = productOf(pack, product);
  const rule = Object.hasOwn(pack.subsidy, product) ? pack.subsidy[product] : undefined;
  if (rule === undefined) throw new DomainError('SUBSIDY_NOT_CONFIGURED');
  return {
    rule,
    interestDays: repayment.interestDays,
    dayCount: repayment.dayCount,
    penaltyMultiplier: pack.overdue.penaltyMultiplier,
  };
}

/** What is used up from period to period. */
interface Used {
  days: number;
  total: Decimal;
}

/** Σ part × days × rate × share and the nights that earned, per loan of a period. */
interface Earned {
  product: Decimal;
  nights: number;
}

/**
 * The subsidy of a household's loans, period by period (calculations §3). Works over segments between events, in order
 * of time; loans in order of disbursement, then loan id, for the pool, for the list and for a cap in money. A night earns
 * by the rate and the county's share of that night: interest is borne by the slice in which it accrues.
 * One rounding per line, HALF_UP to the fen.
 * @param periods in order of time; a night in two of them would count twice
 * @throws DomainError `TERM_ABOVE_TIERS` | `REFERENCE_RATE_MISSING` | `BAD_DATE` | `BAD_AMOUNT` | `OVERPAYMENT`
 */
export function subsidyOfHousehold(
  rules: SubsidyRules,
  household: SubsidyHousehold,
  loans: readonly SubsidisedLoan[],
  periods: readonly Period[],
  rates: ReferenceRates,
): HouseholdSubsidy {
  checkOrder(periods);
  const timelines = [...loans].sort(byDisbursement).map((loan) => loanTimeline(loan, rules, rates));
  const pool = poolOf(rules, household);
  const used: Used = { days: household.usedSubsidyDays, total: parseMoney(household.priorSubsidyTotal) };
  const results = periods.map((period) => periodOf(rules, timelines, pool, period, used));
  return { periods: results, usedSubsidyDays: used.days, householdSubsidyTotal: formatMoney(used.total) };
}

function checkOrder(periods: readonly Period[]): void {
  periods.forEach(({ from, to }, i) => {
    const before = periods[i - 1];
    if (dayNumber(to) < dayNumber(from)) throw new DomainError('BAD_DATE', 'period runs backwards');
    if (before !== undefined && from < before.to) throw new DomainError('BAD_DATE', 'periods overlap');
  });
}

function byDisbursement(a: SubsidisedLoan, b: SubsidisedLoan): number {
  if (a.disbursementDate !== b.disbursementDate) return a.disbursementDate < b.disbursementDate ? -1 : 1;
  return a.loanId < b.loanId ? -1 : a.loanId > b.loanId ? 1 : 0;
}

/** The principal that may earn on one night, over all loans; null = no bound. */
function poolOf({ rule }: SubsidyRules, { matchedHouseholds }: SubsidyHousehold): Decimal | null {
  const own = rule.principalCap === null ? null : parseMoney(rule.principalCap);
  if (rule.principalCapPerMatchedHousehold === null) return own;
  const matched = parseMoney(rule.principalCapPerMatchedHousehold).times(matchedHouseholds ?? 0);
  return own === null ? matched : Decimal.min(own, matched);
}

function periodOf(
  rules: SubsidyRules,
  timelines: LoanTimeline[],
  pool: Decimal | null,
  period: Period,
  used: Used,
): SubsidyPeriod {
  const from = dayNumber(period.from);
  const to = dayNumber(period.to);
  const earned = timelines.map((): Earned => ({ product: ZERO, nights: 0 }));
  const cuts = cutsOf(timelines, from, to);
  cuts.forEach((start, i) => {
    const end = cuts[i + 1];
    if (end !== undefined) earnSegment(rules, timelines, pool, { start, end }, used, earned);
  });
  const lines = timelines.map((timeline, i) => lineOf(rules, timeline, earned[i] as Earned, period, used));
  return {
    from: period.from,
    to: period.to,
    loans: lines,
    totalSubsidy: sumMoney(lines.map(({ subsidy }) => subsidy)),
  };
}

function cutsOf(timelines: LoanTimeline[], from: number, to: number): number[] {
  const days = new Set([from, to]);
  for (const { breakpoints } of timelines) {
    for (const day of breakpoints) if (day > from && day < to) days.add(day);
  }
  return [...days].sort((a, b) => a - b);
}

/**
 * Nights with nothing changing: the pool is given out in order (a loan past maturity or suspended still uses its
 * place), and the days of the household's cap are taken from the first nights, mid-segment too.
 */
function earnSegment(
  rules: SubsidyRules,
  timelines: LoanTimeline[],
  pool: Decimal | null,
  { start, end }: { start: number; end: number },
  used: Used,
  earned: Earned[],
): void {
  const { rule, dayCount } = rules;
  let left = pool;
  const parts = timelines.map((timeline) => {
    const balance = balanceOn(timeline.steps, start);
    const part = left === null ? balance : Decimal.min(balance, left);
    if (left !== null) left = left.minus(part);
    return isNightEligible(timeline, start, rules) ? part : ZERO;
  });
  const share = shareOn(rules, start);
  if (share.isZero() || parts.every((part) => part.isZero())) return;
  const allowed =
    rule.dayCapPerHousehold === null ? Infinity : Math.max(0, rule.dayCapPerHousehold - used.days);
  const nights = Math.min(end - start, allowed);
  if (nights === 0) return;
  used.days += nights;
  const weight = share.times(interestDays(dayCount, start, start + nights));
  parts.forEach((part, i) => {
    const [sum, timeline] = [earned[i], timelines[i]];
    if (part.isZero() || sum === undefined || timeline === undefined) return;
    sum.product = sum.product.plus(part.times(weight).times(rateOn(timeline, start)));
    sum.nights += nights;
  });
}

function lineOf(
  rules: SubsidyRules,
  timeline: LoanTimeline,
  earned: Earned,
  period: Period,
  used: Used,
): SubsidyLine {
  const { loan, steps, maturity } = timeline;
  const { rule, dayCount } = rules;
  const segments = interestSegments(
    steps,
    maturity,
    new Decimal(rules.penaltyMultiplier),
    dayNumber(period.from),
    dayNumber(period.to),
  );
  const interest = interestOf(segments, loan.annualRate, dayCount);
  let subsidy = parseMoney(formatMoney(earned.product.dividedBy(yearBasis(dayCount))));
  subsidy = Decimal.min(subsidy, interest);
  const paid = loan.interestPaid?.[period.from];
  if (rule.basis === 'interestPaid' && paid !== undefined) subsidy = Decimal.min(subsidy, parseMoney(paid));
  if (rule.amountCapPerHousehold !== null) {
    const room = Decimal.max(parseMoney(rule.amountCapPerHousehold).minus(used.total), 0);
    subsidy = Decimal.min(subsidy, room);
  }
  used.total = used.total.plus(subsidy);
  return {
    loanId: loan.loanId,
    interest,
    subsidyRate: rateOn(timeline, Math.max(dayNumber(period.from), dayNumber(loan.disbursementDate))),
    eligibleDays: earned.nights,
    subsidy: formatMoney(subsidy),
    borrowerShare: formatMoney(parseMoney(interest).minus(subsidy)),
  };
}
