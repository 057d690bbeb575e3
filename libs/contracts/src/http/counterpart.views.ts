import { z } from 'zod';

/** How a bank or treasury is reached: its machine, a folder of files, or a person with paper. */
export const CounterpartRequest = z
  .object({
    adapter: z.enum(['http', 'file', 'manual']),
    /** Address of its machine; null takes the one of the installation. Only for `http`. */
    baseUrl: z
      .string()
      .regex(/^https?:\/\/[^\s]{1,300}$/, 'FIELD_INVALID')
      .nullable()
      .default(null),
    /** What our files to it are. */
    fileFormat: z.enum(['csv', 'xlsx']).default('csv'),
    /** Day of the month by which the statement of the month before is there, where it is handed in; null: none is due. */
    statementDueDay: z.number().int().min(1).max(28).nullable().default(null),
  })
  .strict()
  .meta({ id: 'CounterpartRequest' });

/** Fields beside the table that a counterpart without a machine hands in. */
export const HandInRequest = z
  .object({
    county: z.string().min(1, 'FIELD_REQUIRED').max(60),
    bank: z.string().max(40).optional(),
    /** SHA-256 of the file in hexadecimal, where the sender has made one. */
    sha256: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, 'FIELD_INVALID')
      .optional(),
    type: z.enum([
      'receipts',
      'disbursements',
      'repayments',
      'overdue',
      'recoveries',
      'subsidylist',
      'statement',
    ]),
  })
  .strict()
  .meta({ id: 'HandInRequest' });

/** The result of each row: accepted, or the code that says why not. */
export interface HandedInFile {
  rows: { row: number; code: string | null; detail: string | null }[];
  accepted: number;
  refused: number;
}

export interface CounterpartView {
  county: string;
  countyName: string;
  kind: 'bank' | 'treasury';
  code: string;
  name: string;
  adapter: 'http' | 'file' | 'manual';
  baseUrl: string | null;
  fileFormat: 'csv' | 'xlsx';
  statementDueDay: number | null;
  /** Last day of the statements that were handed in or fetched; null before the first. */
  statementTo: string | null;
  /** Last number of files that went out and came in. */
  filesOut: number;
  filesIn: number;
  /** What waits for it, and what it did not take. */
  waiting: number;
  undelivered: number;
  /** Of the worker that was seen last; null where none told or the counterpart has no machine. */
  circuit: { state: 'closed' | 'open' | 'halfOpen'; failuresInARow: number; seenAt: string } | null;
  /** Null while it has no secret of its own. */
  secret: Pick<CounterpartSecretState, 'setAt' | 'accepted' | 'previousValidUntil'> | null;
}

/** 32 random bytes in base64, agreed with the counterpart outside of the platform; it is never shown again. */
export const CounterpartSecretRequest = z
  .object({
    secret: z.string().trim().min(1, 'FIELD_REQUIRED').max(100),
    /** Until when the secret before is accepted beside the new one; a week from now when nothing is said. */
    previousValidUntil: z.iso.datetime({ error: 'BAD_DATE', offset: true }).optional(),
  })
  .strict()
  .meta({ id: 'CounterpartSecretRequest' });

/** What may be known of a counterpart's secrets: when, how many, until when. */
export interface CounterpartSecretState {
  county: string;
  kind: 'bank' | 'treasury';
  code: string;
  setAt: string;
  /** Secrets accepted now: two while one takes over from the other. */
  accepted: number;
  previousValidUntil: string | null;
}
