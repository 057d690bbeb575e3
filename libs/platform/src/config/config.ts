import path from 'node:path';
import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.js';
import { ConfigError } from './config.errors.js';
import { keyRingValue, remedy, requiredText, secretList, singleKey } from './secret-values.js';

export type Mode = 'demo' | 'production' | 'test';

/** What every process of the platform is told from outside. */
export interface Config {
  /** `production` when nothing is said: the strict mode is the one that nobody has to remember. */
  mode: Mode;
  logLevel: string;
  /** The application's own role: it may not change the ledger or the audit trail. */
  databaseUrl: string;
  /** The owner's role, for migrations only. */
  adminDatabaseUrl: string | null;
  temporalAddress: string;
  temporalNamespace: string;
  apiPort: number;
  sandboxPort: number;
  workerHealthPort: number;
  /** Folders with further policy packs. */
  packDirs: string[];
  /** Keys of encrypted fields, newest first. */
  dataKeys: KeyRing;
  /** Key of blind indexes. */
  indexKey: Buffer;
  /** Keys of Temporal payloads, newest first. */
  payloadKeys: KeyRing;
  /**
   * Signature secrets of counterparts that have none of their own yet; the first signs, all are accepted. In production
   * every counterpart needs its own, and these are empty.
   */
  bankSecrets: string[];
  treasurySecrets: string[];
  bankUrl: string;
  /** Folder of files that are exchanged with counterparts without a machine. */
  exchangeDir: string;
  treasuryUrl: string;
  /** Folder of the built console and address of Temporal's UI, where this machine has them. */
  consoleDir: string | null;
  temporalUiUrl: string | null;
}

const port = (standard: number) =>
  z.coerce
    .number('must be a port number from 1 to 65535')
    .int('must be a port number from 1 to 65535')
    .min(1, 'must be a port number from 1 to 65535')
    .max(65_535, 'must be a port number from 1 to 65535')
    .default(standard);

const url = (protocol: RegExp, what: string) =>
  requiredText.refine((text) => isUrl(text, protocol), `must be ${what}`);

const postgresUrl = url(/^postgres(ql)?:$/, 'an address like postgresql://user:password@host:5432/database');
const httpUrl = url(/^https?:$/, 'an address that begins with http:// or https://');
const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const environmentSchema = z.object({
  BANGDAI_MODE: z
    .enum(['demo', 'production', 'test'], 'must be demo, production or test')
    .default('production'),
  BANGDAI_LOG_LEVEL: z.enum(levels, `must be one of ${levels.join(', ')}`).default('info'),
  BANGDAI_DATABASE_URL: postgresUrl,
  BANGDAI_ADMIN_DATABASE_URL: postgresUrl.optional(),
  BANGDAI_TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/:]+:\d{1,5}$/, 'must be host:port')
    .default('127.0.0.1:7233'),
  BANGDAI_TEMPORAL_NAMESPACE: z.string().default('default'),
  BANGDAI_API_PORT: port(7300),
  BANGDAI_SANDBOX_PORT: port(7310),
  BANGDAI_WORKER_HEALTH_PORT: port(7320),
  BANGDAI_PACK_DIRS: z.string().default(''),
  BANGDAI_DATA_KEY: keyRingValue,
  BANGDAI_INDEX_KEY: singleKey,
  BANGDAI_PAYLOAD_KEY: keyRingValue,
  BANGDAI_BANK_SECRET: secretList.optional(),
  BANGDAI_TREASURY_SECRET: secretList.optional(),
  BANGDAI_BANK_URL: httpUrl.optional(),
  BANGDAI_TREASURY_URL: httpUrl.optional(),
  BANGDAI_EXCHANGE_DIR: z.string().default('.data/exchange'),
  BANGDAI_CONSOLE_DIR: z.string().optional(),
  BANGDAI_TEMPORAL_UI_URL: httpUrl.optional(),
});

type Environment = z.output<typeof environmentSchema>;

/**
 * Reads and checks the configuration.
 * @throws ConfigError with every fault at once
 */
export function loadConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const result = environmentSchema.safeParse(withoutEmpty(env));
  const faults = result.success
    ? faultsBetweenVariables(result.data)
    : result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  if (!result.success || faults.length > 0) throw new ConfigError([...new Set(faults)]);
  return toConfig(result.data);
}

