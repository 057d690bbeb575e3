import type {
  Labelled,
  StepView,
  HistoryRow,
  DocumentView,
  LedgerRow,
  LiveEvent,
} from '@bangdai/contracts/http';
import { z } from 'zod';
import { day, money } from './primitives.js';

export const LabelledSchema = z
  .object({ key: z.string(), zh: z.string() })
  .meta({ id: 'Labelled' }) satisfies z.ZodType<Labelled>;

export const StepViewSchema = z
  .object({
    key: z.string(),
    title: z.string(),
    role: z.string(),
    roleName: z.string(),
    kind: z.string(),
    state: z.enum(['done', 'current', 'next', 'rejected', 'returned']),
    decision: z.string().nullable(),
    byName: z.string().nullable(),
    at: z.string().nullable(),
    opinion: z.string().nullable(),
    dueOn: day.nullable().optional(),
    late: z.boolean().optional(),
  })
  .meta({ id: 'StepView' }) satisfies z.ZodType<StepView>;

export const HistoryRowSchema = z
  .object({
    id: z.string(),
    at: z.string(),
    kind: z.string(),
    title: z.string(),
    lane: z.enum(['people', 'system', 'bank']),
    byName: z.string().nullable(),
    roleName: z.string().nullable(),
    stepTitle: z.string().nullable(),
    decision: z.string().nullable(),
    decisionName: z.string().nullable(),
    code: z.string().nullable(),
    codeText: z.string().nullable(),
    text: z.string().nullable(),
    dueOn: day.nullable(),
    data: z.record(z.string(), z.string()),
  })
  .meta({ id: 'HistoryRow' }) satisfies z.ZodType<HistoryRow>;

export const DocumentViewSchema = z
  .object({
    id: z.string(),
    key: z.string(),
    title: z.string(),
    fileName: z.string().nullable(),
    mimeType: z.string().nullable(),
    size: z.number().int().nullable(),
    sha256: z.string().nullable(),
    uploadedAt: z.string(),
    seenBy: z.string().nullable().optional(),
  })
  .meta({ id: 'DocumentView' }) satisfies z.ZodType<DocumentView>;

export const LedgerRowSchema = z
  .object({
    entryId: z.string(),
    on: z.string(),
    kind: z.string(),
    account: z.string(),
    debit: money,
    credit: money,
    subjectNo: z.string(),
    subject: z.string().nullable().optional().describe('loan, settlement, claim …: what subjectId names'),
    subjectId: z.string().nullable().optional(),
    loanId: z.string().nullable().optional(),
    documentNo: z.string().nullable().optional().describe('Receipt, contract, order or voucher number'),
  })
  .meta({ id: 'LedgerRow' }) satisfies z.ZodType<LedgerRow>;

export const LiveEventSchema = z
  .object({
    topic: z.enum(['task', 'loan', 'settlement', 'claim', 'clawback', 'import', 'fund', 'reconciliation']),
    id: z.string(),
    county: z.string(),
  })
  .meta({ id: 'LiveEvent' }) satisfies z.ZodType<LiveEvent>;
