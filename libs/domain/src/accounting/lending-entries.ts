import { sumMoney, type Money } from '../money/money.js';
import { entryOf, type BankBooking, type CountyBooking, type LoanBooking } from './booking.js';
import { accountName } from './chart.js';
import type { JournalEntry } from './journal.js';

/** Money out of the bank, a claim on the borrower in. @throws DomainError `BAD_AMOUNT` | `UNBALANCED` */
export function disbursementEntry(booking: LoanBooking & { amount: Money }): JournalEntry {
  const { county, bank, loanId, amount } = booking;
  return entryOf(booking, 'disbursement', [
    { account: accountName(county, 'loanPrincipal', loanId), debit: amount },
    { account: accountName(county, 'bankCash', bank), credit: amount },
  ]);
}

/** A loan that was lent before the platform kept its books. */
export function takeoverEntry(booking: CountyBooking & { loanId: string; balance: Money }): JournalEntry {
  const { county, loanId, balance } = booking;
  return entryOf(booking, 'takeover', [
    { account: accountName(county, 'loanPrincipal', loanId), debit: balance },
    { account: accountName(county, 'takenOver'), credit: balance },
  ]);
}

/**
 * One receipt. The caller says how the money divides (lifecycle §3); `held` is what lies above the balance and belongs
 * to the borrower (OVERPAYMENT, LOAN_CLOSED).
 */
export function repaymentEntry(
  booking: LoanBooking & { principal: Money; interest: Money; held?: Money },
): JournalEntry {
  const { county, bank, loanId, principal, interest, held = '0.00' } = booking;
  return entryOf(booking, 'repayment', [
    { account: accountName(county, 'bankCash', bank), debit: sumMoney([principal, interest, held]) },
    { account: accountName(county, 'loanPrincipal', loanId), credit: principal },
    { account: accountName(county, 'loanInterestIncome', loanId), credit: interest },
    { account: accountName(county, 'heldForReturn', loanId), credit: held },
  ]);
}

/** An overpayment goes back to the borrower. */
export function heldReturnedEntry(booking: LoanBooking & { amount: Money }): JournalEntry {
  const { county, bank, loanId, amount } = booking;
  return entryOf(booking, 'heldReturned', [
    { account: accountName(county, 'heldForReturn', loanId), debit: amount },
    { account: accountName(county, 'bankCash', bank), credit: amount },
  ]);
}

/** Money that came in and belongs to nobody yet. */
export function suspenseEntry(booking: BankBooking & { amount: Money }): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'suspenseReceived', [
    { account: accountName(county, 'bankCash', bank), debit: amount },
    { account: accountName(county, 'suspense', bank), credit: amount },
  ]);
}

/** Its owner is found, or it goes back to whom it came from; the proper receipt is then booked on its own. */
export function suspenseClearedEntry(booking: BankBooking & { amount: Money }): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'suspenseCleared', [
    { account: accountName(county, 'suspense', bank), debit: amount },
    { account: accountName(county, 'bankCash', bank), credit: amount },
  ]);
}
