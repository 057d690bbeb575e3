import { z } from 'zod';

export const MoneySchema = z.string().regex(/^\d{1,13}\.\d{2}$/, 'BAD_AMOUNT');
export const RateSchema = z.string().regex(/^0(\.\d{1,6})?$/, 'BAD_AMOUNT');
export const DateSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'BAD_DATE');
const text = (max: number) => z.string().trim().min(1, 'FIELD_REQUIRED').max(max);
export const ShortText = text(100);
export const LongText = text(2000);

/** Keyset page: `after` is the opaque cursor of the last row seen. */
export const PageQuery = z.object({
  after: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});

export interface Page<Row> {
  rows: Row[];
  /** Cursor for the next page; null at the end. */
  next: string | null;
}

/** RFC 9457 problem details with the platform's stable code. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  /** Chinese sentence for people. */
  detail: string;
  reasons?: { code: string; detail: string }[];
  errors?: { pointer: string; code: string; detail: string }[];
  /** Where the refused thing can be read, for example the refused application. */
  instance?: string;
  traceId?: string;
}

export const ProblemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string(),
    detail: z.string(),
    reasons: z.array(z.object({ code: z.string(), detail: z.string() })).optional(),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
    instance: z.string().optional(),
    traceId: z.string().optional(),
  })
  .meta({ id: 'Problem' });
