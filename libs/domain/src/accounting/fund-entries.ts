import { minMoney, subtractMoney, sumMoney, type Money } from '../money/money.js';
import { entryOf, type BankBooking, type LoanBooking } from './booking.js';
import { accountName } from './chart.js';
import type { JournalEntry } from './journal.js';

type Amount = BankBooking & { amount: Money };

export function fundDepositEntry(booking: Amount): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'fundDeposit', [
    { account: accountName(county, 'riskFund', bank), debit: amount },
    { account: accountName(county, 'fundCapital', bank), credit: amount },
  ]);
}

/** Money that the county takes out of the fund again, free money only. */
export function fundWithdrawalEntry(booking: Amount): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'fundWithdrawal', [
    { account: accountName(county, 'fundCapital', bank), debit: amount },
    { account: accountName(county, 'riskFund', bank), credit: amount },
  ]);
}

/** Interest that the bank pays on the fund's account and that stays in the fund. */
export function fundInterestEntry(booking: Amount): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'fundInterest', [
    { account: accountName(county, 'riskFund', bank), debit: amount },
    { account: accountName(county, 'fundInterest', bank), credit: amount },
  ]);
}

/** A determined claim's share is set aside, so that two claims cannot count on the same money. */
export function fundFreezeEntry(booking: Amount): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'fundFreeze', [
    { account: accountName(county, 'riskFundFrozen', bank), debit: amount },
    { account: accountName(county, 'riskFund', bank), credit: amount },
  ]);
}

/** Set aside and not needed any more: withdrawn, or paid by the borrower meanwhile. */
export function fundReleaseEntry(booking: Amount): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'fundRelease', [
    { account: accountName(county, 'riskFund', bank), debit: amount },
    { account: accountName(county, 'riskFundFrozen', bank), credit: amount },
  ]);
}

/** What must be paid in to reach the floor: a memo until the deposit comes. */
export function fundTopUpDueEntry(booking: Amount): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'fundTopUpDue', [
    { account: accountName(county, 'fundTopUpDue', bank), debit: amount },
    { account: accountName(county, 'memoOffset', 'fundTopUpDue'), credit: amount },
  ]);
}

/** The memo goes down by what was paid in; the deposit itself is booked on its own. */
export function fundTopUpMetEntry(booking: Amount): JournalEntry {
  const { county, bank, amount } = booking;
  return entryOf(booking, 'fundTopUpMet', [
    { account: accountName(county, 'memoOffset', 'fundTopUpDue'), debit: amount },
    { account: accountName(county, 'fundTopUpDue', bank), credit: amount },
  ]);
}

/**
 * What fund and guarantors pay the bank for a loss (calculations §5). The debt passes to them: it leaves the bank's
 * principal first, what is paid beyond `principal` was interest. The bank's own share moves no money and stays in its loan.
 * The fund pays from its account at `fundBank`, where that is another bank. What goes beyond principal and `interest` (of
 * the loss base; default: all of the rest) found nothing to pay any more: the borrower paid while the order was under way.
 * Nobody may ask the household for it again, the bank has it twice and owes it; `overpaid` is what of the shares is known
 * to have found no loss.
 */
export function compensationPaymentEntry(
  booking: LoanBooking & {
    shares: Record<string, Money>;
    principal: Money;
    interest?: Money;
    fundBank?: string;
    overpaid?: Record<string, Money>;
  },
): JournalEntry {
  const { county, bank, loanId, shares, principal, overpaid = {}, fundBank = bank } = booking;
  const paying = Object.entries(shares).filter(([party]) => party !== 'bank');
  const paid = sumMoney(paying.map(([, amount]) => amount));
  const lost = subtractMoney(paid, sumMoney(Object.values(overpaid)));
  const ofPrincipal = minMoney(lost, principal);
  const rest = subtractMoney(lost, ofPrincipal);
  const ofInterest = minMoney(rest, booking.interest ?? rest);
  const owed = sumMoney([ofPrincipal, ofInterest]);
  return entryOf(booking, 'compensationPayment', [
    { account: accountName(county, 'compensatedLoss', loanId), debit: owed },
    { account: accountName(county, 'bankReceivable', bank), debit: subtractMoney(paid, owed) },
    ...paying.map(([party, credit]) => ({
      account:
        party === 'fund'
          ? accountName(county, 'riskFundFrozen', fundBank)
          : accountName(county, 'guarantorShare', party),
      credit,
    })),
    { account: accountName(county, 'bankCash', bank), debit: owed },
    { account: accountName(county, 'loanPrincipal', loanId), credit: ofPrincipal },
    { account: accountName(county, 'loanInterestIncome', loanId), credit: ofInterest },
  ]);
}

