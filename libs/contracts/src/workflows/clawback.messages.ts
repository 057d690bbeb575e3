import type { Step } from '@bangdai/domain';
import type { Actor } from '../people.js';

export const clawbackWorkflowType = 'ClawbackWorkflow';

/** Why subsidy that was paid is taken back (lifecycle §9). */
export const clawbackCauses = ['falseClaim', 'misuse', 'ineligible', 'overpayment'] as const;
export type ClawbackCause = (typeof clawbackCauses)[number];

/** Input of `ClawbackWorkflow`: one case on one loan. The finding's text stays in PostgreSQL. */
export interface ClawbackStart {
  caseId: string;
  caseNo: string;
  loanId: string;
  loanNo: string;
  county: string;
  bank: string;
  place: string;
  cause: ClawbackCause;
  /** Office, then finance: two people agree on the amount. */
  chain: Step[];
  /** Who opened it, and under which command the finding stands; null for the platform itself. */
  openedBy: Actor | null;
  commandId: string;
}

export type ClawbackStage = 'opened' | 'dropped' | 'decided' | 'noticed' | 'escalated' | 'repaid' | 'setOff';

export interface ClawbackFigures {
  /** Nights concerned that earned subsidy. */
  nights: number;
  /** Subsidy that was paid for them. */
  paid: string;
  /** × the pack's share, cut to what was paid; what the two people agree on. */
  amount: string;
  figuresHash: string;
}

/** Update `recordClawbackNotice`: the written notice reached the payee. */
export interface ClawbackNoticeCommand {
  commandId: string;
  taskId: string;
  noticedOn: string;
  actor: Actor;
}

/** Update `recordClawbackRepaid`: money in at the year's subsidy account, in whole or in part. */
export interface ClawbackRepaidCommand {
  commandId: string;
  receiptNo: string;
  amount: string;
  paidOn: string;
  actor: Actor;
}

/** Update `orderClawbackSetOff`: what is left is taken from later lines of the same payee. */
export interface ClawbackSetOffCommand {
  commandId: string;
  actor: Actor;
}

/** Update `noteClawbackAppeal`: a note on the case, the amount stands until changed. */
export interface ClawbackAppealCommand {
  commandId: string;
  reasonGiven: boolean;
  actor: Actor;
}

/** Signal `clawbackSetOff`: a settlement was paid that took this much of the case. */
export interface ClawbackSetOff {
  inboxId: string;
  amount: string;
  paidOn: string;
  settlementNo: string;
}

export interface ClawbackView {
  stage: ClawbackStage;
  pendingStep: string | null;
  figures: ClawbackFigures | null;
}

/** Update `submitReview` (ReviewCommand) is shared with the loan. */
export const clawbackUpdates = {
  submitReview: 'submitReview',
  recordNotice: 'recordClawbackNotice',
  recordRepaid: 'recordClawbackRepaid',
  orderSetOff: 'orderClawbackSetOff',
  noteAppeal: 'noteClawbackAppeal',
} as const;
export const clawbackSignals = { reviewSubmitted: 'reviewSubmitted', setOff: 'clawbackSetOff' } as const;
export const clawbackQueries = { getClawback: 'getClawback' } as const;
