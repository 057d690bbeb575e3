import type { Step } from '@bangdai/domain';
import type { Actor } from '../people.js';

export const settlementWorkflowType = 'SubsidySettlementWorkflow';

/** One settlement per county, bank and settlement day. */
export interface SettlementStart {
  county: string;
  bank: string;
  /** Settlement day; null when a Schedule starts the workflow: then the day is taken from the scheduled time. */
  settleOn: string | null;
  /** Who asked for it; `system` for a Schedule. */
  openedBy: string;
  /** The settlement was closed: its workflow runs again for lines whose account refused the money afterwards. */
  reopened?: true;
}

export type SettlementStage =
  | 'collecting'
  | 'computed'
  | 'underReview'
  | 'returned'
  | 'publicity'
  | 'determined'
  /** Publicity of what was determined is over; finance has it paid. */
  | 'publicised'
  | 'paying'
  /** Some lines are paid; the others wait for money or for a mended account. */
  | 'partlyPaid'
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
  /** Review chain of the pack in force for this county, its publicity before the payment. */
  flow: Step[];
  /** Of runs before every stage of a publicity was a step of the flow: postings that nobody waited for, and their days. */
  postings?: { stages: string[]; days: number };
  cutOffOn: string;
}

/** What `reopenSettlement` answers about a settlement whose workflow ended. */
export interface SettlementReopened {
  opened: SettlementOpened;
  figures: SettlementFigures;
  stage: SettlementStage;
  /** Step that each person decided. */
  deciders: Record<string, string>;
  /** How often the task of each step was opened. */
  rounds: Record<string, number>;
}

export interface SettlementFigures {
  lines: number;
  disputed: number;
  excluded: number;
  /** Sum of the lines that will be paid. */
  total: string;
  /** SHA-256 over the payable lines in canonical order; what a person signs. */
  figuresHash: string;
  /** Where the payable lines lie: a step of townships or villages is a task for each of these places. */
  places?: { townships: string[]; villages: string[] };
}

/**
 * What a person does to single lines. exclude: not paid, stays visible. acceptPlatform, acceptBank: a disputed line is
 * settled at that figure. hold: it goes to the next settlement. failed: the payee's account refused it. mended: the
 * account is corrected, the line is paid with the next order. acknowledge: the bank takes back what only its list has.
 */
export type LineAction =
  'exclude' | 'acceptPlatform' | 'acceptBank' | 'hold' | 'failed' | 'mended' | 'acknowledge';

/** Update `settleLines`. Reasons stay in PostgreSQL under `commandId`. */
export interface SettlementLinesCommand {
  commandId: string;
  action: LineAction;
  /** Empty: every line of `place` that the action fits. */
  loanNos: string[];
  /** `` for the whole county. */
  place: string;
  reasonGiven: boolean;
  /** What the person saw; null where the figures do not matter. */
  figuresHash: string | null;
  actor: Actor;
}

/** What became of the settlement by it. */
export interface LinesSettled {
  changed: number;
  figures: SettlementFigures;
  /** A line that nobody signed has come in: who signed before signs again. */
  grown: boolean;
  /** Lines whose money came back and whose account is not mended yet, as it stands now. */
  failed?: number;
}

/** What an order left behind. */
export interface SettlementPaid {
  /** Lines that no order has paid yet: money was short, or their account refused them. */
  unpaid: number;
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
  raiseObjection: 'raiseObjection',
  answerObjection: 'answerObjection',
  settleLines: 'settleLines',
} as const;
export const settlementSignals = {
  reviewSubmitted: 'reviewSubmitted',
  subsidyListReceived: 'subsidyListReceived',
  paymentReported: 'paymentReported',
} as const;
export const settlementQueries = { getSettlement: 'getSettlement' } as const;
