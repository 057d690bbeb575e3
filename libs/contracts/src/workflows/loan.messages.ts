import type { AgendaItem, ChainState, LoanRules, WorkingCalendar } from '@bangdai/domain';
import type { Actor } from '../people.js';
import type { CommandReceipt } from './chain.messages.js';
import type { OpenCorrection } from './correction.messages.js';

export const loanWorkflowType = 'LoanWorkflow';

export type LoanStage =
  | 'draft'
  | 'refused'
  | 'inReview'
  | 'publicity'
  | 'investigation'
  | 'rejected'
  | 'withdrawn'
  | 'approved'
  | 'suspended'
  | 'lapsed'
  | 'active'
  | 'extended'
  | 'overdue'
  | 'compensating'
  | 'compensated'
  /** The fund has paid and the bank goes on collecting: something has come back, not all. */
  | 'writtenRecovery'
  | 'settled'
  | 'renewed'
  | 'recalled'
  | 'converted'
  | 'closedLoss';

export type RequestType = 'new' | 'repeat' | 'topUp' | 'draw' | 'renewal';

/** Input of `LoanWorkflow`: ids, amounts and the rules it lives by; never personal data. */
export interface LoanStart {
  schemaVersion: 1;
  loanId: string;
  loanNo: string;
  county: string;
  bank: string;
  place: string;
  householdId: string;
  /** Compact slice of the pinned pack version; identifies it as `rules.packRef`. */
  rules: LoanRules;
  application: {
    product: string;
    requestType: RequestType;
    amount: string;
    termMonths: number;
    appliedOn: string;
    /** Loan that a renewal pays off. */
    previousLoanId: string | null;
    /** Its number, so that its workflow can be told; absent where there is none. */
    previousLoanNo?: string | null;
  };
  /** Published working days, only for a pack that counts publicity in working days. */
  calendar?: WorkingCalendar | null;
  /** Present for a loan that was alive before it came to the platform (import). */
  takeover: LoanTakeover | null;
  /** Carried over by continue-as-new. */
  carried: LoanCarried | null;
}

export interface LoanTakeover {
  principal: string;
  balance: string;
  annualRate: string;
  disbursedOn: string;
  maturesOn: string;
  overdueSince: string | null;
  /** Day on which the platform takes over; items due earlier follow the late-start rule. */
  asOf: string;
}

export interface LoanCarried {
  stage: LoanStage;
  chain: ChainState | null;
  facts: ServicingFacts | null;
  doneAgendaKeys: string[];
  /** First answers of commands: a repeated command gets the same answer in every run. */
  receipts: CommandReceipt[];
  /** How often each step was opened, for the ids of its tasks. */
  rounds: Record<string, number>;
  /** Tasks that this loan opened and nobody has closed yet. */
  openTaskIds: string[];
  approval: LoanApproval | null;
  contractNo: string | null;
  /** Claim on the risk compensation fund, once one was filed. */
  claimNo: string | null;
  termRequest: OpenTermRequest | null;
  refusals: { commandId: string; code: string }[];
  /** Corrections of bank feeds that wait for the second person; absent in runs of before. */
  corrections?: OpenCorrection[];
}

/** Approved and not yet disbursed. */
export interface LoanApproval {
  approvedOn: string;
  /** Terms of the bank's decision; null: as applied for. */
  terms: { amount: string; termMonths: number; annualRate: string } | null;
  reminded: boolean;
  suspendedOn: string | null;
  /** The check before disbursement was made; its answer is the stage. */
  rechecked: boolean;
}

/** A request for extension or renewal that the bank has not decided yet. */
export interface OpenTermRequest {
  taskId: string;
  kind: 'extension' | 'renewal';
  months: number;
}

/** What the loan knows about its own life in service; mirrors PostgreSQL, which holds the truth about money. */
export interface ServicingFacts {
  principal: string;
  balance: string;
  annualRate: string;
  disbursedOn: string;
  maturesOn: string;
  originalMaturesOn: string;
  overdueSince: string | null;
  settledOn: string | null;
  renewalsUsed: number;
  setOn: string;
}

/** Update `submitApplication` (with start): registers the application and answers eligibility. */
export interface ApplicationCommand {
  commandId: string;
  documents: string[];
  actor: Actor;
}

/** Update `withdrawApplication`. */
export interface WithdrawCommand {
  commandId: string;
  actor: Actor;
}