/** Whose money it was: the fund's, a guarantor's, or of a year's subsidies. */
type Payers = BankBooking & {
  parties: Record<string, Money>;
  fundBank?: string;
  /** Budget year of the party `treasury`. */
  year?: string;
};

function payerAccount({ county, bank, fundBank = bank, year = '' }: Payers, party: string): string {
  if (party === 'fund') return accountName(county, 'riskFund', fundBank);
  if (party === 'treasury') return accountName(county, 'treasury', year);
  return accountName(county, 'guarantorShare', party);
}

/** The treasury paid an order once more: the bank has the money and owes it. */
export function bankPaidTwiceEntry(booking: Payers): JournalEntry {
  const { county, bank, parties } = booking;
  return entryOf(booking, 'bankPaidTwice', [
    { account: accountName(county, 'bankReceivable', bank), debit: sumMoney(Object.values(parties)) },
    ...Object.entries(parties).map(([party, credit]) => ({ account: payerAccount(booking, party), credit })),
  ]);
}

/** A bank gives back what it was paid too much, to those who paid it: in money, or kept back from its next payment. */
export function bankReturnEntry(booking: Payers & { isSetOff?: boolean }): JournalEntry {
  const { county, bank, parties, isSetOff = false } = booking;
  return entryOf(booking, isSetOff ? 'bankSetOff' : 'bankReturned', [
    ...Object.entries(parties).map(([party, debit]) => ({ account: payerAccount(booking, party), debit })),
    { account: accountName(county, 'bankReceivable', bank), credit: sumMoney(Object.values(parties)) },
  ]);
}

/**
 * A recovered amount, as `allocateRecovery` divided it. The bank's part lowers what the borrower still owes it, up to
 * `bankPrincipal` (default: all of it); the rest is interest, which after the payment of a claim is the bank's.
 */
export function recoveryEntry(
  booking: LoanBooking & { allocation: Record<string, Money>; bankPrincipal?: Money; fundBank?: string },
): JournalEntry {
  const { county, bank, loanId, allocation, fundBank = bank } = booking;
  const { bank: toBank = '0.00', ...others } = allocation;
  const ofPrincipal = minMoney(toBank, booking.bankPrincipal ?? toBank);
  return entryOf(booking, 'recovery', [
    ...Object.entries(others).map(([party, debit]) => ({
      account:
        party === 'fund'
          ? accountName(county, 'riskFund', fundBank)
          : accountName(county, 'guarantorShare', party),
      debit,
    })),
    { account: accountName(county, 'recoveries', loanId), credit: sumMoney(Object.values(others)) },
    { account: accountName(county, 'bankCash', bank), debit: toBank },
    { account: accountName(county, 'loanPrincipal', loanId), credit: ofPrincipal },
    {
      account: accountName(county, 'loanInterestIncome', loanId),
      credit: subtractMoney(toBank, ofPrincipal),
    },
  ]);
}

/** What fund and guarantors give up for good. */
export function writeOffEntry(booking: LoanBooking & { amount: Money }): JournalEntry {
  const { county, loanId, amount } = booking;
  return entryOf(booking, 'writeOff', [
    { account: accountName(county, 'lossWrittenOff', loanId), debit: amount },
    { account: accountName(county, 'compensatedLoss', loanId), credit: amount },
  ]);
}
