import { parseFen, parseRate } from '../books/fen.js';
import type { BankLoan } from './bank-loan.js';
import { ProgrammeTerms, termsFrom } from './programme-terms.js';

type Own = Omit<BankLoan, 'amount' | 'annualRate' | 'terms' | 'repayments'>;

export interface LoanInBooks extends Partial<Own> {
  amount: string;
  annualRate: string;
  repayments?: [paidOn: string, principal: string, interest?: string][];
  /** What the platform said with its request, all texts. */
  terms?: Record<string, string>;
  subsidyRate?: string;
  principalCap?: string;
  settleAt?: string;
}

/** A loan in the bank's books, for tests. */
export function loanInBooks(given: LoanInBooks): BankLoan {
  const {
    amount,
    annualRate,
    repayments = [],
    terms = {},
    subsidyRate,
    principalCap,
    settleAt,
    ...own
  } = given;
  return {
    ...{ county: 'test', bank: 'main', loanNo: 'L1', contractNo: 'C1', householdNo: null },
    amount: parseFen(amount),
    openingBalance: parseFen(amount),
    annualRate: parseRate(annualRate),
    ...{ disbursedOn: '2023-09-05', maturesOn: '2024-09-05' },
    ...{ arrears: [], subsidyStopsOn: null, isLegacy: false, recoveries: [] },
    repayments: repayments.map(([paidOn, principal, interest = '0.00'], index) => ({
      receiptNo: String(index),
      paidOn,
      principal: parseFen(principal),
      interest: parseFen(interest),
    })),
    terms: termsFrom(ProgrammeTerms.parse({ subsidyRate, principalCap, settleAt, ...terms })),
    ...own,
  };
}
