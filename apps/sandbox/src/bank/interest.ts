import { addMonths, dayNumber } from '../books/days.js';
import { divideHalfUp } from '../books/fen.js';
import { balanceAt, paidOffOn, type BankLoan } from './bank-loan.js';

/** First night as a day number, and the night that is no longer in. */
export interface Nights {
  from: number;
  to: number;
}

/** ACT/360 over millionths: fen × nights × millionths ÷ (360 × 1,000,000), half upwards to the fen. */
export const interestFor = (fenNights: bigint, millionths: bigint): bigint =>
  divideHalfUp(fenNights * millionths, 360n * 1_000_000n);

/** Interest of the nights from `from` up to, not including, `to`. */
export function interestOf(loan: BankLoan, from: string, to: string): bigint {
  const nights = { from: dayNumber(from), to: dayNumber(to) };
  return interestFor(balanceNights(loan, nights), loan.annualRate);
}

/** Σ balance over the nights, in fen. */
export function balanceNights(loan: BankLoan, nights: Nights): bigint {
  const days = [loan.disbursedOn, ...loan.repayments.map(({ paidOn }) => paidOn)].map(dayNumber);
  return runsBetween(days, nights).reduce(
    (total, { first, count }) => total + balanceAt(loan, first) * BigInt(count),
    0n,
  );
}

/** Runs of nights that are cut at these days. */
export function runsBetween(days: number[], { from, to }: Nights): { first: number; count: number }[] {
  const starts = [...new Set([from, ...days.filter((day) => day > from && day < to)])].sort((a, b) => a - b);
  return starts
    .map((first, index) => ({ first, count: (starts[index + 1] ?? to) - first }))
    .filter(({ count }) => count > 0);
}

/** First day of the settlement period in which a night lies: the 21st of March, June, September or December. */
export function periodStart(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const monthsBack = date >= 21 ? month % 3 : month % 3 === 0 ? 3 : month % 3;
  return addMonths(`${year}-${String(month).padStart(2, '0')}-21`, -monthsBack);
}

/** Interest of each settlement period of a loan's life, for its statement. */
export function statementOf(loan: BankLoan, until: string): { from: string; to: string; interest: bigint }[] {
  const end = paidOffOn(loan) ?? until;
  const rows = [];
  for (let from = loan.disbursedOn; from < end;) {
    const next = addMonths(periodStart(from), 3);
    const to = next < end ? next : end;
    rows.push({ from, to, interest: interestOf(loan, from, to) });
    from = to;
  }
  return rows;
}
