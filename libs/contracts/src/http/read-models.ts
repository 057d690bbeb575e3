import type { Actor } from '../people.js';
import type { z } from 'zod';
import type { ClawbackDetail, ClawbackQuery, ClawbackRow } from './clawbacks.schema.js';
import type { CorrectionRow } from './corrections.schema.js';
import type { Page } from './common.schema.js';
import type { ApplicationForm, BudgetEntryForm, LoanQueryValue, TaskQueryValue } from './operators.schema.js';
import type { LedgerQueryValue } from './ledger.views.js';
import type {
  BudgetForecast,
  BudgetView,
  ClaimDetail,
  ClaimRow,
  ImportView,
  LedgerRow,
  ScopedEvent,
  LoanMoney,
  SettlementDetail,
  SettlementLineRow,
  SettlementRow,
} from './money.views.js';
import type {
  AgendaRow,
  CountyView,
  DocumentView,
  HistoryRow,
  LoanDetail,
  LoanRow,
  LoanSummary,
  Me,
  TaskCounts,
  TaskDetail,
  TaskRow,
  TermsVerdict,
} from './views.js';
import type { LoanStart } from '../workflows/loan.messages.js';
import type { CompensationStart } from '../workflows/compensation.messages.js';
import type { ImportConfirmation } from '../workflows/programme.messages.js';
import type { SubsidyListLine } from '../gateways.js';
import type { InboxEntry } from '../inbox.js';

/**
 * What the API reads and stores. Every read is limited to the actor's place, bank and county in SQL;
 * a row outside is as if it did not exist (NOT_FOUND).
 */
export interface ReadModels {
  counties(actor: Actor): Promise<CountyView[]>;
  listTasks(actor: Actor, query: TaskQueryValue, today: string): Promise<Page<TaskRow>>;
  countTasks(actor: Actor, today: string): Promise<TaskCounts>;
  getTask(actor: Actor, taskId: string, today: string): Promise<TaskDetail>;
  /** Terms that the bank is about to approve, against the loan's pinned pack on `today` as contract date. */
  checkTerms(
    actor: Actor,
    loanId: string,
    terms: { amount: string; termMonths: number; annualRate: string },
    today: string,
  ): Promise<TermsVerdict>;
  /** That these tasks may be decided together, as far as they are open. @throws RefusedError `BULK_MIXED` */
  requireBatch(actor: Actor, taskIds: readonly string[]): Promise<void>;
  claimTask(actor: Actor, taskId: string): Promise<TaskRow>;
  releaseTask(actor: Actor, taskId: string): Promise<TaskRow>;
  listLoans(actor: Actor, query: LoanQueryValue): Promise<Page<LoanRow>>;
  summariseLoans(actor: Actor, query: LoanQueryValue): Promise<LoanSummary>;
  getLoan(actor: Actor, loanId: string, today: string): Promise<LoanDetail>;
  getAgenda(actor: Actor, loanId: string): Promise<AgendaRow[]>;
  getHistory(actor: Actor, loanId: string): Promise<HistoryRow[]>;
  getMoney(actor: Actor, loanId: string): Promise<LoanMoney>;
  getCorrections(actor: Actor, loanId: string): Promise<CorrectionRow[]>;
  listSettlements(
    actor: Actor,
    query: { county?: string; after?: string; limit: number },
  ): Promise<Page<SettlementRow>>;
  getSettlement(actor: Actor, settlementId: string, today: string): Promise<SettlementDetail>;
  listSettlementLines(
    actor: Actor,
    settlementId: string,
    query: { state?: string; q?: string; after?: string; limit: number },
  ): Promise<Page<SettlementLineRow>>;
  getSettlementHistory(actor: Actor, settlementId: string): Promise<HistoryRow[]>;
  listClaims(
    actor: Actor,
    query: { county?: string; stage?: string; after?: string; limit: number },
  ): Promise<Page<ClaimRow>>;
  getClaim(actor: Actor, claimId: string, today: string): Promise<ClaimDetail>;
  listClawbacks(actor: Actor, query: z.infer<typeof ClawbackQuery>): Promise<Page<ClawbackRow>>;
  getClawback(actor: Actor, caseId: string, today: string): Promise<ClawbackDetail>;
  listLedger(actor: Actor, query: LedgerQueryValue): Promise<Page<LedgerRow>>;
  getImport(actor: Actor, importId: string): Promise<ImportView>;
  listImports(actor: Actor): Promise<ImportView[]>;
}

/** One row of a checked portfolio file, ready to be written. Personal data inside: PostgreSQL only. */
export interface PortfolioRow {
  rowNo: number;
  loanNo: string;
  householdNo: string;
  name: string;
  idNumber: string;
  phone: string;
  township: string;
  village: string;
  group: string;
  targetGroup: string;
  purpose: string;
  bankName: string;
  branch: string;
  contractAmount: string;
  balance: string;
  annualRate: string;
  disbursedOn: string;
  maturesOn: string;
  overdueSince: string | null;
  /** What the household has had of subsidy before the take-over, days and yuan (lifecycle §6); nothing where the file is silent. */
  usedSubsidyDays?: number;
  priorSubsidyTotal?: string;
}

export type ClaimApplicant = 'bank' | 'borrower' | 'heir';

export interface NewClaim {
  cause: string;
  proofs: string[];
  applicant?: ClaimApplicant | undefined;
}