/** Update `submitUsageCheck`. */
export interface UsageCheckCommand {
  commandId: string;
  taskId: string | null;
  checkedOn: string;
  finding: 'ok' | 'misuse' | 'unreachable';
  /** Round that is meant, where it is no task's: one done already is done again. Absent: by the day of the check. */
  round?: number;
  remarkGiven: boolean;
  actor: Actor;
}

/** Update `recordUrging`: a call, a visit, a repayment plan agreed with an overdue household. */
export interface UrgingCommand {
  commandId: string;
  taskId: string | null;
  kind: 'call' | 'visit' | 'plan' | 'letter';
  remarkGiven: boolean;
  actor: Actor;
}

/** Update `recordNoticeServed`: the written notice reached the household. */
export interface NoticeServedCommand {
  commandId: string;
  taskId: string;
  servedOn: string;
  actor: Actor;
}

/** Updates `requestExtension` and `requestRenewal`; the bank decides by `decideRequest`. */
export interface TermRequestCommand {
  commandId: string;
  kind: 'extension' | 'renewal';
  months: number;
  reasonGiven: boolean;
  actor: Actor;
}

export interface TermRequestDecision {
  commandId: string;
  taskId: string;
  decision: 'approve' | 'reject';
  reasonGiven: boolean;
  actor: Actor;
}

/**
 * Update `recordMaliciousExit`: the county office found that the household walked away from the loan's purpose. The pack
 * says which of `recall` (paid back by a nearer day) and `convertToFarmerLoan` (the bank's own loan from now on) is open.
 */
export interface MaliciousExitCommand {
  commandId: string;
  option: string;
  /** Last day to pay a recalled loan back; null for a conversion. */
  payBy: string | null;
  reasonGiven: boolean;
  actor: Actor;
}

/**
 * Update `decideMisuse`: the county office answers the task that a finding of misuse opened. `recall` (paid back by a
 * nearer day), `noRecall`, or what the pack opens beside them (`convertToFarmerLoan`).
 */
export interface MisuseDecision {
  commandId: string;
  taskId: string;
  option: string;
  /** Last day to pay a recalled loan back; null for the other options. */
  payBy: string | null;
  reasonGiven: boolean;
  actor: Actor;
}

/** Update `clearSuspension`: the county office asks for the check before disbursement again. */
export interface ClearSuspensionCommand {
  commandId: string;
  actor: Actor;
}

/**
 * Update `reopenApproval`: what the bank approved cannot be paid out any more (the reference rate fell meanwhile); the county
 * office sends the suspended loan back to the bank's step, which decides anew.
 */
export interface ReopenApprovalCommand {
  commandId: string;
  reasonGiven: boolean;
  actor: Actor;
}

/* Past facts, delivered by the inbox relay as Signals that cannot fail. `inboxId` names the stored original. */

/** Query `getLoan`: for diagnosis; screens read PostgreSQL. */
export interface LoanView {
  stage: LoanStage;
  pendingStep: string | null;
  publicityEndsOn: string | null;
  facts: ServicingFacts | null;
  agenda: AgendaItem[];
  nextWake: { key: string; at: string } | null;
  refusals: { commandId: string; code: string }[];
}

export const loanUpdates = {
  submitApplication: 'submitApplication',
  submitReview: 'submitReview',
  raiseObjection: 'raiseObjection',
  answerObjection: 'answerObjection',
  withdrawApplication: 'withdrawApplication',
  clearSuspension: 'clearSuspension',
  reopenApproval: 'reopenApproval',
  submitUsageCheck: 'submitUsageCheck',
  recordUrging: 'recordUrging',
  recordNoticeServed: 'recordNoticeServed',
  requestTerm: 'requestTerm',
  decideRequest: 'decideRequest',
  recordMaliciousExit: 'recordMaliciousExit',
  decideMisuse: 'decideMisuse',
} as const;

export const loanSignals = {
  /** Same payload and checks as the Update `submitReview`, for when no worker answers in time. */
  reviewSubmitted: 'reviewSubmitted',
  loanDisbursed: 'loanDisbursed',
  repaymentReceived: 'repaymentReceived',
  overdueNoticed: 'overdueNoticed',
  claimProgressed: 'claimProgressed',
  renewalDisbursed: 'renewalDisbursed',
  /** Money collected from the household; of a compensated loan it belongs to the claim, else it is a repayment. */
  recoveryReceived: 'recoveryReceived',
} as const;

export const loanQueries = { getLoan: 'getLoan' } as const;
