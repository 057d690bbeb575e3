import type { ReviewCommand } from '../workflows/chain.messages.js';
import type { LoanTakeover, RequestType, UsageCheckCommand } from '../workflows/loan.messages.js';
import type { LoanDisbursed, RepaymentReceived } from '../workflows/loan-facts.messages.js';
import type { RecoveryReceived } from '../workflows/compensation.messages.js';
import type {
  LinesSettled,
  SettlementFigures,
  SettlementLinesCommand,
  SettlementOpened,
  SettlementPaid,
  SettlementReopened,
  SettlementStage,
} from '../workflows/settlement.messages.js';
import type {
  ImportDecision,
  PortfolioImportResult,
  UseCheckRoundResult,
} from '../workflows/programme.messages.js';
import type { LoanChange, TaskClosing, TaskDraft, TimelineEntry } from './loan-change.js';

/** What is decided inside a transaction because it is counted per household or per fund (architecture §3). */
export interface Verdict {
  accepted: boolean;
  code: string | null;
  reasons: string[];
}

/**
 * Local activities of `LoanWorkflow`: short, idempotent by `changeId`, one transaction each.
 * Where a verdict may refuse, the store writes the refusal on the timeline instead of the change.
 */
export interface LoanActivities {
  /**
   * Checks eligibility under the household's row lock and writes the change of the verdict:
   * `accepted` the chain's first tasks, else stage `refused` with all reasons.
   */
  registerApplication(input: {
    changeIfEligible: LoanChange;
    changeIfRefused: LoanChange;
    on: string;
    /** One open application per household: DUPLICATE_APPLICATION. */
  }): Promise<Verdict>;

  /** Writes one decision with the step it opens; also stores the bank's approved terms. */
  recordReview(input: { change: LoanChange; review: ReviewCommand }): Promise<void>;

  /** Writes any other change: a wake, an objection, a withdrawal, an urging. */
  recordWake(change: LoanChange): Promise<void>;

  /** Writes a command that was refused (also those that came by Signal), so that the history shows it. */
  recordRefusal(input: {
    loanId: string;
    commandId: string;
    at: string;
    entry: TimelineEntry;
  }): Promise<void>;

  /**
   * Second eligibility check just before disbursement (application date kept for window and age) with
   * breaker and fund headroom; writes `changeIfCleared` (asks the bank to disburse) or `changeIfSuspended`.
   */
  recheckApproval(input: {
    loanId: string;
    on: string;
    changeIfCleared: LoanChange;
    changeIfSuspended: LoanChange;
  }): Promise<Verdict>;

  /**
   * Books the disbursement (ledger, subsidy plan of the household). Refuses AMOUNT_ABOVE_APPROVED,
   * RATE_ABOVE_CAP, RATE_NOT_EQUAL, LEVERAGE_EXCEEDED, ALREADY_DISBURSED, BAD_DATE, DOCUMENT_MISSING.
   */
  recordDisbursement(input: { change: LoanChange; disbursed: LoanDisbursed }): Promise<Verdict>;

  /** Books a loan that was alive before import; its rows exist, the agenda and tasks are written. */
  recordTakeover(input: { change: LoanChange; takeover: LoanTakeover }): Promise<void>;

  /**
   * Books a repayment (ledger, plan of the household) and answers the balance that remains.
   * Refuses DUPLICATE_RECEIPT, OVERPAYMENT (the rest held), LOAN_CLOSED (held), BAD_DATE.
   * `changeIfSettled` is written when the balance becomes zero, else `changeIfOpen`.
   */
  recordRepayment(input: {
    loanId: string;
    repayment: RepaymentReceived;
    changeIfOpen: LoanChange;
    changeIfSettled: LoanChange;
  }): Promise<Verdict & { balance: string; settled: boolean }>;

  /**
   * Writes a usage check: it finds its round, closes that round's task and replaces an earlier check of it; `misuse` stops the
   * subsidy from that day.
   */
  recordUsageCheck(input: { change: LoanChange; check: UsageCheckCommand }): Promise<void>;

  /** A recalled or converted loan: the subsidy stops where the pack says so, a recall moves the maturity. */
  recordExit(input: { change: LoanChange; stopsOn: string | null; maturesOn: string | null }): Promise<void>;

  /** Moves the maturity of an extended loan and plans its subsidy again. */
  recordExtension(input: { change: LoanChange; maturesOn: string }): Promise<void>;

  /** Loan became overdue, or was settled by other means: facts that change the subsidy plan. */
  recordOverdue(input: { change: LoanChange; overdueSince: string }): Promise<void>;

  /** Whether a request for renewal or extension is admissible (lifecycle §6); writes either change. */
  checkTermRequest(input: {
    loanId: string;
    requestType: RequestType | 'extension';
    months: number;
    on: string;
    changeIfAdmitted: LoanChange;
    changeIfRefused: LoanChange;
  }): Promise<Verdict>;
}

/** One local activity for the two writes of a last approval: the decision, then the check that follows from it. */
export interface ApprovalActivities {
  recordApproval(input: {
    approval: Parameters<LoanActivities['recordReview']>[0];
    recheck: Parameters<LoanActivities['recheckApproval']>[0];
  }): Promise<Verdict>;
}

