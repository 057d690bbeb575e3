import type { DayCount } from '../calendar/day-count.js';
import type { DayKind } from '../calendar/working-days.js';
import type { CivilDate } from '../calendar/civil-date.js';
import type { Money } from '../money/money.js';
import type { CompensationRule, FundRules, InsuranceRules } from './compensation-rules.js';
import type { RateSpec } from './rate-spec.js';
import type { Role, Step } from './step.js';
import type { SubsidyRule } from './subsidy-rule.js';

/** A county's rules as data (schemas 1.0 and 1.1). The engine reads only this: no code may test a scheme key. */
export interface PolicyPack {
  schemaVersion: '1.0' | '1.1';
  schemeKey: string;
  packVersion: string;
  status: 'draft' | 'active' | 'retired';
  title: { zh: string; en: string };
  sources: string[];
  /** Inclusive window for new applications, by application date. */
  effectiveFrom: CivilDate;
  effectiveTo: CivilDate | null;
  supersedes: string | null;
  transition: Transition;
  region: Record<string, string | number>;
  calendar: PackCalendar;
  parties: { role: Role; zh: string }[];
  products: Record<string, Product>;
  eligibility: EligibilityRules;
  purposes: { allowed: string[]; banned: string[] };
  rating: RatingRules | null;
  approval: Record<string, Step[]>;
  disbursement: DisbursementRules;
  /** Documents that count only when their file is uploaded; of all others a paper original that was seen is enough. */
  filesRequired?: string[] | null;
  reminders: Reminder[];
  postLoanCheck: { everyMonths: number; by: Role };
  renewal: RenewalRules;
  topUp: TopUpRules | null;
  repeatLoan: { allowed: boolean; requirePayoff: boolean; ratingRecheck: boolean };
  subsidy: Record<string, SubsidyRule>;
  overdue: OverdueRules;
  compensation: Record<string, CompensationRule>;
  fund: FundRules;
  insurance: InsuranceRules | null;
  breakers: Breaker[];
  warnings: WarningRules | null;
  tolerance: ToleranceRule | null;
  anomalies: AnomalyCode[] | null;
  maturityWall: { horizonMonths: number; wallShare: string } | null;
  maliciousExit: { options: string[]; subsidyStops: boolean } | null;
  reports: Report[];
  targets: { metric: string; op: string; value: string }[];
  penalties: { on: string; action: string; zh?: string }[];
  budget: Record<string, unknown> | null;
  project: { code: string; start: CivilDate; end: CivilDate; acceptanceRequestWithinDays: number } | null;
}

export interface Transition {
  existingLoans: 'keep' | 'migrate';
  applicationsInFlight: 'keep' | 'newPack';
  renewals: 'keep' | 'newPack';
  creditLineDraws: 'keep';
  compensationClaims: 'keep';
}

export interface PackCalendar {
  timezone: 'Asia/Shanghai';
  slaDayKind: DayKind;
  publicityDayKind: DayKind;
  reminderTime: string;
}

export interface Product {
  borrowerKind: 'household' | 'enterprise';
  amountMin: Money | null;
  amountMax: Money | null;
  householdExposureMax: Money | null;
  termMonthsMin: number;
  termMonthsMax: number;
  collateralRequired: boolean;
  counterGuaranteeAllowed: boolean;
  borrowerFeesAllowed: boolean;
  guaranteeFeeRate: string;
  rate: { relation: 'max' | 'equal'; spec: RateSpec; fixedForContract: boolean };
  repayment: RepaymentRules;
  line: CreditLineRules | null;
  /** `null` as a limit means no limit, never "not rated". */
  gradeLimits: Record<string, Money | null> | null;
}

export interface RepaymentRules {
  method: string;
  /** `'MM-DD'`, for example `'03-20'`; the night of that day still belongs to the period it closes. */
  interestDays: string[];
  dayCount: DayCount;
  prepaymentAllowed: boolean;
  prepaymentFee: Money;
}