function toConfig(values: Environment): Config {
  const sandbox = `http://127.0.0.1:${values.BANGDAI_SANDBOX_PORT}`;
  return {
    mode: values.BANGDAI_MODE,
    logLevel: values.BANGDAI_LOG_LEVEL,
    databaseUrl: values.BANGDAI_DATABASE_URL,
    adminDatabaseUrl: values.BANGDAI_ADMIN_DATABASE_URL ?? null,
    temporalAddress: values.BANGDAI_TEMPORAL_ADDRESS,
    temporalNamespace: values.BANGDAI_TEMPORAL_NAMESPACE,
    apiPort: values.BANGDAI_API_PORT,
    sandboxPort: values.BANGDAI_SANDBOX_PORT,
    workerHealthPort: values.BANGDAI_WORKER_HEALTH_PORT,
    packDirs: values.BANGDAI_PACK_DIRS.split(path.delimiter).filter((folder) => folder !== ''),
    dataKeys: values.BANGDAI_DATA_KEY,
    indexKey: values.BANGDAI_INDEX_KEY,
    payloadKeys: values.BANGDAI_PAYLOAD_KEY,
    bankSecrets: standardSecrets(values, 'BANGDAI_BANK_SECRET'),
    treasurySecrets: standardSecrets(values, 'BANGDAI_TREASURY_SECRET'),
    bankUrl: values.BANGDAI_BANK_URL ?? `${sandbox}/bank`,
    exchangeDir: path.resolve(values.BANGDAI_EXCHANGE_DIR),
    treasuryUrl: values.BANGDAI_TREASURY_URL ?? `${sandbox}/treasury`,
    consoleDir: values.BANGDAI_CONSOLE_DIR ?? null,
    temporalUiUrl: values.BANGDAI_TEMPORAL_UI_URL ?? null,
  };
}

/** One secret for all is for demo and tests alone: there the sandbox stands for every bank. */
function standardSecrets(
  values: Environment,
  name: 'BANGDAI_BANK_SECRET' | 'BANGDAI_TREASURY_SECRET',
): string[] {
  return values.BANGDAI_MODE === 'production' ? [] : (values[name] ?? []);
}

/** What no variable can tell alone: one key for two uses, and play money in production. */
function faultsBetweenVariables(values: Environment): string[] {
  const faults: string[] = [];
  const owners = new Map<string, string>();
  for (const [name, key] of namedKeys(values)) {
    const fingerprint = key.toString('base64');
    const owner = owners.get(fingerprint);
    if (owner !== undefined && owner !== name) faults.push(`${name} must not be the same key as ${owner}`);
    owners.set(fingerprint, name);
  }
  if (values.BANGDAI_MODE !== 'production') {
    for (const name of ['BANGDAI_BANK_SECRET', 'BANGDAI_TREASURY_SECRET'] as const)
      if (values[name] === undefined) faults.push(`${name} is missing; ${remedy}`);
  } else {
    for (const name of ['BANGDAI_BANK_URL', 'BANGDAI_TREASURY_URL'] as const) {
      if (values[name] === undefined)
        faults.push(`${name} is missing; in production nothing stands in for it`);
    }
    for (const name of ['BANGDAI_BANK_SECRET', 'BANGDAI_TREASURY_SECRET'] as const) {
      if (values[name] !== undefined)
        faults.push(`${name} must not be set; in production each counterpart has a secret of its own`);
    }
  }
  return faults;
}

function namedKeys(values: Environment): [string, Buffer][] {
  return [
    ...values.BANGDAI_DATA_KEY.keys.map(({ bytes }): [string, Buffer] => ['BANGDAI_DATA_KEY', bytes]),
    ['BANGDAI_INDEX_KEY', values.BANGDAI_INDEX_KEY],
    ...values.BANGDAI_PAYLOAD_KEY.keys.map(({ bytes }): [string, Buffer] => ['BANGDAI_PAYLOAD_KEY', bytes]),
  ];
}

/** `VARIABLE=` in a shell or an env file means "not set". */
function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}

function isUrl(text: string, protocol: RegExp): boolean {
  return URL.canParse(text) && protocol.test(new URL(text).protocol);
}
