import type { CounterpartSecretState, CounterpartView, HandedInFile } from '@bangdai/contracts/http';
import { z } from 'zod';

export const CounterpartViewSchema = z
  .object({
    county: z.string(),
    countyName: z.string(),
    kind: z.enum(['bank', 'treasury']),
    code: z.string(),
    name: z.string(),
    adapter: z.enum(['http', 'file', 'manual']),
    baseUrl: z.string().nullable(),
    fileFormat: z.enum(['csv', 'xlsx']),
    statementDueDay: z.number().int().nullable(),
    statementTo: z.string().nullable(),
    filesOut: z.number().int(),
    filesIn: z.number().int(),
    waiting: z.number().int(),
    undelivered: z.number().int(),
    circuit: z
      .object({
        state: z.enum(['closed', 'open', 'halfOpen']),
        failuresInARow: z.number().int(),
        seenAt: z.string(),
      })
      .nullable(),
    secret: z
      .object({ setAt: z.string(), accepted: z.number().int(), previousValidUntil: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'CounterpartView' }) satisfies z.ZodType<CounterpartView>;

export const HandedInFileSchema = z
  .object({
    rows: z.array(
      z.object({ row: z.number().int(), code: z.string().nullable(), detail: z.string().nullable() }),
    ),
    accepted: z.number().int(),
    refused: z.number().int(),
  })
  .meta({ id: 'HandedInFile' }) satisfies z.ZodType<HandedInFile>;

export const CounterpartSecretStateSchema = z
  .object({
    county: z.string(),
    kind: z.enum(['bank', 'treasury']),
    code: z.string(),
    setAt: z.string(),
    accepted: z.number().int(),
    previousValidUntil: z.string().nullable(),
  })
  .meta({ id: 'CounterpartSecretState' }) satisfies z.ZodType<CounterpartSecretState>;
