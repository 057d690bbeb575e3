import type { Money } from '../money/money.js';
import type { Step } from './step.js';

export interface CompensationRule {
  causes: string[];
  excludedCauses: string[];
  minOverdueDays: number;
  waivedForCauses: string[];
  lossBase: 'principal' | 'principalAndInterest';
  principalCap: Money | null;
  insuranceFirst: boolean;
  split: { party: string; share: string }[];
  recovery: 'proRata' | 'toFundFirst';
  applicant: 'bank' | 'borrower';
  proofs: string[];
  insufficientFund: 'queue';
  chain: Step[];
}

export interface FundRules {
  size: Money | null;
  minSize?: Money | null;
  leverageMin?: string | null;
  leverageMax: string | null;
  replenish: { withinDays: number } | null;
  form?: string;
  /** Schema 1.1. */
  floor?: FundFloor | null;
  /** Schema 1.1: whose the interest on the account is; the fund's own where nothing is said. */
  interest?: 'staysInFund' | 'toCounty' | null;
}

/** What an account must hold at any time, to be topped up before the quarter ends (schema 1.1). */
export interface FundFloor {
  /** Part of the base, as a decimal fraction. */
  share: string;
  /** The base, as it stood when the quarter opened: the loans that the account answers for, or the fund itself. */
  of: 'loanBalance' | 'fundBalance';
  topUpBy: 'quarterEnd';
  /** No new loans while the fund is below its floor. */
  stopLending: boolean;
}

export interface LossPool {
  poolShare: string;
  insurerShare: string;
  profitReturnShare: string | null;
}

export interface InsuranceRules {
  products: string[];
  premiumPayer: string;
  voluntary: boolean;
  lossPool: LossPool | null;
}
