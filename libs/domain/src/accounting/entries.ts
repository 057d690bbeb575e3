import type { CivilDate } from '../calendar/civil-date.js';
import { sumMoney, type Money } from '../money/money.js';
import { accountName, assertBalanced, postingsOf, type JournalEntry } from './journal.js';

interface Booking {
  id: string;
  county: string;
  on: CivilDate;
  bank: string;
  loanId: string;
}

/** Money out of the bank, a claim on the borrower in. @throws DomainError `BAD_AMOUNT` | `UNBALANCED` */
export function disbursementEntry(booking: Booking & { amount: Money }): JournalEntry {
  const { id, county, on, bank, loanId, amount } = booking;
  return assertBalanced({
    id,
    kind: 'disbursement',
    on,
    postings: postingsOf([
      { account: accountName(county, 'loanPrincipal', loanId), debit: amount },
      { account: accountName(county, 'bankCash', bank), credit: amount },
    ]),
  });
}

/** Interest first where it is owed (lifecycle §3, order of repayment): the caller says how the money divides. */
export function repaymentEntry(booking: Booking & { principal: Money; interest: Money }): JournalEntry {
  const { id, county, on, bank, loanId, principal, interest } = booking;
  return assertBalanced({
    id,
    kind: 'repayment',
    on,
    postings: postingsOf([
      { account: accountName(county, 'bankCash', bank), debit: sumMoney([principal, interest]) },
      { account: accountName(county, 'loanPrincipal', loanId), credit: principal },
      { account: accountName(county, 'loanInterestIncome', loanId), credit: interest },
    ]),
  });
}

/** A subsidy leaves the treasury; it stands on the loan it was paid for, whoever the payee is. */
export function subsidyPaymentEntry(booking: Omit<Booking, 'bank'> & { amount: Money }): JournalEntry {
  const { id, county, on, loanId, amount } = booking;
  return assertBalanced({
    id,
    kind: 'subsidyPayment',
    on,
    postings: postingsOf([
      { account: accountName(county, 'subsidyPaid', loanId), debit: amount },
      { account: accountName(county, 'treasury'), credit: amount },
    ]),
  });
}

function partyAccount(county: string, party: string, bank: string): string {
  if (party === 'fund') return accountName(county, 'riskFund');
  return party === 'bank'
    ? accountName(county, 'bankCash', bank)
    : accountName(county, 'guarantorShare', party);
}

/** What fund and guarantors pay for a loss; the bank's own share moves no money and stays in its loan (calculations §5). */
export function compensationPaymentEntry(booking: Booking & { shares: Record<string, Money> }): JournalEntry {
  const { id, county, on, bank, loanId, shares } = booking;
  const paying = Object.entries(shares).filter(([party]) => party !== 'bank');
  return assertBalanced({
    id,
    kind: 'compensationPayment',
    on,
    postings: postingsOf([
      {
        account: accountName(county, 'compensatedLoss', loanId),
        debit: sumMoney(paying.map(([, amount]) => amount)),
      },
      ...paying.map(([party, amount]) => ({ account: partyAccount(county, party, bank), credit: amount })),
    ]),
  });
}

/** A recovered amount, as `allocateRecovery` divided it; the bank's part lowers what the borrower still owes the bank. */
export function recoveryEntry(booking: Booking & { allocation: Record<string, Money> }): JournalEntry {
  const { id, county, on, bank, loanId, allocation } = booking;
  const { bank: toBank = '0.00', ...others } = allocation;
  return assertBalanced({
    id,
    kind: 'recovery',
    on,
    postings: postingsOf([
      ...Object.entries(allocation).map(([party, debit]) => ({
        account: partyAccount(county, party, bank),
        debit,
      })),
      { account: accountName(county, 'compensatedLoss', loanId), credit: sumMoney(Object.values(others)) },
      { account: accountName(county, 'loanPrincipal', loanId), credit: toBank },
    ]),
  });
}

/** A correction never edits: the same postings with the sides changed, dated on its own day (lifecycle §9). */
export function reversalEntry(entry: JournalEntry, id: string, on: CivilDate): JournalEntry {
  const postings = entry.postings.map(({ account, debit, credit }) =>
    debit !== undefined ? { account, credit: debit } : { account, debit: credit ?? '0.00' },
  );
  return assertBalanced({ id, kind: 'reversal', on, postings, reverses: entry.id });
}
