/** What screens read of settlements, claims, imports and funds. */
import type { CompensationStage } from '../workflows/compensation.messages.js';
import type { SettlementStage } from '../workflows/settlement.messages.js';
import type { BankDueRow } from './fund.views.js';
import type { HistoryRow, Labelled, StepView, TaskRow } from './views.js';

/**
 * claimed: to be paid; held: in dispute with the bank, waiting: without proof of interest paid, both go on into the next
 * settlement; failed: the payee's account refused it.
 */
export type SubsidyLineState = 'claimed' | 'disputed' | 'excluded' | 'paid' | 'held' | 'waiting' | 'failed';

export interface LoanMoney {
  repayments: {
    receiptNo: string;
    paidOn: string;
    principal: string;
    interest: string;
    booked: boolean;
    code: string | null;
  }[];
  subsidy: {
    periodFrom: string;
    periodTo: string;
    nights: number;
    interest: string;
    subsidyRate: string;
    subsidy: string;
    borrowerShare: string;
    /** planned: ahead; claimed: in a settlement; paid; disputed; excluded. */
    state: 'planned' | SubsidyLineState;
    settlementNo: string | null;
    /** 0: the line of the period; 1 and up: an adjustment of it, positive or negative. */
    sequence?: number;
  }[];
  ledger: LedgerRow[];
  subsidyPaid: string;
  subsidyPlanned: string;
}

export interface LedgerRow {
  entryId: string;
  on: string;
  kind: string;
  account: string;
  debit: string;
  credit: string;
  subjectNo: string;
  /** What the entry was booked for: `loan`, `settlement`, `claim` …, its id, and the receipt, order or voucher. */
  subject?: string | null;
  subjectId?: string | null;
  loanId?: string | null;
  documentNo?: string | null;
}

export interface SettlementRow {
  id: string;
  settlementNo: string;
  county: string;
  countyName: string;
  bank: string;
  bankName: string;
  periodFrom: string;
  periodTo: string;
  settleOn: string;
  stage: SettlementStage;
  lines: number;
  disputed: number;
  total: string;
  bankTotal: string | null;
  paidOn: string | null;
}

export interface SettlementDetail extends SettlementRow {
  figuresHash: string | null;
  excluded: number;
  payee: string;
  steps: StepView[];
  openTasks: TaskRow[];
  orders: { orderNo: string; amount: string; state: string; paidOn: string | null }[];
  byTownship: { township: string; lines: number; subsidy: string; disputed?: number; excluded?: number }[];
  workflowId: string;
  /** Lines that go on into the next settlement, and those whose account refused the money. */
  held?: number;
  waiting?: number;
  failed?: number;
  /** Sum of the bank's forecast before the day; null without one. */
  forecastTotal?: string | null;
  /** The county's money of this year; null where its pack keeps the appropriation elsewhere. */
  budget?: { arrived: string; spent: string; ordered: string; available: string; shortBy: string } | null;
}

export interface SettlementLineRow {
  loanId: string;
  loanNo: string;
  borrower: string;
  township: string;
  village: string;
  nights: number;
  interest: string;
  subsidyRate: string;
  subsidy: string;
  borrowerShare: string;
  bankSubsidy: string | null;
  difference: string | null;
  state: SubsidyLineState;
  bankNights?: number | null;
  bankInterest?: string | null;
  /** The platform's own figure, where the bank's was accepted. */
  ownSubsidy?: string | null;
  /** The bank's figure before the settlement day. */
  forecastSubsidy?: string | null;
  /** Settlement that held the line over. */
  carriedFrom?: string | null;
  /** 0: the line of the period; 1 and up: an adjustment of an earlier, settled period. */
  sequence?: number;
  periodFrom?: string;
}

export interface ClaimRow {
  id: string;
  claimNo: string;
  loanId: string;
  loanNo: string;
  county: string;
  countyName: string;
  borrower: string;
  township: string;
  village: string;
  bank: string;
  bankName: string;
  cause: Labelled;
  stage: CompensationStage;
  filedOn: string;
  principal: string;
  netLoss: string | null;
  fundPaid: string | null;
  recovered: string;
}

