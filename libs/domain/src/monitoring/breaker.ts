import { DomainError } from '../errors/domain-error.js';
import { Decimal } from '../money/decimal.js';
import { parseMoney, type Money } from '../money/money.js';
import type { Breaker, Comparison } from '../policy/policy-pack.js';

/** A month's figures of one unit, named as the metric names them. */
export interface BreakerMonth {
  /** `'2017-03'` */
  month: string;
  nplBalance?: Money;
  balance?: Money;
  dueCollectedYtd?: Money;
  duePrincipalYtd?: Money;
}

export type BreakerPhase = 'normal' | 'tripped' | 'probation';
export type BreakerAction = 'none' | 'stopLending' | 'startProbation' | 'returnToTripped' | 'resumeLending';

export interface BreakerMonthResult {
  month: string;
  /** Six decimals HALF_UP for display; null without a denominator. Compared exactly. */
  rate: string | null;
  run: number;
  state: BreakerPhase;
  action: BreakerAction;
}

/** Plain JSON; carried from month to month. */
export interface BreakerState {
  phase: BreakerPhase;
  run: number;
  cleanMonths: number;
  last: { month: string; numerator: string; denominator: string } | null;
}

export const NORMAL_BREAKER: Readonly<BreakerState> = { phase: 'normal', run: 0, cleanMonths: 0, last: null };

interface Ratio {
  numerator: Decimal;
  denominator: Decimal;
}

function compare(test: Comparison, { numerator, denominator }: Ratio, threshold: string): boolean {
  const order = numerator.comparedTo(denominator.times(threshold));
  return test === 'lt' ? order < 0 : test === 'lte' ? order <= 0 : test === 'gt' ? order > 0 : order >= 0;
}

function ratioOf(breaker: Breaker, month: BreakerMonth): Ratio | null {
  const [top, bottom] =
    breaker.metric === 'nplRate'
      ? [month.nplBalance, month.balance]
      : [month.dueCollectedYtd, month.duePrincipalYtd];
  if (top === undefined || bottom === undefined) throw new DomainError('FIELD_REQUIRED', breaker.metric);
  const ratio = { numerator: parseMoney(top), denominator: parseMoney(bottom) };
  if (ratio.numerator.isNegative() || ratio.numerator.greaterThan(ratio.denominator))
    throw new DomainError('BAD_RATIO');
  return ratio.denominator.isZero() ? null : ratio;
}

/** @throws DomainError `BAD_DATE` */
function monthIndex(month: string): number {
  const match = /^(\d{4})-(\d{2})$/.exec(month);
  if (match === null || Number(match[2]) < 1 || Number(match[2]) > 12) throw new DomainError('BAD_DATE');
  return Number(match[1]) * 12 + Number(match[2]);
}

function isRise(ratio: Ratio, last: BreakerState['last']): boolean {
  return (
    last !== null &&
    ratio.numerator.times(last.denominator).greaterThan(ratio.denominator.times(last.numerator))
  );
}

/**
 * One month of one unit (lifecycle §8). An empty month breaks a run, never releases, and in probation neither counts
 * nor returns; a rise is measured against the month directly before.
 * @throws DomainError `BAD_RATIO` | `BAD_AMOUNT` | `BAD_DATE` | `FIELD_REQUIRED`
 */
export function breakerMonth(
  breaker: Breaker,
  before: BreakerState,
  month: BreakerMonth,
): { state: BreakerState; result: BreakerMonthResult } {
  const index = monthIndex(month.month);
  const follows = before.last !== null && monthIndex(before.last.month) === index - 1;
  const ratio = ratioOf(breaker, month);
  if (ratio === null) {
    const state = { ...before, run: 0, last: null };
    return { state, result: { month: month.month, rate: null, run: 0, state: before.phase, action: 'none' } };
  }
  const rising = follows && isRise(ratio, before.last);
  const triggered =
    breaker.test === 'rising'
      ? rising
      : breaker.threshold !== null && compare(breaker.test, ratio, breaker.threshold);
  // A month without figures, even one not listed, ends what came "in a row".
  const run = triggered ? (follows ? before.run : 0) + 1 : 0;
  const released = !triggered && compare(breaker.release.test, ratio, breaker.release.threshold);
  const next = transition(breaker, before, run, released);
  const last = {
    month: month.month,
    numerator: ratio.numerator.toFixed(),
    denominator: ratio.denominator.toFixed(),
  };
  const finalRun = next.action === 'resumeLending' ? 0 : run;
  const rate = ratio.numerator.dividedBy(ratio.denominator).toFixed(6, Decimal.ROUND_HALF_UP);
  return {
    state: { phase: next.phase, run: finalRun, cleanMonths: next.cleanMonths, last },
    result: { month: month.month, rate, run: finalRun, state: next.phase, action: next.action },
  };
}

function transition(
  breaker: Breaker,
  { phase, cleanMonths }: BreakerState,
  run: number,
  released: boolean,
): { phase: BreakerPhase; cleanMonths: number; action: BreakerAction } {
  if (phase === 'normal') {
    return run >= breaker.consecutiveMonths
      ? { phase: 'tripped', cleanMonths: 0, action: 'stopLending' }
      : { phase, cleanMonths: 0, action: 'none' };
  }
  if (phase === 'tripped') {
    if (!released) return { phase, cleanMonths: 0, action: 'none' };
    return breaker.probationMonths > 0
      ? { phase: 'probation', cleanMonths: 0, action: 'startProbation' }
      : { phase: 'normal', cleanMonths: 0, action: 'resumeLending' };
  }
  if (!released) return { phase: 'tripped', cleanMonths: 0, action: 'returnToTripped' };
  return cleanMonths + 1 >= breaker.probationMonths
    ? { phase: 'normal', cleanMonths: 0, action: 'resumeLending' }
    : { phase, cleanMonths: cleanMonths + 1, action: 'none' };
}

/** In order of time; of a month that was reported twice the later report is its correction (lifecycle §11). */
function inOrder(months: readonly BreakerMonth[]): BreakerMonth[] {
  const byMonth = new Map(months.map((month) => [monthIndex(month.month), month]));
  return [...byMonth.entries()].sort(([a], [b]) => a - b).map(([, month]) => month);
}

/**
 * A series of months, from normal or from where an earlier series stopped. Late and corrected months are put in their
 * place first, so that the series is rerun.
 * @throws DomainError `BAD_DATE` for a malformed month or one before the state that it is to go on from;
 *   `BAD_RATIO` | `BAD_AMOUNT` | `FIELD_REQUIRED`
 */
export function runBreaker(
  breaker: Breaker,
  months: readonly BreakerMonth[],
  from: BreakerState = NORMAL_BREAKER,
): { months: BreakerMonthResult[]; finalState: BreakerPhase; state: BreakerState } {
  const ordered = inOrder(months);
  const [first] = ordered;
  if (first !== undefined && from.last !== null && first.month <= from.last.month)
    throw new DomainError('BAD_DATE');
  let state = from;
  const results = ordered.map((month) => {
    const step = breakerMonth(breaker, state, month);
    state = step.state;
    return step.result;
  });
  return { months: results, finalState: state.phase, state };
}
