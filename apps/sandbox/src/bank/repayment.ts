import { RefusedError } from '@bangdai/contracts';
import { formatFen, parseFen } from '../books/fen.js';
import { reportOn } from './bank-report.js';
import type { BankEntry } from './bank-entries.js';
import { balanceNow, type BankLoan } from './bank-loan.js';
import { interestOf, periodStart } from './interest.js';

export interface RepaymentFacts {
  receiptNo: string;
  paidOn: string;
  principal: string;
  /** Left out: nothing, or with the last of the principal the interest of the running period. */
  interest?: string | undefined;
}

/**
 * A repayment as it is booked and reported.
 * @throws RefusedError OVERPAYMENT, BAD_DATE
 */
export function repaymentEntries(loan: BankLoan, facts: RepaymentFacts): BankEntry[] {
  const { receiptNo, paidOn, principal } = facts;
  const rest = balanceNow(loan) - parseFen(principal);
  if (rest < 0n) throw new RefusedError('OVERPAYMENT');
  if (paidOn < loan.disbursedOn) throw new RefusedError('BAD_DATE');
  const interest = facts.interest ?? (rest === 0n ? lastInterest(loan, paidOn) : '0.00');
  const booked = { receiptNo, paidOn, principal, interest };
  return [
    { t: 'repaid', county: loan.county, loanNo: loan.loanNo, ...booked },
    { t: 'callback', callback: reportOn(loan, `repayment/${receiptNo}`, '/bank/repayments', booked) },
  ];
}

function lastInterest(loan: BankLoan, paidOn: string): string {
  const start = periodStart(paidOn);
  return formatFen(interestOf(loan, start > loan.disbursedOn ? start : loan.disbursedOn, paidOn));
}