export interface ClaimDetail extends ClaimRow {
  applicant: 'bank' | 'borrower' | 'heir' | null;
  /** Given up when the pursuit was ended. */
  writtenOff: string;
  /** A malicious default: the list that its borrower is proposed for or stands on. */
  listing: { list: string; state: 'proposed' | 'listed' | 'dropped' } | null;
  proofs: Labelled[];
  lossBase: string | null;
  insurancePaid: string | null;
  shares: { party: string; partyName: string; amount: string }[];
  uncoveredByScheme: string | null;
  figuresHash: string | null;
  fundBalance: string;
  steps: StepView[];
  openTasks: TaskRow[];
  orders: { orderNo: string; amount: string; state: string; paidOn: string | null }[];
  /** What the bank was paid too much for it, until it is back. */
  bankDues?: BankDueRow[];
  recoveries: {
    /** Beside the amount, where interest after the payment is the bank's. */
    interest?: string;
    receiptNo: string;
    receivedOn: string;
    amount: string;
    shares: { party: string; partyName: string; amount: string }[];
  }[];
  history: HistoryRow[];
  workflowId: string;
}

export interface ImportView {
  id: string;
  county: string;
  fileName: string;
  format: 'portfolioCsv' | 'yubeiAnnex5';
  asOf: string;
  /** `confirming` until the other side has answered for every bank; `returned` when all of it was sent back. */
  state: 'preview' | 'confirming' | 'running' | 'returned' | 'done' | 'failed';
  rows: number;
  good: number;
  bad: number;
  balance: string;
  errors: ImportError[];
  /** Oddities of rows that are imported all the same (unknown purpose, assumed rate). */
  warnings?: ImportError[];
  /** First rows for the eye, masked. */
  sample: Record<string, string>[];
  progress: { phase: string; done: number; total: number };
  imported: number;
  unchanged: number;
  started: number;
  createdAt: string;
  /** Who has to agree before the rows become loans, one for each bank of the file; empty before the commit. */
  confirmations: ImportConfirmationView[];
}

/** The second of the two people of `importLegacy` (lifecycle §6), for the rows of one bank. */
export interface ImportConfirmationView {
  taskId: string;
  bank: string;
  bankName: string;
  role: string;
  rows: number;
  balance: string;
  state: 'waiting' | 'confirmed' | 'returned';
  byName: string | null;
  at: string | null;
  reason: string | null;
}

/** One fault of one cell, named as people see it: row number of the sheet, column title. */
export interface ImportError {
  row: number;
  column: string;
  code: string;
  detail: string;
}

/** Pushed by `GET /v1/events` (SSE): what changed, never the data itself. */
export interface LiveEvent {
  topic: 'task' | 'loan' | 'settlement' | 'claim' | 'clawback' | 'import' | 'fund' | 'reconciliation';
  id: string;
  county: string;
}

/** With whom a change is shared: kept on the server, which tells each listener only what may be read there. */
export interface ScopedEvent extends LiveEvent {
  /** `` when it concerns the whole county. */
  place?: string;
  /** Banks concerned; absent when it concerns all. */
  banks?: string[];
}

/** One county's money for subsidies in one year. */
export interface BudgetView {
  county: string;
  countyName: string;
  year: number;
  planned: string;
  arrived: string;
  spent: string;
  /** In orders that the treasury has not answered. */
  ordered: string;
  /** Arrived, neither spent nor ordered. */
  available: string;
  /** Payable lines of settlements that are not ordered yet. */
  waiting: string;
  entries: {
    kind: 'planned' | 'arrived';
    amount: string;
    day: string;
    documentNo: string;
    byName: string | null;
  }[];
  /** `2026-03` with the sum paid in it. */
  spentByMonth: { month: string; spent: string }[];
}

export interface BudgetForecast {
  county: string;
  year: number;
  quarters: number;
  lines: { cohort: string; loans: number; balance: string; annualRate: string; estimate: string }[];
  total: string;
}
