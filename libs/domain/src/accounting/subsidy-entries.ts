import { subtractMoney, sumMoney, type Money } from '../money/money.js';
import { entryOf, type CountyBooking, type LoanBooking } from './booking.js';
import { accountName } from './chart.js';
import type { JournalEntry } from './journal.js';

type YearBooking = CountyBooking & { /** Budget year, `'2024'`. */ year: string };
type LoanYearBooking = YearBooking & { loanId: string };

/** The year's plan, a memo: no money moves. A plan that is changed is booked by its difference, which may be negative. */
export function appropriationPlannedEntry(booking: YearBooking & { amount: Money }): JournalEntry {
  const { county, year, amount } = booking;
  return entryOf(booking, 'appropriationPlanned', [
    { account: accountName(county, 'subsidyPlanned', year), debit: amount },
    { account: accountName(county, 'memoOffset', 'subsidyPlanned'), credit: amount },
  ]);
}

/** Money of the year's plan that the county's subsidy account received. */
export function appropriationArrivedEntry(booking: YearBooking & { amount: Money }): JournalEntry {
  const { county, year, amount } = booking;
  return entryOf(booking, 'appropriationArrived', [
    { account: accountName(county, 'treasury', year), debit: amount },
    { account: accountName(county, 'appropriation', year), credit: amount },
  ]);
}

/** What one loan gets of a payment; an adjustment line may take back (negative). */
export interface SubsidyShare {
  loanId: string;
  amount: Money;
}

/**
 * One order of the treasury, standing on each loan it was paid for, whoever the payee is. `setOff` are clawed back
 * subsidies that were taken from this payment instead of being paid in (lifecycle §9).
 */
export function subsidyPaymentEntry(
  booking: YearBooking & { lines: readonly SubsidyShare[]; setOff?: readonly SubsidyShare[] },
): JournalEntry {
  const { county, year, lines, setOff = [] } = booking;
  const gross = sumMoney(lines.map(({ amount }) => amount));
  const kept = sumMoney(setOff.map(({ amount }) => amount));
  return entryOf(booking, 'subsidyPayment', [
    ...lines.map(({ loanId, amount }) => ({
      account: accountName(county, 'subsidyPaid', loanId),
      debit: amount,
    })),
    ...setOff.map(({ loanId, amount }) => ({
      account: accountName(county, 'clawbackReceivable', loanId),
      credit: amount,
    })),
    { account: accountName(county, 'treasury', year), credit: subtractMoney(gross, kept) },
  ]);
}

/** A payee's account refused its line: the bank holds the money until the town has mended the account (lifecycle §4). */
export function subsidyLineReturnedEntry(booking: LoanBooking & { amount: Money }): JournalEntry {
  const { county, bank, loanId, amount } = booking;
  return entryOf(booking, 'subsidyLineReturned', [
    { account: accountName(county, 'bankReceivable', bank), debit: amount },
    { account: accountName(county, 'subsidyPaid', loanId), credit: amount },
  ]);
}

/** The line that had failed, paid by the bank from what it held. */
export function subsidyLineRepaidEntry(booking: LoanBooking & { amount: Money }): JournalEntry {
  const { county, bank, loanId, amount } = booking;
  return entryOf(booking, 'subsidyLineRepaid', [
    { account: accountName(county, 'subsidyPaid', loanId), debit: amount },
    { account: accountName(county, 'bankReceivable', bank), credit: amount },
  ]);
}

/** Office and finance agreed: the subsidy was not due, its payee owes it. A changed amount is a reversal and a new entry. */
export function clawbackDecidedEntry(
  booking: CountyBooking & { loanId: string; amount: Money },
): JournalEntry {
  const { county, loanId, amount } = booking;
  return entryOf(booking, 'clawbackDecided', [
    { account: accountName(county, 'clawbackReceivable', loanId), debit: amount },
    { account: accountName(county, 'subsidyPaid', loanId), credit: amount },
  ]);
}

/** Paid in; `year` is that of the subsidy account the money goes back to (lifecycle §9). */
export function clawbackRepaidEntry(booking: LoanYearBooking & { amount: Money }): JournalEntry {
  const { county, year, loanId, amount } = booking;
  return entryOf(booking, 'clawbackRepaid', [
    { account: accountName(county, 'treasury', year), debit: amount },
    { account: accountName(county, 'clawbackReceivable', loanId), credit: amount },
  ]);
}

/** Set off outside a treasury order: another line of the same payee is kept back instead of paid. */
export function clawbackSetOffEntry(
  booking: CountyBooking & { loanId: string; fromLoanId: string; amount: Money },
): JournalEntry {
  const { county, loanId, fromLoanId, amount } = booking;
  return entryOf(booking, 'clawbackSetOff', [
    { account: accountName(county, 'subsidyPaid', fromLoanId), debit: amount },
    { account: accountName(county, 'clawbackReceivable', loanId), credit: amount },
  ]);
}
