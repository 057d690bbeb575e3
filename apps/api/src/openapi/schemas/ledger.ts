import type {
  AccountRow,
  AccountStatement,
  EntryDetail,
  StatementRow,
  TrialBalance,
  TrialBalanceRow,
} from '@bangdai/contracts/http';
import { z } from 'zod';
import { LedgerRowSchema } from './common.js';
import { day, money } from './primitives.js';

const sums = {
  debit: money.describe('Turnover'),
  credit: money.describe('Turnover'),
  debitBalance: money,
  creditBalance: money,
};

const group = z.enum(['lending', 'appropriation', 'riskFund', 'bankReceivable', 'householdReceivable', 'recoveries', 'clawback', 'suspense', 'memo']); // prettier-ignore

const TrialBalanceRowSchema = z
  .object({
    group: group.nullable(),
    kind: z.string(),
    owner: z.string().nullable(),
    ownerName: z.string().nullable(),
    account: z.string().nullable().describe('null: a sum over the accounts of loans'),
    accounts: z.number().int(),
    ...sums,
  })
  .meta({ id: 'TrialBalanceRow' }) satisfies z.ZodType<TrialBalanceRow>;

export const TrialBalanceSchema = z
  .object({
    county: z.string(),
    countyName: z.string(),
    on: day,
    entries: z.number().int(),
    rows: z.array(TrialBalanceRowSchema),
    balanced: z.boolean(),
    ...sums,
  })
  .meta({ id: 'TrialBalance' }) satisfies z.ZodType<TrialBalance>;

export const AccountRowSchema = z
  .object({
    account: z.string(),
    kind: z.string(),
    owner: z.string(),
    ownerName: z.string().nullable(),
    loanId: z.string().nullable(),
    ...sums,
  })
  .meta({ id: 'AccountRow' }) satisfies z.ZodType<AccountRow>;

const StatementRowSchema = LedgerRowSchema.extend({
  balance: money.describe('After this posting: debit above zero, credit below'),
}).meta({ id: 'StatementRow' }) satisfies z.ZodType<StatementRow>;

export const AccountStatementSchema = z
  .object({
    account: AccountRowSchema,
    from: day.nullable(),
    to: day.nullable(),
    opening: money,
    closing: money,
    rows: z.array(StatementRowSchema),
    next: z.string().nullable(),
  })
  .meta({ id: 'AccountStatement' }) satisfies z.ZodType<AccountStatement>;

export const EntryDetailSchema = z
  .object({
    id: z.string(),
    key: z.string(),
    county: z.string(),
    countyName: z.string(),
    on: day,
    kind: z.string(),
    recordedAt: z.string(),
    subject: z.string().nullable(),
    subjectNo: z.string(),
    subjectId: z.string().nullable(),
    loanId: z.string().nullable(),
    documentNo: z.string().nullable(),
    reverses: z.string().nullable(),
    reversedBy: z.string().nullable(),
    debit: money,
    credit: money,
    postings: z.array(
      z.object({
        account: z.string(),
        kind: z.string(),
        ownerName: z.string().nullable(),
        loanId: z.string().nullable(),
        debit: money,
        credit: money,
      }),
    ),
  })
  .meta({ id: 'EntryDetail' }) satisfies z.ZodType<EntryDetail>;
