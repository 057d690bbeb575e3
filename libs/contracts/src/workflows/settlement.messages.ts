import type { Step } from '@bangdai/domain';

export const settlementWorkflowType = 'SubsidySettlementWorkflow';

/** One settlement per county, bank and settlement day. */
export interface SettlementStart {
  county: string;
  bank: string;
  /** Settlement day; null when a Schedule starts the workflow: then the day is taken from the scheduled time. */
  settleOn: string | null;
  /** Who asked for it; `system` for a Schedule. */
  openedBy: string;
}

export type SettlementStage =
  | 'collecting'
  | 'computed'
  | 'underReview'
  | 'returned'
  | 'publicity'
  | 'determined'
  | 'paying'
  | 'paid'
  | 'rejected'
  | 'closed';

/** What `openSettlement` answers: the figures of the lines collected set-based from the loans' subsidy plans. */
export interface SettlementOpened {
  settlementId: string;
  settlementNo: string;
  periodFrom: string;
  /** Exclusive end of the period. */
  periodTo: string;
  lines: number;
  total: string;
  /** Review chain of the pack in force for this county. */
  flow: Step[];
  cutOffOn: string;
}

export interface SettlementFigures {
  lines: number;
  disputed: number;
  excluded: number;
  /** Sum of the lines that will be paid. */
  total: string;
  /** SHA-256 over the payable lines in canonical order; what a person signs. */
  figuresHash: string;
}

/** Signal `subsidyListReceived`: the bank pushed its list; the lines are in the inbox. */
export interface SubsidyListReceived {
  inboxId: string;
}

/** Signal `paymentReported`: the treasury's (or bank's) receipt for a payment order. */
export interface PaymentReported {
  inboxId: string;
  orderNo: string;
  outcome: 'paid' | 'rejected';
  paidOn: string;
  amount: string;
}

export interface SettlementView {
  stage: SettlementStage;
  settlementId: string | null;
  pendingStep: string | null;
  figures: SettlementFigures | null;
}

/** Update `submitReview` (ReviewCommand) is shared with the loan. */
export const settlementUpdates = {
  submitReview: 'submitReview',
} as const;
export const settlementSignals = {
  reviewSubmitted: 'reviewSubmitted',
  subsidyListReceived: 'subsidyListReceived',
  paymentReported: 'paymentReported',
} as const;
export const settlementQueries = { getSettlement: 'getSettlement' } as const;
