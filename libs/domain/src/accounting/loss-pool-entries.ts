import type { Money } from '../money/money.js';
import { entryOf, type CountyBooking } from './booking.js';
import { accountName } from './chart.js';
import type { JournalEntry } from './journal.js';

type Amount = CountyBooking & { amount: Money };

/** Money paid into the pool that shares an insurer's loss (Yanchi, 风险分散补偿金). */
export function lossPoolDepositEntry(booking: Amount): JournalEntry {
  const { county, amount } = booking;
  return entryOf(booking, 'lossPoolDeposit', [
    { account: accountName(county, 'lossPool'), debit: amount },
    { account: accountName(county, 'lossPoolCapital'), credit: amount },
  ]);
}

/** The pool's share of a cycle's loss, paid to the insurer. */
export function lossPoolPaymentEntry(booking: Amount): JournalEntry {
  const { county, amount } = booking;
  return entryOf(booking, 'lossPoolPayment', [
    { account: accountName(county, 'insuranceLossBorne'), debit: amount },
    { account: accountName(county, 'lossPool'), credit: amount },
  ]);
}
