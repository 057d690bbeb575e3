/** Tasks that no workflow owns: what the platform could not hand over or learn by itself, and a person settles. */
import type { Actor } from '../people.js';
import type { DocumentView } from './views.js';

export interface DeskDecision {
  taskId: string;
  commandId: string;
  /** One of the task's outcomes. */
  decision: string;
  /** Day on which it was served, paid or looked up. */
  on: string;
  /** Whether a reason stands under the command's id. */
  reasonGiven: boolean;
}

/** A paper to print and sign: plain texts, no layout. Names in full, since it goes to the person named. */
export interface PrintedForm {
  title: string;
  number: string;
  county: string;
  paragraphs: string[];
  fields: { label: string; value: string }[];
  /** Who signs, each with a line and a day. */
  signatures: string[];
}

/** A usage check that found nothing amiss: it changes nothing in the loan's life, so no workflow is woken for it. */
export interface CleanCheck {
  loanId: string;
  /** The task that it answers; null when it is entered from the loan's page. */
  taskId: string | null;
  /** Round that is meant, where it is no task's. */
  round?: number;
  commandId: string;
  checkedOn: string;
  finding: 'ok' | 'unreachable';
  /** Instant of the entry, ISO 8601. */
  at: string;
}

export interface CheckDesk {
  /**
   * Books the check once per command.
   * @throws RefusedError `NOT_APPROVED` | `LOAN_CLOSED` | `WRONG_ROLE` | `OUT_OF_JURISDICTION` | `BAD_DATE`
   */
  record(actor: Actor, check: CleanCheck): Promise<{ stage: string }>;
}

/** Kinds of tasks that `TaskDesk.decide` settles. */
export const deskTaskKinds = [
  'undelivered',
  'householdNotice',
  'unknownPayment',
  'paymentCheck',
  'heldMoney',
  'counterpartPaper',
  'fundEntry',
  'lossPoolEntry',
  'debtorListing',
  'bankDue',
  'bankDemand',
  'accountReview',
] as const;

export interface TaskDesk {
  /**
   * Settles such a task in one transaction, once per command.
   * @throws RefusedError `TASK_DONE` | `TASK_TAKEN` | `WRONG_ROLE` | `DECISION_NOT_ALLOWED` | `REASON_REQUIRED` | `DOCUMENT_MISSING` | `SAME_PERSON` | `BAD_DATE`
   */
  decide(actor: Actor, decision: DeskDecision): Promise<{ stage: string }>;
  /** Attaches a proof to an open task of the actor's desk. */
  storeFile(
    actor: Actor,
    taskId: string,
    file: { key: string; fileName: string; mimeType: string; bytes: Uint8Array },
  ): Promise<DocumentView>;
  listFiles(actor: Actor, taskId: string): Promise<DocumentView[]>;
  getFile(actor: Actor, fileId: string): Promise<DocumentView & { bytes: Uint8Array }>;
  /** What the task's paper says. @throws RefusedError `NOT_FOUND` for a task without one */
  readForm(actor: Actor, taskId: string): Promise<PrintedForm>;
}
