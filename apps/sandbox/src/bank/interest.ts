import { addMonths, dayNumber } from '../books/days.js';
import { divideHalfUp } from '../books/fen.js';
import { balanceAt, paidOffOn, type BankLoan } from './bank-loan.js';

/** ACT/360 over millionths: fen × nights × millionths ÷ (360 × 1,000,000), half upwards to the fen. */
const interestFor = (fenNights: bigint, millionths: bigint): bigint =>
  divideHalfUp(fenNights * millionths, 360n * 1_000_000n);

/** One line of the bank's own list; amounts in fen. */
export interface SubsidyLine {
  loanNo: string;
  nights: number;
  interest: bigint;
  subsidy: bigint;
}

interface Period {
  /** First night, as a day number. */
  from: number;
  /** The night that is no longer in. */
  to: number;
}

/** Interest of the nights from `from` up to, not including, `to`. */
export function interestOf(loan: BankLoan, from: string, to: string): bigint {
  const period = { from: dayNumber(from), to: dayNumber(to) };
  const sum = segments([loan], period).reduce(
    (total, { first, nights }) => total + balanceAt(loan, first) * BigInt(nights),
    0n,
  );
  return interestFor(sum, loan.annualRate);
}

/** First day of the settlement period in which a night lies: the 21st of March, June, September or December. */
export function periodStart(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const monthsBack = date >= 21 ? month % 3 : month % 3 === 0 ? 3 : month % 3;
  return addMonths(`${year}-${String(month).padStart(2, '0')}-21`, -monthsBack);
}

/** The list for all loans of one bank, in order of loan number. */
export function subsidyList(loans: BankLoan[], periodFrom: string, periodTo: string): SubsidyLine[] {
  const period = { from: dayNumber(periodFrom), to: dayNumber(periodTo) };
  return households(loans)
    .flatMap((household) => household.map((loan) => lineOf(loan, household, period)))
    .filter((line) => line !== null)
    .sort((a, b) => (a.loanNo < b.loanNo ? -1 : 1));
}

function lineOf(loan: BankLoan, household: BankLoan[], quarter: Period): SubsidyLine | null {
  const period = loan.settleAt === 'payoff' ? lifeIfEndedIn(loan, quarter) : quarter;
  if (period === null) return null;
  const totals = { balance: 0n, part: 0n, nights: 0 };
  for (const { first, nights } of segments(household, period)) {
    const part = first < dayNumber(loan.maturesOn) ? partOf(loan, household, first) : 0n;
    totals.balance += balanceAt(loan, first) * BigInt(nights);
    totals.part += part * BigInt(nights);
    totals.nights += part > 0n ? nights : 0;
  }
  if (totals.nights === 0) return null;
  const rate = min(loan.annualRate, loan.subsidyRate ?? loan.annualRate);
  const interest = interestFor(totals.balance, loan.annualRate);
  return {
    loanNo: loan.loanNo,
    nights: totals.nights,
    interest,
    subsidy: min(interestFor(totals.part, rate), interest),
  };
}

/** A loan whose subsidy is due at payoff has one line, over its whole life, in the quarter in which it ended. */
function lifeIfEndedIn(loan: BankLoan, quarter: Period): Period | null {
  const endedOn = paidOffOn(loan);
  if (endedOn === null || dayNumber(endedOn) < quarter.from || dayNumber(endedOn) >= quarter.to) return null;
  return { from: dayNumber(loan.disbursedOn), to: dayNumber(endedOn) };
}

/**
 * The household's pool of one night: its loans take from the cap in order of disbursement, then loan number; a loan
 * past maturity keeps its place.
 */
function partOf(loan: BankLoan, household: BankLoan[], night: number): bigint {
  let used = 0n;
  for (const member of household) {
    const balance = balanceAt(member, night);
    const cap = member.principalCap;
    const part = cap === null ? balance : min(balance, cap > used ? cap - used : 0n);
    if (member === loan) return part;
    used += part;
  }
  return 0n;
}

/** Runs of nights within which no balance and no maturity of these loans changes. */
function segments(loans: BankLoan[], { from, to }: Period): { first: number; nights: number }[] {
  const changes = loans
    .flatMap((loan) => [loan.disbursedOn, loan.maturesOn, ...loan.repayments.map(({ paidOn }) => paidOn)])
    .map(dayNumber)
    .filter((day) => day > from && day < to);
  const starts = [...new Set([from, ...changes])].sort((a, b) => a - b);
  return starts
    .map((first, index) => ({ first, nights: (starts[index + 1] ?? to) - first }))
    .filter(({ nights }) => nights > 0);
}

/** Loans that share a pool, each group in the pool's order; a loan without a household is alone. */
function households(loans: BankLoan[]): BankLoan[][] {
  const groups = new Map<string, BankLoan[]>();
  for (const loan of loans) {
    const key = loan.householdNo === null ? `loan ${loan.loanNo}` : `household ${loan.householdNo}`;
    groups.set(key, [...(groups.get(key) ?? []), loan]);
  }
  const order = (loan: BankLoan) => `${loan.disbursedOn} ${loan.loanNo}`;
  return [...groups.values()].map((group) => group.sort((a, b) => (order(a) < order(b) ? -1 : 1)));
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

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
