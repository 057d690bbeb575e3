import type { CivilDate } from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';
import { compareMoney, parseMoney, subtractMoney, sumMoney, type Money } from '../money/money.js';
import { isAccountKind } from './chart.js';

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

export const JOURNAL_KINDS = [
  'disbursement',
  'repayment',
  'heldReturned',
  'takeover',
  'suspenseReceived',
  'suspenseCleared',
  'appropriationPlanned',
  'appropriationArrived',
  'subsidyPayment',
  'subsidyLineReturned',
  'subsidyLineRepaid',
  'clawbackDecided',
  'clawbackRepaid',
  'clawbackSetOff',
  'fundDeposit',
  'fundWithdrawal',
  'fundInterest',
  'fundFreeze',
  'fundRelease',
  'fundTopUpDue',
  'fundTopUpMet',
  'compensationPayment',
  'recovery',
  'writeOff',
  'lossPoolDeposit',
  'lossPoolPayment',
  'bankPaidTwice',
  'bankReturned',
  'bankSetOff',
  'reversal',
] as const;

export type JournalKind = (typeof JOURNAL_KINDS)[number];

/** Every posting names an account of the chart, has one side above zero, and both sides are equal. @throws DomainError `UNBALANCED` | `BAD_POSTING` | `BAD_ACCOUNT` | `BAD_AMOUNT` */
export function assertBalanced(entry: JournalEntry): JournalEntry {
  for (const { account, debit, credit } of entry.postings) {
    const amount = debit ?? credit;
    if (amount === undefined || (debit !== undefined && credit !== undefined))
      throw new DomainError('BAD_POSTING');
    if (!parseMoney(amount).greaterThan(0)) throw new DomainError('BAD_POSTING');
    if (!isAccountKind(account.split('/')[2] ?? '')) throw new DomainError('BAD_ACCOUNT');
  }
  const debits = sumMoney(entry.postings.map(({ debit }) => debit ?? '0.00'));
  const credits = sumMoney(entry.postings.map(({ credit }) => credit ?? '0.00'));
  if (entry.postings.length < 2 || compareMoney(debits, credits) !== 0) throw new DomainError('UNBALANCED');
  return entry;
}

/** Leaves out sides without an amount, and turns a negative side round: less of a debit is a credit. */
export function postingsOf(sides: readonly { account: string; debit?: Money; credit?: Money }[]): Posting[] {
  return sides.flatMap(({ account, debit, credit }) => {
    const side = debit !== undefined ? 'debit' : 'credit';
    const amount = debit ?? credit ?? '0.00';
    const sign = compareMoney(amount, '0.00');
    if (sign === 0) return [];
    if (sign > 0) return [{ account, [side]: amount }];
    return [{ account, [side === 'debit' ? 'credit' : 'debit']: subtractMoney('0.00', amount) }];
  });
}

/** A correction never edits: the same postings with the sides changed, dated on its own day (lifecycle §9). */
export function reversalEntry(entry: JournalEntry, id: string, on: CivilDate): JournalEntry {
  const postings = entry.postings.map(({ account, debit, credit }) =>
    debit !== undefined ? { account, credit: debit } : { account, debit: credit ?? '0.00' },
  );
  return assertBalanced({ id, kind: 'reversal', on, postings, reverses: entry.id });
}
