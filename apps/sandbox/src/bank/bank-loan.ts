import { dayNumber } from '../books/days.js';

/** A loan in the bank's own books. Amounts in fen, rates in millionths. No name, no account: the sandbox needs none. */
export interface BankLoan {
  county: string;
  bank: string;
  loanNo: string;
  contractNo: string;
  householdNo: string | null;
  amount: bigint;
  /** Balance on the first night; for a legacy loan the balance at which it came into these books. */
  openingBalance: bigint;
  annualRate: bigint;
  /** The programme pays at most this rate; null = the whole contract rate. */
  subsidyRate: bigint | null;
  /** The programme pays for the household's first so many fen; null = for all. */
  principalCap: bigint | null;
  disbursedOn: string;
  maturesOn: string;
  overdueSince: string | null;
  /** When the subsidy becomes due: every quarter, or once when the loan is paid off. */
  settleAt: 'quarter' | 'payoff';
  isLegacy: boolean;
  repayments: Repayment[];
  recoveries: Recovery[];
}

export interface Repayment {
  receiptNo: string;
  paidOn: string;
  principal: bigint;
  interest: bigint;
}

export interface Recovery {
  receiptNo: string;
  receivedOn: string;
  amount: bigint;
}

/** Balance overnight from `night` to the day after: a repayment of the day has already lowered it. */
export function balanceAt(loan: BankLoan, night: number): bigint {
  if (night < dayNumber(loan.disbursedOn)) return 0n;
  const paid = loan.repayments.filter((repayment) => dayNumber(repayment.paidOn) <= night);
  return loan.openingBalance - paid.reduce((sum, repayment) => sum + repayment.principal, 0n);
}

export function balanceNow(loan: BankLoan): bigint {
  return loan.openingBalance - loan.repayments.reduce((sum, repayment) => sum + repayment.principal, 0n);
}

/** Day on which the balance became zero, or null. */
export function paidOffOn(loan: BankLoan): string | null {
  if (balanceNow(loan) > 0n) return null;
  return (
    loan.repayments
      .map((repayment) => repayment.paidOn)
      .sort()
      .at(-1) ?? null
  );
}
