import type { ReviewCommand } from '../workflows/chain.messages.js';
import type {
  ClawbackCause,
  ClawbackFigures,
  ClawbackStage,
  ClawbackStart,
} from '../workflows/clawback.messages.js';
import type { TaskClosing, TaskDraft, TimelineEntry } from './loan-change.js';

/** What one change of a case writes, in one transaction and once. */
export interface ClawbackChange {
  caseId: string;
  changeId: string;
  at: string;
  stage: ClawbackStage;
  pendingStep: string | null;
  events: TimelineEntry[];
  openTasks: TaskDraft[];
  closeTasks: TaskClosing[];
}

/** Local activities of `ClawbackWorkflow` (lifecycle §9, calculations §4). */
export interface ClawbackActivities {
  /**
   * Figures the case: lines not paid yet are excluded instead, what was paid for the nights is what is taken back.
   * Writes `changeIfPaid`, or `changeIfNothing` where no subsidy was paid for them.
   */
  registerClawback(input: {
    changeIfPaid: ClawbackChange;
    changeIfNothing: ClawbackChange;
  }): Promise<{ figures: ClawbackFigures }>;
  recordClawbackChange(input: { change: ClawbackChange; review: ReviewCommand | null }): Promise<void>;
  /** Unfounded: what was excluded for it comes with the next settlement. */
  dropClawback(input: { change: ClawbackChange; review: ReviewCommand }): Promise<void>;
  /**
   * Both agree: receivable in the ledger, the household's days and sum go down. Refuses FIGURES_CHANGED when the signed
   * figures are no more what they were.
   */
  decideClawback(input: {
    change: ClawbackChange;
    review: ReviewCommand;
  }): Promise<{ figures: ClawbackFigures }>;
  recordClawbackNotice(input: { change: ClawbackChange; noticedOn: string }): Promise<void>;
  /** Money back to the year's subsidy account. Refuses DUPLICATE_RECEIPT, BAD_AMOUNT, BAD_DATE, OVERPAYMENT. */
  recordClawbackRepaid(input: {
    changeIfOpen: ClawbackChange;
    changeIfWhole: ClawbackChange;
    receiptNo: string;
    amount: string;
    paidOn: string;
  }): Promise<{ whole: boolean }>;
  orderClawbackSetOff(input: { change: ClawbackChange }): Promise<void>;
  /** The settlement's payment has booked it; here the case follows. */
  recordClawbackSetOff(input: {
    changeIfOpen: ClawbackChange;
    changeIfWhole: ClawbackChange;
  }): Promise<{ whole: boolean }>;
}

/** A case as whoever opens it names it. */
export interface ClawbackOpening {
  commandId: string;
  loanId: string;
  cause: ClawbackCause;
  /** First night concerned; null: from the start of the loan. */
  fromOn: string | null;
  /** Exclusive; null: to the end. */
  toOn: string | null;
  /** No more than this is taken back; null: all that was paid. */
  amountMax: string | null;
}

/** Starts a case from another workflow. */
export interface ClawbackLinks {
  /** A case where subsidy was paid or claimed for the nights; none otherwise. The same command opens one case. */
  openClawback(input: ClawbackOpening): Promise<{ caseNo: string | null }>;
}

export interface ClawbackStore extends ClawbackActivities {
  /** Null when no subsidy was paid or claimed for the nights. @throws RefusedError `NOT_FOUND` */
  openCase(
    opening: ClawbackOpening,
    openedBy: import('../people.js').Actor | null,
  ): Promise<ClawbackStart | null>;
}
