import { dayNumber } from '../books/days.js';
import type { Terms } from './programme-terms.js';

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
  disbursedOn: string;
  maturesOn: string;
  /** Nights in arrears, as the bank itself found them. */
  arrears: Spell[];
  /** No subsidy from this day on: the county says so. */
  subsidyStopsOn: string | null;
  isLegacy: boolean;
  terms: Terms;
  repayments: Repayment[];
  recoveries: Recovery[];
}

export interface Spell {
  from: string;
  /** First day that is no longer in; null while it lasts. */
  to: string | null;
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

export const openArrears = (arrears: Spell[]): Spell | undefined => arrears.find(({ to }) => to === null);

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