export interface CreditLineRules {
  lineMonths: number;
  drawTermMonthsMax: number;
  drawMaturityWithinLine: boolean;
  revolving: boolean;
}

export interface EligibilityRules {
  targetGroups: string[];
  unit: string;
  oneBorrowerPerHousehold: boolean;
  age: {
    min: number | null;
    max: number | null;
    whitelistMax: number | null;
    whitelistGroups: string[];
    asOf: 'applicationDate';
  };
  requireCivilCapacity: boolean;
  requireGoodCredit: boolean;
  requireRating: boolean;
  requireWillingness: boolean;
  requireRepaymentAbility: boolean;
  areaList: string | null;
  refuseBlacklist: 'any' | 'malicious' | null;
  refuseAfterUnexcusedLateRepayment: boolean;
  familyMemberMayApply: boolean;
}

export interface RatingIndicator {
  key: string;
  zh: string;
  weight: string;
}

export interface RatingRules {
  model: 'weighted' | 'external' | 'external+bonus' | 'bank' | 'villageAssessment';
  system?: string | null;
  refresh?: string | null;
  note?: string | null;
  indicators?: RatingIndicator[] | null;
  variants?: Record<string, { name: string; indicators: RatingIndicator[] }> | null;
  grades?: { grade: string; minScore: string; limit: Money | null }[] | null;
  bonus?: { for: string; points: string }[] | null;
  onTimeRepayment?: string | null;
  lateRepayment?: string | null;
  composition?: { body: string; memberKind: string; minShare: string } | null;
}

export interface DisbursementRules {
  by: Role;
  maxDaysAfterApproval: number;
  toAccountOf: string;
  requires: string[];
  oneMainBankPerTown?: boolean;
}

export interface Reminder {
  key: string;
  /** Days from maturity, negative. */
  offsetDays: number;
  channel: 'notice' | 'written';
  by: Role;
  to: Role;
}

export interface RenewalRules {
  renewalAllowed: boolean;
  extensionAllowed: boolean;
  /** Renewals and extensions together. */
  maxTotal: number;
  policiesUnchanged: boolean;
  extensionMaxMonths: number;
  renewalMaxMonths: number;
  requestBeforeMaturity: boolean;
  rateOnExtension: string;
  rateOnRenewal: string;
}

export interface TopUpRules {
  householdExposureMax: Money;
  subsidised: boolean;
  compensated: boolean;
  requireRepaymentAbility: boolean;
}

export interface OverdueRules {
  graceDays: number;
  penaltyMultiplier: string;
  nplAfterDays: number;
  urgeBy: string[];
  repaymentPlan: boolean;
  maliciousAction: string;
}

export type Comparison = 'lt' | 'lte' | 'gt' | 'gte';

export interface Breaker {
  key: string;
  scope: 'village' | 'township' | 'county' | 'bank';
  metric: 'nplRate' | 'dueCollectionRateYtd';
  test: Comparison | 'rising';
  threshold: string | null;
  consecutiveMonths: number;
  effect: 'stopLending';
  release: { test: Comparison; threshold: string };
  probationMonths: number;
}

export type WarningCondition =
  | { field: string; op: Comparison | 'eq'; value: string | number | boolean }
  | { anyOf: WarningCondition[] }
  | { allOf: WarningCondition[] };

export interface WarningLevel {
  level: string;
  anyOf?: WarningCondition[];
  allOf?: WarningCondition[];
}

export interface WarningRules {
  levels: WarningLevel[];
  otherwise: string;
}

export interface ToleranceRule {
  metric: string;
  overBankTargetPoints: string;
  inclusive: boolean;
}

export type AnomalyCode =
  | 'DUPLICATE_NAME'
  | 'NON_TARGET_BORROWER'
  | 'OVER_LIMIT'
  | 'MULTIPLE_BORROWERS_IN_HOUSEHOLD'
  | 'NON_PRODUCTIVE_USE'
  | 'OVERDUE';

export interface Report {
  key: string;
  zh: string;
  by: Role;
  to: string;
  cadence: string;
  due: string | null;
  form: string | null;
}
