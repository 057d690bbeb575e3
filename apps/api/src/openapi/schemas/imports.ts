import type { ImportConfirmationView, ImportError, ImportView } from '@bangdai/contracts/http';
import { z } from 'zod';
import { day, money } from './primitives.js';

export const ImportErrorSchema = z
  .object({ row: z.number().int(), column: z.string(), code: z.string(), detail: z.string() })
  .meta({ id: 'ImportError' }) satisfies z.ZodType<ImportError>;

export const ImportConfirmationSchema = z
  .object({
    taskId: z.string(),
    bank: z.string(),
    bankName: z.string(),
    role: z.string(),
    rows: z.number().int(),
    balance: money,
    state: z.enum(['waiting', 'confirmed', 'returned']),
    byName: z.string().nullable(),
    at: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'ImportConfirmation' }) satisfies z.ZodType<ImportConfirmationView>;

export const ImportViewSchema = z
  .object({
    id: z.string(),
    county: z.string(),
    fileName: z.string(),
    format: z.enum(['portfolioCsv', 'yubeiAnnex5']),
    asOf: day,
    state: z.enum(['preview', 'confirming', 'running', 'returned', 'done', 'failed']),
    rows: z.number().int(),
    good: z.number().int(),
    bad: z.number().int(),
    balance: money,
    errors: z.array(ImportErrorSchema),
    warnings: z.array(ImportErrorSchema).optional(),
    sample: z.array(z.record(z.string(), z.string())),
    progress: z.object({ phase: z.string(), done: z.number().int(), total: z.number().int() }),
    imported: z.number().int(),
    unchanged: z.number().int(),
    started: z.number().int(),
    createdAt: z.string(),
    confirmations: z.array(ImportConfirmationSchema),
  })
  .meta({ id: 'ImportView' }) satisfies z.ZodType<ImportView>;
