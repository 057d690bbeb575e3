import type { CallbackEntry } from '../callbacks/callback.js';
import { formatFen, formatRate, parseFen, parseRate } from '../books/fen.js';
import { openArrears, type BankLoan } from './bank-loan.js';
import { termsFrom, type StoredTerms } from './programme-terms.js';

/** A loan as it stands in the file: amounts and rates as text, what the programme pays as the platform said it. */
export interface StoredLoan
  extends
    Omit<
      BankLoan,
      | ('amount' | 'openingBalance' | 'annualRate' | 'terms')
      | ('arrears' | 'subsidyStopsOn' | 'repayments' | 'recoveries')
    >,
    Pick<StoredTerms, 'settleAt'> {
  amount: string;
  openingBalance: string;
  annualRate: string;
  overdueSince: string | null;
  subsidyRate: string | null;
  principalCap: string | null;
  /** Absent in files of former times, which knew a rate and a cap only. */
  terms?: StoredTerms;
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
  | ({ t: 'arrearsCured'; curedOn: string } & OfLoan)
  | ({ t: 'subsidyStopped'; stopsOn: string | null } & OfLoan)
  | ({ t: 'recovered'; receiptNo: string; receivedOn: string; amount: string } & OfLoan)
  | ({ t: 'extended'; maturesOn: string } & OfLoan)
  | CallbackEntry;

export function loanFrom({
  terms,
  overdueSince,
  subsidyRate,
  principalCap,
  ...stored
}: StoredLoan): BankLoan {
  const known = { subsidyRate: subsidyRate ?? undefined, principalCap: principalCap ?? undefined };
  return {
    ...stored,
    amount: parseFen(stored.amount),
    openingBalance: parseFen(stored.openingBalance),
    annualRate: parseRate(stored.annualRate),
    arrears: overdueSince === null ? [] : [{ from: overdueSince, to: null }],
    subsidyStopsOn: null,
    terms: termsFrom({ settleAt: stored.settleAt, ...known, ...terms }),
    repayments: [],
    recoveries: [],
  };
}

/** A loan as the desk shows it. */
export function showLoan({ terms, ...loan }: BankLoan) {
  return {
    ...loan,
    amount: formatFen(loan.amount),
    openingBalance: formatFen(loan.openingBalance),
    annualRate: formatRate(loan.annualRate),
    subsidyRate: terms.rate === null ? null : formatRate(terms.rate),
    principalCap: terms.principalCap === null ? null : formatFen(terms.principalCap),
    dayCap: terms.dayCap,
    amountCap: terms.amountCap === null ? null : formatFen(terms.amountCap),
    overdueSince: openArrears(loan.arrears)?.from ?? null,
    repayments: loan.repayments.map((repayment) => ({
      ...repayment,
      principal: formatFen(repayment.principal),
      interest: formatFen(repayment.interest),
    })),
    recoveries: loan.recoveries.map((recovery) => ({ ...recovery, amount: formatFen(recovery.amount) })),
  };
}
