import type { AgendaItem } from '@bangdai/domain';
import type { Actor } from '../people.js';
import type { LoanStage } from '../workflows/loan.messages.js';

/**
 * All that one wake or one decision changes, written in ONE transaction by one local activity:
 * stage, timeline, tasks, messages to counterparts and the mirror of the agenda.
 * `changeId` is unique per loan; the same change written twice has one effect.
 */
export interface LoanChange {
  loanId: string;
  county: string;
  changeId: string;
  /** Instant of the workflow's clock, ISO 8601. */
  at: string;
  stage: LoanStage;
  pendingStep: string | null;
  publicityEndsOn: string | null;
  events: TimelineEntry[];
  openTasks: TaskDraft[];
  closeTasks: TaskClosing[];
  messages: OutboxDraft[];
  /** The whole agenda ahead, replacing the mirror; null when it did not change. */
  agenda: AgendaItem[] | null;
  /** Keys of agenda items done in this wake, for the sentinel. */
  doneAgendaKeys: string[];
  /** Arrears that the bank reported or found paid up, to be kept with the change. */
  arrears?: ArrearsSpell;
}

/** Nights in which the bank had something due and not paid (subsidy: `suspendWhileOverdue`). */
export interface ArrearsSpell {
  since: string;
  /** First day that is no longer in; null while it lasts. */
  curedOn: string | null;
}

/** One line of the loan's history: who, which office, what, result, why. No personal data. */
export interface TimelineEntry {
  kind: string;
  lane: 'people' | 'system' | 'bank';
  actor: Actor | null;
  stepKey: string | null;
  /** Outcome of a step, finding of a check, … */
  decision: string | null;
  /** Refusal code. */
  code: string | null;
  /** Command whose text (reason, opinion, remark) is stored in PostgreSQL. */
  commandId: string | null;
  /** Day on which it was due, recorded beside the real time when it came late. */
  dueOn: string | null;
  /** Figures and keys for display. */
  data: Record<string, string>;
}

export interface TaskDraft {
  taskId: string;
  kind: TaskKind;
  /** Step key of the chain, or the kind again. */
  stepKey: string;
  /** Chinese title of the step, from the pack. */
  title: string;
  role: string;
  county: string;
  place: string;
  bank: string | null;
  /** Working days allowed; the store computes `dueOn` by the calendar; null = no limit. */
  slaWorkingDays: number | null;
  dueOn: string | null;
  openedOn: string;
  outcomes: string[];
  requires: string[];
  requiresDetail: boolean;
  needsMeeting: boolean;
}

export type TaskKind =
  | 'review'
  | 'objection'
  | 'usageCheck'
  | 'misuse'
  | 'writtenNotice'
  | 'urging'
  | 'claimReady'
  | 'termRequest'
  | 'suspension'
  | 'disputedLine'
  /** The second person's look at loans of former days. */
  | 'confirmImport'
  | 'failedLine'
  | 'unknownPayment'
  | 'undelivered'
  /** A notice to a household, to be printed and served by its village. */
  | 'householdNotice'
  /** The second person's look at what a first one said about a payment. */
  | 'paymentCheck'
  | 'correction'
  /** Money above the balance, for the bank to give back. */
  | 'heldMoney'
  /** A call of the platform that does not go through; closes by itself. */
  | 'stalled'
  | 'clawback'
  /** What a counterpart without a machine gets on paper: a person hands it over and says what came of it. */
  | 'counterpartPaper'
  /** Money on a fund's account that a second person confirms. */
  | 'fundEntry'
  /** Money into the insurers' loss pool, or its share of a cycle's loss, that a second person confirms. */
  | 'lossPoolEntry'
  /** A malicious default: whether its borrower goes on the county's list. */
  | 'debtorListing'
  /** A payee account that an application changed, for the bank to check. */
  | 'accountReview'
  /** A fund below what its pack asks for; done by the deposit itself. */
  | 'fundTopUp'
  /** Paid to a bank for a loss that was gone: finance gets it back or keeps it back. */
  | 'bankDue'
  /** The same, put to the bank. */
  | 'bankDemand';

export interface TaskClosing {
  taskId: string;
  outcome: 'done' | 'cancelled';
  decision: string | null;
  actorId: string | null;
}

/** A message to a counterpart, stored in the same transaction and delivered by the outbox relay. */
export interface OutboxDraft {
  kind:
    | 'maturityNotice'
    | 'writtenNotice'
    | 'disbursementRequest'
    | 'disbursementCancelled'
    | 'settlementAdvice'
    | 'compensationAdvice'
    | 'extensionAdvice'
    | 'subsidyStopAdvice'
    | 'publicityPosting'
    | 'rejectionNotice';
  /** Unique business key; a second message with the same key is the same message. */
  key: string;
  to: 'bank' | 'household';
  bank: string;
  data: Record<string, string>;
}
