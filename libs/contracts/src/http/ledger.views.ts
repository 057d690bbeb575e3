/** What the books look like to people: trial balance, statements, and the way from a figure to its event. */
import type { AccountGroup, AccountKind } from '@bangdai/domain';
import { z } from 'zod';
import type { Actor } from '../people.js';
import { DateSchema, PageQuery, type Page } from './common.schema.js';
import type { LedgerRow } from './money.views.js';

const CountyCode = z.string().max(60).optional();
const AccountPath = z.string().min(1, 'FIELD_REQUIRED').max(200);

export const LedgerQuery = PageQuery.extend({
  county: CountyCode,
  subjectNo: z.string().max(100).optional(),
  kind: z.string().max(40).optional(),
  from: DateSchema.optional(),
  to: DateSchema.optional(),
});
export type LedgerQueryValue = z.infer<typeof LedgerQuery>;

/** `on` is the last day that counts; the default is today. */
export const TrialBalanceQuery = z.object({ county: CountyCode, on: DateSchema.optional() });
export type TrialBalanceQueryValue = z.infer<typeof TrialBalanceQuery>;

export const AccountsQuery = PageQuery.extend({
  county: CountyCode,
  kind: z.string().min(1, 'FIELD_REQUIRED').max(40),
  on: DateSchema.optional(),
});
export type AccountsQueryValue = z.infer<typeof AccountsQuery>;

export const StatementQuery = PageQuery.extend({
  account: AccountPath,
  from: DateSchema.optional(),
  to: DateSchema.optional(),
});
export type StatementQueryValue = z.infer<typeof StatementQuery>;

/** Turnover of both sides and the balance that is left, on the side where it stands; the other is 0.00. */
export interface AccountSums {
  debit: string;
  credit: string;
  debitBalance: string;
  creditBalance: string;
}

/** Accounts of loans are added up by kind; those of a bank, a year or a party stand on their own. */
export interface TrialBalanceRow extends AccountSums {
  group: AccountGroup | null;
  kind: AccountKind | string;
  /** Bank, year or party; null for a sum over loans and for an account that has no owner. */
  owner: string | null;
  ownerName: string | null;
  /** The account's full name when the row is one account. */
  account: string | null;
  accounts: number;
}

export interface TrialBalance extends AccountSums {
  county: string;
  countyName: string;
  on: string;
  entries: number;
  rows: TrialBalanceRow[];
  /** Both turnovers and both columns of balances agree. */
  balanced: boolean;
}

export interface AccountRow extends AccountSums {
  account: string;
  kind: string;
  owner: string;
  ownerName: string | null;
  /** The loan that the account belongs to. */
  loanId: string | null;
}

/** Oldest first, each with the balance after it (debit above zero, credit below). */
export interface StatementRow extends LedgerRow {
  balance: string;
}

export interface AccountStatement extends Page<StatementRow> {
  account: AccountRow;
  from: string | null;
  to: string | null;
  /** Balance before the first day that was asked for. */
  opening: string;
  closing: string;
}

export interface EntryDetail {
  id: string;
  key: string;
  county: string;
  countyName: string;
  on: string;
  kind: string;
  recordedAt: string;
  subject: string | null;
  subjectNo: string;
  subjectId: string | null;
  loanId: string | null;
  documentNo: string | null;
  /** The entry that this one undoes, and the one that undid it. */
  reverses: string | null;
  reversedBy: string | null;
  debit: string;
  credit: string;
  postings: { account: string; kind: string; ownerName: string | null; loanId: string | null; debit: string; credit: string }[]; // prettier-ignore
}

/**
 * Reads of the books. Each needs sight of a whole county: an actor who sees a place or a bank only, or another county,
 * gets NOT_FOUND. Without `county` it is the actor's own; who looks after all of them must name one (FIELD_REQUIRED).
 */
export interface LedgerReads {
  trialBalance(actor: Actor, query: TrialBalanceQueryValue, today: string): Promise<TrialBalance>;
  listAccounts(actor: Actor, query: AccountsQueryValue, today: string): Promise<Page<AccountRow>>;
  statement(actor: Actor, query: StatementQueryValue): Promise<AccountStatement>;
  getEntry(actor: Actor, entryId: string): Promise<EntryDetail>;
}