/** Activities of the settlement. Pages of rows are handled set-based inside, with heartbeats. */
export interface SettlementActivities {
  /** Collects the claims of the period from the subsidy plans; a second run changes nothing. */
  openSettlement(input: {
    county: string;
    bank: string;
    settleOn: string;
    openedBy: string;
  }): Promise<SettlementOpened>;
  /** Asks the bank for its own list; `pending` when it will send it later. */
  fetchSubsidyList(input: { settlementId: string }): Promise<{ pending: boolean; lines: number }>;
  /** Stores a list that the bank pushed. */
  takeSubsidyList(input: {
    settlementId: string;
    inboxId: string;
    late?: boolean;
  }): Promise<{ lines: number }>;
  /** Compares line by line (tolerance 0.00): differing lines are held and become tasks. */
  compareSubsidyLines(input: { settlementId: string }): Promise<SettlementFigures>;
  /** Local: one decision on the settlement with the tasks it opens and closes, in one transaction. */
  recordSettlementReview(input: SettlementChange & { review: ReviewCommand | null }): Promise<void>;
  /** Local: one command on single lines, its refusal, its history and the totals after it. */
  settleLines(input: {
    settlementId: string;
    command: SettlementLinesCommand;
    at: string;
  }): Promise<LinesSettled>;
  /**
   * Creates the payment order (unique by its number) over the lines that no order has paid; answers number and amount.
   * Refuses NOTHING_TO_SETTLE, BUDGET_SHORT.
   */
  orderSubsidyPayment(input: {
    settlementId: string;
    at: string;
    /** Only as much as has arrived, oldest loan first. */
    payInPart?: boolean;
  }): Promise<{ orderNo: string; amount: string }>;
  /** Ledger entry, lines paid, advice to the bank: one transaction, once. */
  recordSettlementPaid(input: {
    settlementId: string;
    orderNo: string;
    paidOn: string;
    at: string;
  }): Promise<SettlementPaid | void>;
  /** Local: a closed settlement as it stood, for a workflow that goes on with it. */
  reopenSettlement(input: { county: string; bank: string; settleOn: string }): Promise<SettlementReopened>;
  /**
   * Local: lines of a paid order whose account refused the money as the counterparts' reports say, once per `changeId`;
   * answers how many wait for a mended account now.
   */
  recordRefusedLines(input: {
    settlementId: string;
    orderNo: string;
    changeId: string;
    at: string;
  }): Promise<{ failed: number }>;
}

export interface SettlementChange {
  settlementId: string;
  changeId: string;
  at: string;
  stage: SettlementStage;
  pendingStep: string | null;
  publicityEndsOn: string | null;
  events: TimelineEntry[];
  openTasks: TaskDraft[];
  closeTasks: TaskClosing[];
}

export type PaymentState = 'PENDING' | 'SENT' | 'CONFIRMED' | 'REJECTED' | 'UNKNOWN';

/** Regular activities on the counterpart queue: what leaves the house. */
export interface PaymentActivities {
  /** Sends the order once; UNKNOWN is queried by order number before any second send. */
  sendPayment(input: { orderNo: string }): Promise<{ state: PaymentState; paidOn: string | null }>;
  queryPayment(input: { orderNo: string }): Promise<{ state: PaymentState; paidOn: string | null }>;
  /** Opens a task for a person when the counterpart cannot tell. */
  escalatePayment(input: { orderNo: string; at: string }): Promise<void>;
}

export interface ProgrammeActivities {
  /** Opens the tasks of all usage checks due on or before `on`, and escalates those 10 days late. */
  openUsageCheckTasks(input: { county: string; on: string }): Promise<UseCheckRoundResult>;
  /** Reminders for steps past their working-day limit. */
  remindOverdueTasks(input: { county: string; on: string }): Promise<{ reminded: number }>;
  /** Puts the rows of each bank before the person who has to agree to them (lifecycle §6, importLegacy). */
  openImportTasks(input: { importId: string; at: string }): Promise<void>;
  /** One part is confirmed or returned; `TASK_DONE` when it was answered before. */
  recordImportDecision(input: { importId: string; command: ImportDecision; at: string }): Promise<void>;
  /**
   * Writes the good rows of a checked file, page by page; a row already there is left unchanged. Where people have to
   * agree, only what they agreed to; with `bank`, only its rows.
   */
  importPortfolioRows(input: { importId: string; bank?: string }): Promise<PortfolioImportResult>;
  /** Starts the workflow of each imported loan that has none, at a capped rate, resumable. */
  startImportedLoans(input: { importId: string; startRatePerSecond: number }): Promise<{ started: number }>;
  finishImport(input: { importId: string; at: string }): Promise<void>;
}

/** A step that stands still because a call does not go through. */
export interface Stall {
  subject: 'loan' | 'settlement' | 'claim';
  subjectId: string;
  step: keyof typeof stallTexts;
}

/** What stands still, as its task says it. */
export const stallTexts = {
  signalRenewal: '续贷结清未能通知原贷款，系统重试中',
  forwardRecovery: '追偿款未能转入补偿案件，系统重试中',
  signalClaimProgress: '补偿进展未能通知贷款，系统重试中',
  prepareSettlement: '贴息结算数据未能生成，系统重试中',
} as const;

/** Local activities: what an activity could not bring about to the end of its time becomes a task, which ends with it. */
export interface StallActivities {
  reportStall(input: Stall & { code: string; at: string }): Promise<void>;
  endStall(input: Stall): Promise<void>;
}

/** Signals and starts across workflows go through the client in an activity with a fixed id. */
export interface LinkActivities {
  signalClaimProgress(input: {
    county: string;
    loanNo: string;
    claimId: string;
    claimNo: string;
    outcome: string;
  }): Promise<void>;
  /** Tells the loan that is paid off by a renewal that the new money is out. */
  signalRenewal(input: {
    county: string;
    loanNo: string;
    newLoanNo: string;
    amount: string;
    disbursedOn: string;
  }): Promise<void>;
  /** Hands money collected for a compensated loan to its claim. */
  forwardRecovery(input: { county: string; claimNo: string; recovery: RecoveryReceived }): Promise<void>;
}
