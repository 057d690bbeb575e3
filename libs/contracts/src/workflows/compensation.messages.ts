import type { Step } from '@bangdai/domain';
import type { Actor } from '../people.js';

export const compensationWorkflowType = 'RiskCompensationWorkflow';

export interface CompensationStart {
  claimId: string;
  claimNo: string;
  loanId: string;
  loanNo: string;
  county: string;
  bank: string;
  place: string;
  /** Chain of the pack's compensation rule for the loan's product. */
  chain: Step[];
  insuranceFirst: boolean;
  /** Money came in after the claim was closed: this run books it, the loan's own workflow is over (lifecycle §11). */
  reopened?: boolean;
}

export type CompensationStage =
  | 'filed'
  | 'refused'
  /** The borrower paid all of it meanwhile (lifecycle §5). */
  | 'withdrawn'
  | 'waitingInsurance'
  | 'verifying'
  | 'determined'
  | 'queued'
  | 'paying'
  | 'paid'
  | 'recovering'
  | 'closed';

/** Update `submitClaim` (with start): cause and proofs are stored by the API under `claimId` before. */
export interface ClaimCommand {
  commandId: string;
  filedOn: string;
  actor: Actor;
}

/** Signal `insuranceReported`: what the insurer paid; `0.00` when it declined. */
export interface InsuranceReported {
  inboxId: string;
  paid: string;
  reportedOn: string;
}

/** Signal `recoveryReceived`: money collected after the fund paid. */
export interface RecoveryReceived {
  inboxId: string;
  receiptNo: string;
  /** What lowers the debt; the interest that the bank names apart stands beside it. */
  amount: string;
  receivedOn: string;
  /** Day on which the report came in. */
  reportedOn?: string;
  interest?: string;
}

/** Signal `loanSettled`: the loan behind the claim is paid in full. */
export interface LoanSettled {
  inboxId: string;
  settledOn: string;
}

/** Signal `fundReplenished`: wakes the first queued claim; the next one is woken when it has left the queue. */
export interface FundReplenished {
  on: string;
}

/** Update `closeRecovery`: the county office ends the pursuit of a paid claim. */
export interface CloseRecoveryCommand {
  commandId: string;
  reasonGiven: boolean;
  actor: Actor;
}

export interface CompensationFigures {
  lossBase: string;
  insurancePaid: string;
  netLoss: string;
  shares: Record<string, string>;
  uncoveredByScheme: string;
  fundPaid: string;
  figuresHash: string;
}

export interface CompensationView {
  stage: CompensationStage;
  pendingStep: string | null;
  figures: CompensationFigures | null;
}

export const compensationUpdates = {
  submitClaim: 'submitClaim',
  submitReview: 'submitReview',
  closeRecovery: 'closeRecovery',
} as const;
export const compensationSignals = {
  reviewSubmitted: 'reviewSubmitted',
  insuranceReported: 'insuranceReported',
  paymentReported: 'paymentReported',
  recoveryReceived: 'recoveryReceived',
  fundReplenished: 'fundReplenished',
  loanSettled: 'loanSettled',
} as const;
export const compensationQueries = { getCompensation: 'getCompensation' } as const;
