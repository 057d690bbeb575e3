import type { CivilDate } from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';
import { compareMoney, parseMoney, sumMoney, type Money } from '../money/money.js';

/** One side of one account; exactly one of the two amounts is given, and it is above zero. */
export interface Posting {
  account: string;
  debit?: Money;
  credit?: Money;
}

export interface JournalEntry {
  id: string;
  kind: JournalKind;
  on: CivilDate;
  postings: Posting[];
  /** The entry that a reversal undoes. */
  reverses?: string;
}

export type JournalKind =
  'disbursement' | 'repayment' | 'subsidyPayment' | 'compensationPayment' | 'recovery' | 'reversal';

export type AccountKind =
  | 'bankCash'
  | 'loanPrincipal'
  | 'loanInterestIncome'
  | 'treasury'
  | 'subsidyPaid'
  | 'riskFund'
  | 'compensatedLoss'
  | 'guarantorShare';

/** `county/<code>/<kind>[/<bank|loan>…]`; parts with a slash would let one account pass for another. @throws DomainError `BAD_ACCOUNT` */
export function accountName(county: string, kind: AccountKind, ...owner: string[]): string {
  const parts = [county, kind, ...owner];
  if (parts.some((part) => part === '' || /[\s/]/.test(part))) throw new DomainError('BAD_ACCOUNT');
  return ['county', ...parts].join('/');
}

/** @throws DomainError `UNBALANCED` | `BAD_POSTING` | `BAD_AMOUNT` */
export function assertBalanced(entry: JournalEntry): JournalEntry {
  for (const { debit, credit } of entry.postings) {
    const amount = debit ?? credit;
    if (amount === undefined || (debit !== undefined && credit !== undefined))
      throw new DomainError('BAD_POSTING');
    if (!parseMoney(amount).greaterThan(0)) throw new DomainError('BAD_POSTING');
  }
  const debits = sumMoney(entry.postings.map(({ debit }) => debit ?? '0.00'));
  const credits = sumMoney(entry.postings.map(({ credit }) => credit ?? '0.00'));
  if (entry.postings.length < 2 || compareMoney(debits, credits) !== 0) throw new DomainError('UNBALANCED');
  return entry;
}

/** Leaves out sides without an amount, so that a split with a zero share stays a valid entry. */
export function postingsOf(sides: readonly { account: string; debit?: Money; credit?: Money }[]): Posting[] {
  return sides.filter(({ debit, credit }) => compareMoney(debit ?? credit ?? '0.00', '0.00') !== 0);
}
