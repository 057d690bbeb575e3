import type { CivilDate } from '../calendar/civil-date.js';
import type { Money } from '../money/money.js';

export type RequestType = 'new' | 'repeat' | 'topUp' | 'draw' | 'renewal' | 'extension';

/** What is known of the applicant; everything absent takes the harmless value. */
export interface Applicant {
  group?: string;
  birthDate?: CivilDate;
  grade?: string | null;
  rated?: boolean;
  badCredit?: boolean;
  blacklist?: string | boolean | null;
  civilCapacity?: boolean;
  ableToRepay?: boolean;
  willing?: boolean;
  /** Principal that all loans of the household have outstanding. */
  householdOutstanding?: Money;
  otherBorrowersInHousehold?: number;
  previousLate?: boolean;
  previousLateCause?: string | null;
  inAreaList?: boolean;
  isFamilyMember?: boolean;
}

export interface LoanRequest {
  type: RequestType;
  amount?: Money;
  /** For an extension: the months added. */
  termMonths?: number;
  purpose?: string;
  annualRate?: string;
  lineStart?: CivilDate;
  currentMaturity?: CivilDate;
  renewalsUsed?: number;
  /** Renewal: principal that the old loan still has; the household's outstanding stands for it when absent. */
  oldLoanOutstanding?: Money;
}

export interface EligibilityInput {
  product: string;
  /** Decides the pack's window and the age, also when the check is repeated before disbursement. */
  applicationDate: CivilDate;
  /** The day of a repeated check; the application date when absent. */
  checkDate?: CivilDate;
  applicant: Applicant;
  request: LoanRequest;
  breakerTripped?: boolean;
}