/** What the API stores before a workflow is told: forms, texts, documents, facts from outside. */
export interface IntakeStore {
  /**
   * Stores the form (encrypted), finds or creates the household and person, gives the loan number.
   * The same `commandId` gives the same loan.
   */
  storeApplication(actor: Actor, commandId: string, form: ApplicationForm): Promise<LoanStart>;
  /** Texts of a command (reason, opinion, remark, contact), kept in PostgreSQL under the command's id. */
  storeCommandText(commandId: string, subjectId: string, texts: Record<string, string>): Promise<void>;
  /** Cause and proofs; refuses CLAIM_EXISTS, FIELD_INVALID (an applicant that the pack does not know). The same `commandId` gives the same claim. */
  storeClaim(actor: Actor, commandId: string, loanId: string, claim: NewClaim): Promise<CompensationStart>;
  storeDocument(
    actor: Actor,
    loanId: string,
    file: { key: string; fileName: string; mimeType: string; bytes: Uint8Array },
  ): Promise<DocumentView>;
  /**
   * Documents on file for a loan, as keys for `requires[]`: uploaded files and papers whose originals were seen, by
   * someone before or (`seen`) by the person of the present command; without what the pack wants as a file.
   */
  documentKeys(loanId: string, seen?: readonly string[]): Promise<string[]>;
  getDocument(
    actor: Actor,
    documentId: string,
  ): Promise<DocumentView & { bytes: Uint8Array; loanId: string }>;
  /**
   * The account that the household is paid to from now on, encrypted; only for a line of this settlement that failed.
   * Refuses NOT_FOUND.
   */
  correctAccount(actor: Actor, settlementId: string, loanNo: string, account: string): Promise<void>;
  /** A bank's forecast of its list, before the settlement day: kept apart, a later one replaces it. */
  storeForecast(
    key: { county: string; bank: string; settleOn: string },
    lines: SubsidyListLine[],
  ): Promise<void>;
  /** A refused command of a person, for the audit trail. */
  storeRefusal(
    actor: Actor,
    commandId: string,
    subjectId: string | null,
    action: string,
    code: string,
  ): Promise<void>;
  /** Inbox first: `created` false when the event was seen before. Unknown subject → NOT_FOUND. */
  storeInbox(entry: Omit<InboxEntry, 'id' | 'receivedAt'>): Promise<{ id: string; created: boolean }>;
  createImport(
    actor: Actor,
    preview: Omit<
      ImportView,
      'id' | 'progress' | 'imported' | 'unchanged' | 'started' | 'createdAt' | 'state' | 'confirmations'
    >,
    fileSha256: string,
    rows: PortfolioRow[],
  ): Promise<ImportView>;
  /** Submits the import to those who have to agree; refuses IMPORT_DONE, FORBIDDEN for the other side. */
  commitImport(actor: Actor, importId: string): Promise<ImportView>;
  /** Who has to agree, for the workflow of a submitted import. */
  importConfirmation(importId: string): Promise<ImportConfirmation>;
}

/** A county's money for subsidies by year. */
export interface BudgetStore {
  /** Plan or arrival, with its entry in the ledger, once per command. Refuses BAD_AMOUNT, BAD_DATE. */
  record(actor: Actor, commandId: string, entry: BudgetEntryForm): Promise<BudgetView>;
  list(actor: Actor, query: { county?: string; year?: number }): Promise<BudgetView[]>;
  /** What the loans alive would cost in a year by the formula of budgets: balance × rate × quarters / 4. */
  forecast(actor: Actor, query: { county: string; year: number; quarters: number }): Promise<BudgetForecast>;
}

export interface IdempotencyStore {
  /** First call: `{ first: true }`. Same key and body: the stored answer. Other body: IDEMPOTENCY_KEY_REUSED; in flight: IDEMPOTENCY_IN_PROGRESS. */
  begin(
    actorId: string,
    route: string,
    key: string,
    bodyHash: string,
  ): Promise<{ first: true } | { first: false; status: number; body: unknown }>;
  finish(actorId: string, route: string, key: string, status: number, body: unknown): Promise<void>;
  /** Releases a key whose command failed before any effect (validation, 5xx). */
  abandon(actorId: string, route: string, key: string): Promise<void>;
}

export interface StaffAccount extends Actor {
  /** Present while the session acts for somebody else: role, place and bank are theirs. */
  standIn?: Me['standIn'];
  username: string;
  displayName: string;
  passwordHash: string;
  disabled: boolean;
}

export interface IdentityStore {
  findByUsername(username: string): Promise<StaffAccount | null>;
  createStaff(account: Omit<StaffAccount, 'id' | 'disabled'>): Promise<StaffAccount>;
  createSession(staffId: string, tokenHash: string, expiresAt: Date): Promise<void>;
  findSession(tokenHash: string, now: Date): Promise<StaffAccount | null>;
  /** Moves the end of a live session: the stored end is the idle limit, and use prolongs it. */
  extendSession(tokenHash: string, expiresAt: Date): Promise<void>;
  endSession(tokenHash: string): Promise<void>;
  /** Failed sign-ins since `since`, for lock-out. */
  countFailures(username: string, since: Date): Promise<number>;
  recordSignIn(username: string, ok: boolean): Promise<void>;
}

export interface LiveFeed {
  /** LISTEN/NOTIFY: calls back for each committed change; returns the unsubscribe function. */
  subscribe(listener: (event: ScopedEvent) => void): () => void;
}
