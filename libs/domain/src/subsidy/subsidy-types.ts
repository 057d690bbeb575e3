import type { DayCount } from '../calendar/day-count.js';
import type { CivilDate } from '../calendar/civil-date.js';
import type { LoanTerms } from '../interest/balance.js';
import type { Money } from '../money/money.js';
import type { SubsidyRule } from '../policy/subsidy-rule.js';

/** What a settlement reads of a pack for one product. */
export interface SubsidyRules {
  rule: SubsidyRule;
  interestDays: string[];
  dayCount: DayCount;
  penaltyMultiplier: string;
}

/** What the household had before the first period, over all its loans. */
export interface SubsidyHousehold {
  usedSubsidyDays: number;
  priorSubsidyTotal: Money;
  /** Enterprises: households led; the pool is the cap × this number. */
  matchedHouseholds?: number;
}

export interface DateSpan {
  from: CivilDate;
  /** Exclusive; null while it lasts. */
  to: CivilDate | null;
}

export interface SubsidisedLoan extends LoanTerms {
  /** Fixes the rate; the disbursement date when absent. */
  contractDate?: CivilDate;
  /** Term of the contract, before any extension; from the dates when absent. */
  termMonths?: number;
  overdue?: DateSpan[];
  /** No subsidy from this day on (misuse, malicious exit, conversion). */
  subsidyStopDate?: CivilDate | null;
  /** Interest the borrower paid, by the period's `from`; absent = paid in full. */
  interestPaid?: Record<CivilDate, Money>;
  /** Nights taken back by a clawback: they earn nothing and use no day. */
  excludedNights?: DateSpan[];
}

export interface SubsidyLine {
  loanId: string;
  interest: Money;
  subsidyRate: string;
  eligibleDays: number;
  subsidy: Money;
  borrowerShare: Money;
}

export interface SubsidyPeriod {
  from: CivilDate;
  to: CivilDate;
  loans: SubsidyLine[];
  totalSubsidy: Money;
}

export interface HouseholdSubsidy {
  periods: SubsidyPeriod[];
  usedSubsidyDays: number;
  householdSubsidyTotal: Money;
}
