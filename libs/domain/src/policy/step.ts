import type { DayKind } from '../calendar/working-days.js';

/** Who stands behind a role is the pack's `parties`; `borrower` and `system` need no party. */
export type Role = string;

export type StepKind = 'submit' | 'review' | 'publicity' | 'pay';

export type StepOutcome = 'complete' | 'approve' | 'reject' | 'return' | 'elapsed' | 'objection';

/** What may be answered at a step of each kind (policy-pack §2.4): closed, a pack only repeats it for readers. */
export const OUTCOMES_BY_KIND: Readonly<Record<StepKind, readonly StepOutcome[]>> = {
  submit: ['complete'],
  review: ['approve', 'reject', 'return'],
  publicity: ['elapsed', 'objection'],
  pay: ['complete'],
};

export interface StepComposition {
  /** Kind of member counted, for example `villagerRep`; the meeting record counts them as `villagerReps`. */
  memberKind: string;
  minShare: string;
}

/** One step of a chain; one role decides it. An option that is absent or null does not apply. */
export interface Step {
  key: string;
  kind: StepKind;
  role: Role;
  zh?: string;
  slaWorkingDays?: number | null;
  /** Length of a publicity; it runs from the day after posting. */
  days?: number | null;
  dayKind?: DayKind | null;
  requires?: string[] | null;
  composition?: StepComposition | null;
  form?: string | null;
  rejectRequiresReasonToBorrower?: boolean | null;
  requiresDetail?: boolean | null;
  outcomes?: StepOutcome[] | null;
}
