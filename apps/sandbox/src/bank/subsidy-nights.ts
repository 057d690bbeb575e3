import { dayNumber } from '../books/days.js';
import { divideHalfUp } from '../books/fen.js';
import { balanceAt, type BankLoan } from './bank-loan.js';
import { runsBetween, type Nights } from './interest.js';
import { whole, type Terms } from './programme-terms.js';

/** What a loan earned in a period: Σ part × nights × rate × share, and the nights in which it earned. */
export interface Earned {
  /** In fen × millionths × millionths. */
  weight: bigint;
  nights: number;
}

/** The subsidy that a sum of nights is worth, in fen, half upwards. */
export const subsidyFor = ({ weight }: Earned): bigint => divideHalfUp(weight, 360n * whole * whole);

/**
 * Goes through the nights of a household in order of time. Each night the cap on principal is given to its loans in their
 * order; a loan that may not earn that night keeps its place. A night in which any loan earns takes one of the household's.
 * @param used nights that the household has had; counted up
 */
export function earnNights(
  household: BankLoan[],
  terms: Terms,
  period: Nights,
  used: { days: number },
): Map<BankLoan, Earned> {
  const earned = new Map(household.map((loan): [BankLoan, Earned] => [loan, { weight: 0n, nights: 0 }]));
  for (const { first, count } of runsBetween(changesOf(household, terms), period)) {
    const share = shareOn(terms, first);
    const parts = partsOf(household, terms, first).filter(({ part }) => part > 0n);
    if (share === 0n || parts.length === 0) continue;
    const left = terms.dayCap === null ? count : Math.max(0, terms.dayCap - used.days);
    const nights = Math.min(count, left);
    used.days += nights;
    for (const { loan, part } of parts) {
      const sum = earned.get(loan);
      if (sum === undefined || nights === 0) continue;
      sum.weight += part * BigInt(nights) * rateOn(loan, first) * share;
      sum.nights += nights;
    }
  }
  return earned;
}

function partsOf(household: BankLoan[], { principalCap }: Terms, night: number) {
  let left = principalCap;
  return household.map((loan) => {
    const balance = balanceAt(loan, night);
    const part = left === null || balance < left ? balance : left;
    if (left !== null) left -= part;
    return { loan, part: mayEarn(loan, night) ? part : 0n };
  });
}

function mayEarn({ maturesOn, subsidyStopsOn, arrears, terms }: BankLoan, night: number): boolean {
  const isInArrears = arrears.some(
    ({ from, to }) => night >= dayNumber(from) && (to === null || night < dayNumber(to)),
  );
  return (
    (night < dayNumber(maturesOn) || terms.subsidiseAfterMaturity) &&
    (subsidyStopsOn === null || night < dayNumber(subsidyStopsOn)) &&
    !(terms.suspendWhileOverdue && isInArrears)
  );
}

/** Never more than the contract's own rate. */
function rateOn({ annualRate, terms }: BankLoan, night: number): bigint {
  const rate = terms.rateSteps.find(({ from }) => from <= night)?.rate ?? terms.rate ?? annualRate;
  return rate < annualRate ? rate : annualRate;
}

const shareOn = ({ shares }: Terms, night: number): bigint =>
  shares.length === 0 ? whole : (shares.find(({ to }) => night < to)?.share ?? 0n);

/** Days on which anything of the household changes. */
function changesOf(household: BankLoan[], terms: Terms): number[] {
  const days = household.flatMap((loan) => [
    ...[loan.disbursedOn, loan.maturesOn, ...(loan.subsidyStopsOn === null ? [] : [loan.subsidyStopsOn])],
    ...loan.repayments.map(({ paidOn }) => paidOn),
    ...loan.arrears.flatMap(({ from, to }) => (to === null ? [from] : [from, to])),
  ]);
  const steps = household.flatMap((loan) => loan.terms.rateSteps.map(({ from }) => from));
  const shares = terms.shares.map(({ to }) => to).filter((to) => to !== Infinity);
  return [...days.map(dayNumber), ...steps, ...shares];
}
