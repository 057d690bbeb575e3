import type { Actor } from '../people.js';
import type { LoanDisbursed, RepaymentReceived } from './loan-facts.messages.js';

/** A receipt as it should have been reported. */
export interface CorrectedReceipt {
  receiptNo: string;
  paidOn: string;
  principal: string;
  interest: string;
}

/** What is wrong about a bank feed and what stands instead (lifecycle §9). */
export type FeedCorrection =
  /** `replacement` null: the receipt was not for this loan at all. */
  | { kind: 'repayment'; receiptNo: string; replacement: CorrectedReceipt | null }
  /** `maturesOn` null: the maturity stays. */
  | { kind: 'disbursement'; disbursedOn: string; maturesOn: string | null }
  /** Feeds that came too late to be taken as they are: held until two people of the bank stand for them. */
  | { kind: 'lateRepayment'; repayment: RepaymentReceived }
  | { kind: 'lateDisbursement'; disbursed: LoanDisbursed };

/** Update `proposeCorrection`: the first of the bank's two people. */
export interface CorrectionCommand {
  commandId: string;
  correction: Extract<FeedCorrection, { kind: 'repayment' | 'disbursement' }>;
  reasonGiven: boolean;
  actor: Actor;
}

/** Update `decideCorrection`: the other one; of a held feed both decide. */
export interface CorrectionDecision {
  commandId: string;
  taskId: string;
  decision: 'approve' | 'reject';
  reasonGiven: boolean;
  actor: Actor;
}

/** Proposed and not decided yet. */
export interface OpenCorrection {
  correctionId: string;
  taskId: string;
  /** Null while nobody of the bank stands for a held feed. */
  proposedBy: string | null;
  correction: FeedCorrection;
}

/** The loan's figures as the correction leaves them. */
export interface CorrectedFacts {
  principal: string;
  balance: string;
  disbursedOn: string;
  maturesOn: string;
  overdueSince: string | null;
  settledOn: string | null;
}

export const correctionUpdates = {
  proposeCorrection: 'proposeCorrection',
  decideCorrection: 'decideCorrection',
} as const;
