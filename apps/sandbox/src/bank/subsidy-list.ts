import { dayNumber, dayOf } from '../books/days.js';
import { paidOffOn, type BankLoan } from './bank-loan.js';
import { balanceNights, interestFor, type Nights } from './interest.js';
import type { Terms } from './programme-terms.js';
import { earnNights, subsidyFor } from './subsidy-nights.js';

/** One line of the bank's own list; amounts in fen. */
export interface SubsidyLine {
  loanNo: string;
  nights: number;
  interest: bigint;
  subsidy: bigint;
}

/** A line before it is looked at what the borrower paid. */
type Counted = Omit<SubsidyLine, 'loanNo'>;

/** The list for all loans of one bank, in order of loan number. */
export function subsidyList(loans: BankLoan[], periodFrom: string, periodTo: string): SubsidyLine[] {
  const asked = { from: dayNumber(periodFrom), to: dayNumber(periodTo) };
  return households(loans)
    .flatMap((household) => household.map((loan) => lineOf(loan, household, asked)))
    .filter((line) => line !== null)
    .sort((a, b) => (a.loanNo < b.loanNo ? -1 : 1));
}

/**
 * The loan's line of the asked period. A cap for the household's whole life needs all of its nights before, so they are
 * counted from the first on; a loan that is settled at payoff has one line, in the period in which it ended.
 */
function lineOf(loan: BankLoan, household: BankLoan[], asked: Nights): SubsidyLine | null {
  const counted = countedLines(loan, household, asked);
  const lines = loan.terms.settleAt === 'payoff' ? joined(loan, counted, asked) : counted;
  const line = lines.at(-1);
  if (line === undefined || line.nights === 0) return null;
  const { nights, interest, subsidy } = line;
  const granted = loan.terms.paidInterestOnly ? paidPart(loan, lines) : subsidy;
  return { loanNo: loan.loanNo, nights, interest, subsidy: granted };
}

/** Lines of one loan up to the asked period, in order of time; the household's sum is cut at its cap. */
function countedLines(loan: BankLoan, household: BankLoan[], asked: Nights): Counted[] {
  const { terms } = loan;
  const used = { days: Math.max(...household.map((member) => member.terms.daysUsed)) };
  let amount = household.map((member) => member.terms.amountUsed).reduce(max);
  const lines: Counted[] = [];
  for (const period of periodsOf(household, terms, asked)) {
    for (const [member, earned] of earnNights(household, terms, period, used)) {
      const interest = interestFor(balanceNights(member, period), member.annualRate);
      const room = terms.amountCap === null ? interest : max(0n, terms.amountCap - amount);
      const subsidy = min(min(subsidyFor(earned), interest), room);
      amount += subsidy;
      if (member === loan) lines.push({ nights: earned.nights, interest, subsidy });
    }
  }
  return lines;
}

/** Settled at payoff: all of the loan's life as one line, if it ended in the asked period. */
function joined(loan: BankLoan, lines: Counted[], asked: Nights): Counted[] {
  const endedOn = paidOffOn(loan);
  if (endedOn === null || dayNumber(endedOn) < asked.from || dayNumber(endedOn) >= asked.to) return [];
  const sum = (pick: (line: Counted) => bigint) => lines.reduce((total, line) => total + pick(line), 0n);
  return [
    {
      nights: lines.reduce((total, line) => total + line.nights, 0),
      interest: sum((line) => line.interest),
      subsidy: sum((line) => line.subsidy),
    },
  ];
}

/** What the borrower has paid covers the lines in their order; the last one gets what is left for it. */
function paidPart({ repayments }: BankLoan, lines: Counted[]): bigint {
  let left = repayments.reduce((sum, { interest }) => sum + interest, 0n);
  let granted = 0n;
  for (const { subsidy, interest } of lines) {
    granted = min(subsidy, max(0n, left));
    if (granted > 0n) left -= interest;
  }
  return granted;
}

/** The asked period and, where something is counted over time, all before it; at payoff the lives of the loans. */
function periodsOf(household: BankLoan[], terms: Terms, asked: Nights): Nights[] {
  if (terms.settleAt === 'payoff') {
    const days = household.flatMap((loan) => [loan.disbursedOn, paidOffOn(loan) ?? dayOf(asked.to)]);
    return between(days.map(dayNumber).filter((day) => day <= asked.to));
  }
  const isCounted = terms.dayCap !== null || terms.amountCap !== null || terms.paidInterestOnly;
  const first = isCounted ? Math.min(...household.map(countsFrom)) : asked.from;
  const start = Math.min(first, asked.from);
  const cuts = periodStarts(terms, start, asked.from).filter((day) => day > start);
  return between([start, ...cuts, asked.from, asked.to]);
}

function between(days: number[]): Nights[] {
  const cuts = [...new Set(days)].sort((a, b) => a - b);
  return cuts.slice(1).map((to, index) => ({ from: cuts[index] ?? to, to }));
}

/** First nights of the settlement periods up to `to`, the last one before `from` among them. */
function periodStarts({ interestDays }: Terms, from: number, to: number): number[] {
  const [firstYear, lastYear] = [Number(dayOf(from).slice(0, 4)) - 1, Number(dayOf(to).slice(0, 4))];
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
  const starts = years.flatMap((year) => interestDays.map((day) => dayNumber(`${year}-${day}`) + 1));
  return starts.filter((day) => day <= to);
}

/** A loan of former days counts from the settlement period in which these books took it over. */
function countsFrom({ disbursedOn, terms }: BankLoan): number {
  const disbursed = dayNumber(disbursedOn);
  if (terms.takenOverOn === null) return disbursed;
  const takenOver = dayNumber(terms.takenOverOn);
  return Math.max(disbursed, ...periodStarts(terms, takenOver, takenOver));
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

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
