import type { CorrectedFacts, FeedCorrection } from '../workflows/correction.messages.js';
import type { Verdict } from './activities.js';
import type { LoanChange } from './loan-change.js';

/** What is written of a correction in the transaction of its change. */
export interface CorrectionStep {
  change: LoanChange;
  correctionId: string;
  correction: FeedCorrection;
  /** Who acted, and under which command the reason stands; null for the platform itself. */
  actorId: string | null;
  commandId: string | null;
}

/** Local activities of `LoanWorkflow` for corrections of bank feeds (lifecycle §9). */
export interface CorrectionActivities {
  /**
   * What the loan would be with the correction, or why it is none: NOT_FOUND, FIELD_REQUIRED, BAD_AMOUNT, BAD_DATE,
   * DUPLICATE_RECEIPT, NOTHING_TO_CORRECT, DECISION_NOT_ALLOWED. Reads only.
   */
  weighCorrection(input: {
    loanId: string;
    correction: FeedCorrection;
    on: string;
  }): Promise<Verdict & { facts: CorrectedFacts | null }>;
  recordCorrectionProposal(input: CorrectionStep): Promise<void>;
  recordCorrectionRejected(input: CorrectionStep): Promise<void>;
  /** The held feed itself is booked by its own activity. */
  recordCorrectionConfirmed(input: CorrectionStep): Promise<void>;
  /**
   * Reversal entry, new entry, balance, plan and adjustments; `applied` false, and nothing written, when the loan moved
   * since it was weighed.
   */
  recordCorrection(
    input: CorrectionStep & { on: string; facts: CorrectedFacts },
  ): Promise<{ applied: boolean }>;
}
