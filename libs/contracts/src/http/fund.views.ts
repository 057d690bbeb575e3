/** A county's risk compensation fund: its accounts, what moves them, what their pack asks for. */
import { z } from 'zod';
import type { Actor } from '../people.js';
import { DateSchema, MoneySchema, PageQuery, ShortText, type Page } from './common.schema.js';

/** Money that arrived on an account: it counts once a second person has confirmed it. */
export const FundEntryRequest = z
  .object({
    kind: z.enum(['deposit', 'interest']),
    /** Account of another bank, opened with its first deposit; the fund's own account when absent. */
    bank: z.string().max(40).optional(),
    amount: MoneySchema,
    receivedOn: DateSchema,
    voucherNo: ShortText,
  })
  .strict()
  .meta({ id: 'FundEntryRequest' });
export type FundEntryBody = z.infer<typeof FundEntryRequest>;

export const FundMovementQuery = PageQuery;

export interface FundView {
  id: string;
  county: string;
  countyName: string;
  bank: string;
  bankName: string;
  /** Answers for every bank without an account of its own. */
  shared: boolean;
  balance: string;
  frozen: string;
  free: string;
  size: string | null;
  outstanding: string;
  /** Outstanding as a multiple of the balance. */
  leverage: string | null;
  leverageMin: string | null;
  leverageMax: string | null;
  headroom: string | null;
  floor: string | null;
  topUpDue: string;
  topUpBy: string | null;
  alarms: string[];
  lendingStopped: boolean;
}

export interface FundEntryRow {
  id: string;
  bank: string;
  bankName: string;
  kind: 'deposit' | 'interest';
  amount: string;
  receivedOn: string;
  voucherNo: string;
  state: 'recorded' | 'confirmed' | 'returned';
  recordedByName: string;
  recordedAt: string;
  decidedByName: string | null;
  decidedAt: string | null;
  /** Task of the second person while the entry waits. */
  taskId: string | null;
}

export interface FundMovementRow {
  id: string;
  on: string;
  kind: 'opening' | 'deposit' | 'interest' | 'compensation' | 'recovery' | 'bankReturn';
  amount: string;
  balanceAfter: string;
  subjectNo: string;
  claimId: string | null;
}

/** What a bank was paid too much of an order, until it is back. */
export interface BankDueRow {
  id: string;
  /** lossGone: for a loss that the borrower had paid meanwhile; paidTwice: once more by the treasury. */
  cause: 'lossGone' | 'paidTwice';
  subject: 'claim' | 'settlement';
  subjectId: string;
  subjectNo: string;
  orderNo: string;
  bank: string;
  bankName: string;
  amount: string;
  /** Not back yet; `0.00` for a case that is over. */
  left: string;
  openedOn: string;
  dueOn: string;
  /** To be kept back from the next compensation of the bank. */
  setOffOrdered: boolean;
  settledOn: string | null;
  /** Open task of finance, whose case it is. */
  taskId: string | null;
}

export interface FundDetail extends FundView {
  /** Recorded and not yet confirmed, then the last that were decided. */
  entries: FundEntryRow[];
  /** Claims that wait for money, first filed first paid. */
  queue: { claimId: string; claimNo: string; filedOn: string; amount: string }[];
  /** Open ones first, oldest first; then the last that are over. */
  bankDues: BankDueRow[];
  /** Oldest first, at most 24; `balance` as each month ended. */
  months: { month: string; paidIn: string; paidOut: string; balance: string }[];
}

/** A case of reconciliation that says the treasury paid an order twice. */
export const BankDueRequest = z.object({ caseId: ShortText }).strict().meta({ id: 'BankDueRequest' });

export interface BankDueStore {
  /** Open ones first; within the actor's county and bank, nothing for who sees a place only. */
  list(actor: Actor): Promise<BankDueRow[]>;
  /**
   * Books what the bank has twice and puts it to the bank, once per order.
   * @throws RefusedError `NOT_FOUND` | `DECISION_NOT_ALLOWED` where the case says no such thing | `FUND_INSUFFICIENT`
   */
  openForCase(actor: Actor, commandId: string, caseId: string): Promise<BankDueRow>;
}

export interface FundStore {
  list(actor: Actor, today: string): Promise<FundView[]>;
  /** @throws RefusedError `NOT_FOUND` */
  get(actor: Actor, fundId: string, today: string): Promise<FundDetail>;
  listMovements(
    actor: Actor,
    fundId: string,
    query: { after?: string; limit: number },
  ): Promise<Page<FundMovementRow>>;
  /** @throws RefusedError `DUPLICATE_RECEIPT` | `BAD_AMOUNT` | `BAD_DATE` | `DECISION_NOT_ALLOWED` (interest that is not the fund's) */
  recordEntry(actor: Actor, fundId: string, commandId: string, entry: FundEntryBody): Promise<FundEntryRow>;
}
