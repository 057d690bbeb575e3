import type { CorrectionActivities } from './activities/correction.activities.js';
import type { CompensationActivities } from './activities/compensation.activities.js';
import type {
  LoanActivities,
  PaymentState,
  ProgrammeActivities,
  SettlementActivities,
  StallActivities,
} from './activities/activities.js';
import type { CompensationStart } from './workflows/compensation.messages.js';
import type { BankMessage, PaymentOrder, PaymentStatus, SubsidyListLine } from './gateways.js';
import type { ClawbackStart } from './workflows/clawback.messages.js';
import type { SettlementStart } from './workflows/settlement.messages.js';
import type { InboxEntry } from './inbox.js';
import type {
  ReconciliationActivities,
  StatementEntry,
  StatementSpan,
  RecordedSubject,
  WorkflowDifference,
} from './workflows/reconciliation.messages.js';

/** Steps that stand still. */
export type StallStore = StallActivities;

/** What the store does by itself in one transaction: the loan activities exactly as they stand. */
export type LoanStore = LoanActivities;

export interface CorrectionStore extends CorrectionActivities {
  /** The loan's workflow as it stood when it ended, so that a settled loan can be corrected once more. */
  startOfSettled(loanId: string): Promise<import('./workflows/loan.messages.js').LoanStart>;
}

/** The settlement's store: set-based, idempotent. Fetching the bank's list is the activity's part. */
export interface SettlementStore extends Omit<SettlementActivities, 'fetchSubsidyList' | 'takeSubsidyList'> {
  settlementKey(
    settlementId: string,
  ): Promise<{ county: string; bank: string; periodFrom: string; periodTo: string; settleOn: string }>;
  /** `late`: after the cut-off, for the next settlement alone. */
  storeSubsidyList(
    settlementId: string,
    lines: SubsidyListLine[],
    late?: boolean,
  ): Promise<{ lines: number }>;
  /** Cases for rests of overpayments that no later subsidy can be lowered by; asked again, the same ones. */
  openOverpaymentCases(settlementId: string): Promise<ClawbackStart[]>;
  /** How to open the closed settlement of an order again whose report names refused lines; null when there is no need. */
  reopening(orderNo: string): Promise<SettlementStart | null>;
}

export interface CompensationStore extends CompensationActivities {
  /** How to go on with the paid claim of a loan number or claim number, when nobody runs it; null when there is none. */
  reopening(county: string, loanOrClaimNo: string): Promise<CompensationStart | null>;
}

export interface PaymentStore {
  getOrder(orderNo: string): Promise<PaymentOrder & { state: PaymentState; paidOn: string | null }>;
  /** PENDING → SENT before the call leaves, so that a crash is seen as UNKNOWN, never as "not sent". */
  markSending(orderNo: string): Promise<void>;
  markState(orderNo: string, state: PaymentState, paidOn: string | null): Promise<void>;
  openUnknownPaymentTask(orderNo: string, at: string): Promise<void>;
}

export type ProgrammeStore = Pick<
  ProgrammeActivities,
  | 'openUsageCheckTasks'
  | 'remindOverdueTasks'
  | 'openImportTasks'
  | 'recordImportDecision'
  | 'importPortfolioRows'
  | 'finishImport'
> & {
  /** Imported loans of this import without a workflow yet, in order of loan number. */
  loansToStart(
    importId: string,
    after: string | null,
    limit: number,
  ): Promise<import('./workflows/loan.messages.js').LoanStart[]>;
  markStarted(loanIds: string[]): Promise<void>;
};

export interface InboxStore {
  get(inboxId: string): Promise<InboxEntry>;
  /** Oldest undelivered entries, locked for this relay (`FOR UPDATE SKIP LOCKED`), delivered inside `deliver`. */
  drain(
    limit: number,
    deliver: (entry: InboxEntry) => Promise<'delivered' | 'waiting' | 'undeliverable'>,
  ): Promise<number>;
}

export interface OutboxStore {
  /**
   * Due messages to banks in order per loan, completed with personal data; those to households go to their village as a
   * task and are not delivered here. A refused message becomes a task and lets the later ones go.
   */
  drain(
    limit: number,
    deliver: (message: BankMessage & { bank: string; to: 'bank' | 'household' }) => Promise<void>,
  ): Promise<number>;
}

/** A bank or treasury by its row of the configuration. */
export interface CounterpartKey {
  county: string;
  kind: 'bank' | 'treasury';
  code: string;
}

/** What is handed to a counterpart on paper. */
export type CounterpartPaper =
  | { kind: 'payment'; order: PaymentOrder }
  | { kind: 'message'; message: BankMessage }
  | { kind: 'subsidyList'; settleOn: string };

/** The record behind counterparts that are reached by files or by people. */
export interface DispatchStore {
  /** Gapless number of an outgoing file, the same for the same key. */
  numberFor(counterpart: CounterpartKey, key: string): Promise<number>;
  /** Opens the task of the person who takes the paper there; the same paper again is the same task. */
  handPaper(counterpart: CounterpartKey, paper: CounterpartPaper): Promise<void>;
  /** What came back about a key; null when nothing was ever handed over under it. */
  resultOf(counterpart: CounterpartKey, key: string): Promise<PaymentStatus | null>;
  /** Highest number of the files that came in from there; 0 before the first. */
  lastArrival(counterpart: CounterpartKey): Promise<number>;
  /** Notes a file that was read to its end. */
  recordArrival(
    counterpart: CounterpartKey,
    file: { number: number; name: string; sha256: string; rows: number; refused: number },
  ): Promise<void>;
}

/** The record's side of the nightly comparison. */
export interface ReconciliationStore extends Pick<ReconciliationActivities, 'compareBooks'> {
  /** Banks of a county. */
  banksOf(county: string): Promise<string[]>;
  /** Subjects of a county that have workflows, by ascending id after `after`. */
  pageOfSubjects(county: string, after: string | null, limit: number): Promise<RecordedSubject[]>;
  /** What differs from the record, instead of what differed before. */
  keepWorkflowDifferences(county: string, differences: readonly WorkflowDifference[]): Promise<void>;
  /** Replaces the statement of these days; null: it could not be had. `source`: `bank:<code>` or `treasury`. */
  storeStatement(
    span: StatementSpan & { on: string; source: string },
    entries: readonly StatementEntry[] | null,
  ): Promise<void>;
  /**
   * Keeps a statement that was handed in, instead of what was known of its days; the same again changes nothing.
   * @throws RefusedError `BAD_DATE` for days that are not over
   */
  takeStatement(
    of: { county: string; source: string },
    statement: { from: string; to: string; entries: readonly StatementEntry[] },
    by: { name: string; sha256: string; actor: string },
  ): Promise<void>;
}
