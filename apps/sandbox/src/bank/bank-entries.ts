import type { CallbackEntry } from '../callbacks/callback.js';
import { formatFen, formatRate, parseFen, parseRate } from '../books/fen.js';
import type { BankLoan } from './bank-loan.js';

/** A loan as it stands in the file: amounts and rates as text. */
export interface StoredLoan extends Omit<
  BankLoan,
  'amount' | 'openingBalance' | 'annualRate' | 'subsidyRate' | 'principalCap' | 'repayments' | 'recoveries'
> {
  amount: string;
  openingBalance: string;
  annualRate: string;
  subsidyRate: string | null;
  principalCap: string | null;
}

/** A message of the platform as it is kept: without its data, which may name a person. */
export interface StoredMessage {
  id: string;
  kind: string;
  county: string;
  bank: string;
  loanNo: string | null;
  /** SHA-256 of what came, to tell a repetition from another message under the same id. */
  digest: string;
  receivedAt: string;
}

interface OfLoan {
  county: string;
  loanNo: string;
}

export type BankEntry =
  | { t: 'message'; message: StoredMessage }
  | { t: 'loanOpened'; loan: StoredLoan }
  | ({ t: 'repaid'; receiptNo: string; paidOn: string; principal: string; interest: string } & OfLoan)
  | ({ t: 'overdue'; overdueSince: string } & OfLoan)
  | ({ t: 'recovered'; receiptNo: string; receivedOn: string; amount: string } & OfLoan)
  | ({ t: 'extended'; maturesOn: string } & OfLoan)
  | CallbackEntry;

export function loanFrom(stored: StoredLoan): BankLoan {
  return {
    ...stored,
    amount: parseFen(stored.amount),
    openingBalance: parseFen(stored.openingBalance),
    annualRate: parseRate(stored.annualRate),
    subsidyRate: stored.subsidyRate === null ? null : parseRate(stored.subsidyRate),
    principalCap: stored.principalCap === null ? null : parseFen(stored.principalCap),
    repayments: [],
    recoveries: [],
  };
}

/** A loan as the desk shows it. */
export function showLoan(loan: BankLoan) {
  return {
    ...loan,
    amount: formatFen(loan.amount),
    openingBalance: formatFen(loan.openingBalance),
    annualRate: formatRate(loan.annualRate),
    subsidyRate: loan.subsidyRate === null ? null : formatRate(loan.subsidyRate),
    principalCap: loan.principalCap === null ? null : formatFen(loan.principalCap),
    repayments: loan.repayments.map((repayment) => ({
      ...repayment,
      principal: formatFen(repayment.principal),
      interest: formatFen(repayment.interest),
    })),
    recoveries: loan.recoveries.map((recovery) => ({ ...recovery, amount: formatFen(recovery.amount) })),
  };
}
