import type { ReviewCommand } from '../workflows/chain.messages.js';
import type { CompensationFigures, CompensationStage } from '../workflows/compensation.messages.js';
import type { LoanStage } from '../workflows/loan.messages.js';
import type { Verdict } from './activities.js';
import type { OutboxDraft, TaskClosing, TaskDraft, TimelineEntry } from './loan-change.js';

export interface CompensationActivities {
  /** Checks the claim in the order of lifecycle §5 and writes the verdict; freezes nothing yet. */
  registerClaim(input: {
    claimId: string;
    filedOn: string;
    changeIfAdmitted: CompensationChange;
    changeIfRefused: CompensationChange;
  }): Promise<Verdict & { pendingInsurance: boolean }>;
  /** `settled` when a claim on which the fund owes nothing goes on to recovery and nothing is left to collect. */
  recordClaimReview(
    input: CompensationChange & { review: ReviewCommand | null },
  ): Promise<{ settled: boolean }>;
  recordInsurance(input: { claimId: string; paid: string; change: CompensationChange }): Promise<void>;
  /** Computes the split under the fund's row lock; `queued` when the fund is short (nothing in part). */
  determineCompensation(input: {
    claimId: string;
    at: string;
  }): Promise<{ queued: boolean; figures: CompensationFigures }>;
  /**
   * Computes the claim again as the loan stands on this day (lifecycle §5): the order is for that amount; `withdrawn`
   * when the borrower paid all, `nothingDue` when nothing is left for the fund to pay.
   */
  orderCompensationPayment(input: { claimId: string; at: string }): Promise<CompensationOrder>;
  recordCompensationPaid(input: {
    claimId: string;
    orderNo: string;
    paidOn: string;
    at: string;
  }): Promise<void>;
  /**
   * Allocates one recovery by the pack's rule; refuses DUPLICATE_RECEIPT. `whole` when every party has its share back,
   * `settled` when nothing of the loan is left to collect either.
   */
  recordRecovery(input: {
    claimId: string;
    inboxId: string;
    receiptNo: string;
    amount: string;
    receivedOn: string;
    /** Named apart by the bank; part of the loss only where the pack compensates interest. */
    interest?: string;
    at: string;
  }): Promise<Verdict & { whole: boolean; settled?: boolean }>;
}

export interface CompensationOrder {
  orderNo: string;
  amount: string;
  withdrawn?: boolean;
  nothingDue?: boolean;
  /** The figures as paid, where they differ from those determined. */
  recomputed?: CompensationFigures | null;
}

export interface CompensationChange {
  claimId: string;
  loanId: string;
  changeId: string;
  at: string;
  stage: CompensationStage;
  pendingStep: string | null;
  events: TimelineEntry[];
  openTasks: TaskDraft[];
  closeTasks: TaskClosing[];
  messages: OutboxDraft[];
  /** Stage of the loan whose own workflow is over: written here since nobody else is left to write it. */
  loanStage?: LoanStage;
}
