import path from 'node:path';
import { RateSchema } from '@bangdai/contracts/http';
import { z } from 'zod';

export type Target = 'bank' | 'treasury';

export interface SandboxSettings {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Folder of the append-only files. */
  dir: string;
  /** Base address of the platform that is called back. */
  apiUrl: string;
  /** Signature secrets in base64, newest first: the first signs, all are accepted. */
  secrets: Record<Target, string[]>;
  /** Milliseconds between an accepted payment order and its execution. */
  payDelayMs: number;
  /** Contract rate where the platform leaves it to the bank. */
  annualRate: string;
  /** Milliseconds before the first repetition of a callback; doubles up to 30 s. */
  retryMs: number;
}

/** The 1-year LPR from 2025-05-20 on. */
export const standardRate = '0.03';

const port = z.coerce.number('must be a port number').int('must be a port number').min(1).max(65_535);
const secrets = z
  .string('is missing')
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .refine((parts) => parts.length > 0 && parts.every(isSecret), 'must be 32 bytes in base64');

const environment = z.object({
  BANGDAI_SANDBOX_HOST: z.string().default('127.0.0.1'),
  BANGDAI_SANDBOX_PORT: port.default(7310),
  BANGDAI_SANDBOX_DIR: z.string().optional(),
  /** The launcher's name for the same folder. */
  BANGDAI_SANDBOX_DATA_DIR: z.string().optional(),
  BANGDAI_API_URL: z.url('must be an address').default('http://127.0.0.1:7300'),
  BANGDAI_BANK_SECRET: secrets,
  BANGDAI_TREASURY_SECRET: secrets,
  BANGDAI_SANDBOX_ANNUAL_RATE: RateSchema.default(standardRate),
  BANGDAI_SANDBOX_PAY_DELAY_MS: z.coerce.number('must be a number').int().min(0).default(1000),
});

/** @throws Error with one line for each faulty variable, without any value */
export function readSettings(env: NodeJS.ProcessEnv = process.env): SandboxSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const result = environment.safeParse(given);
  if (!result.success) {
    const lines = result.error.issues.map((issue) => `  - ${issue.path.join('.')} ${issue.message}`);
    throw new Error(`The sandbox cannot start:\n${lines.join('\n')}`);
  }
  const values = result.data;
  return {
    host: values.BANGDAI_SANDBOX_HOST,
    port: values.BANGDAI_SANDBOX_PORT,
    dir: path.resolve(values.BANGDAI_SANDBOX_DIR ?? values.BANGDAI_SANDBOX_DATA_DIR ?? '.data/sandbox'),
    apiUrl: values.BANGDAI_API_URL.replace(/\/+$/, ''),
    secrets: { bank: values.BANGDAI_BANK_SECRET, treasury: values.BANGDAI_TREASURY_SECRET },
    payDelayMs: values.BANGDAI_SANDBOX_PAY_DELAY_MS,
    annualRate: values.BANGDAI_SANDBOX_ANNUAL_RATE,
    retryMs: 500,
  };
}

function isSecret(text: string): boolean {
  return Buffer.from(text.replace(/^whsec_/, ''), 'base64').length === 32;
}
