import type { CivilDate } from '../calendar/civil-date.js';
import type { Money } from '../money/money.js';
import type { RateSpec } from './rate-spec.js';
import type { Step } from './step.js';

/** From this night on another rate; before the first step `rate` holds. */
export interface RateStep {
  from: CivilDate;
  rate: RateSpec;
}

/** Part of the subsidy that the county bears for interest that accrues up to `until`; null = from then on. */
export interface AccrualShare {
  /** Inclusive: the night of this day still has this share. */
  until: CivilDate | null;
  share: string;
}

export interface SubsidyRule {
  rate: RateSpec;
  /** Later rates by the night in which interest accrues, in order of day; absent or null: one rate for the whole loan. */
  rateSteps?: RateStep[] | null;
  /** Shares by the night in which interest accrues, in order of day; absent or null: all of it. */
  shares?: AccrualShare[] | null;
  principalCap: Money | null;
  principalCapPerMatchedHousehold: Money | null;
  amountCapPerHousehold: Money | null;
  dayCapPerHousehold: number | null;
  suspendWhileOverdue: boolean;
  subsidiseAfterMaturity: boolean;
  basis: 'interestAccrued' | 'interestPaid';
  settleAt: 'quarterly' | 'payoff';
  payee: 'bank' | 'borrower';
  /**
   * Schema 1.1: `arrived` pays no more than what has arrived of the year's appropriation, also where nothing is said;
   * `notKept`: the county keeps its appropriation elsewhere, and no sum is bounded here.
   */
  appropriation?: 'arrived' | 'notKept' | null;
  bankComputesInAdvance?: boolean;
  flow: Step[];
  publicity: { stages: string[]; days: number; where?: string } | null;
  clawback: { on: string[]; share: string };
}
