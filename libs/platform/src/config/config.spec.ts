import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';
import { ConfigError } from './config.errors.js';

const key = () => randomBytes(32).toString('base64');

const complete = (): NodeJS.ProcessEnv => ({
  BANGDAI_MODE: 'test',
  BANGDAI_DATABASE_URL: 'postgresql://app:hidden@127.0.0.1:7432/bangdai',
  BANGDAI_DATA_KEY: key(),
  BANGDAI_INDEX_KEY: key(),
  BANGDAI_PAYLOAD_KEY: key(),
  BANGDAI_BANK_SECRET: key(),
  BANGDAI_TREASURY_SECRET: key(),
});

function faultsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('loadConfig', () => {
  it('fills in what has a standard value', () => {
    const config = loadConfig({
      ...complete(),
      BANGDAI_PACK_DIRS: `a${path.delimiter}b`,
      BANGDAI_API_PORT: '',
    });
    expect(config).toMatchObject({
      temporalAddress: '127.0.0.1:7233',
      temporalNamespace: 'default',
      apiPort: 7300,
      sandboxPort: 7310,
      workerHealthPort: 7320,
      packDirs: ['a', 'b'],
      bankUrl: 'http://127.0.0.1:7310/bank',
      treasuryUrl: 'http://127.0.0.1:7310/treasury',
      adminDatabaseUrl: null,
      logLevel: 'info',
    });
  });

  it('names every fault at once', () => {
    const faults = faultsOf({ ...complete(), BANGDAI_DATABASE_URL: undefined, BANGDAI_DATA_KEY: 'c2hvcnQ=', BANGDAI_API_PORT: '99999', BANGDAI_MODE: 'play' }); // prettier-ignore
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual([
      'BANGDAI_API_PORT',
      'BANGDAI_DATABASE_URL',
      'BANGDAI_DATA_KEY',
      'BANGDAI_MODE',
    ]);
  });

  it.each([
    ['a repeated byte', Buffer.alloc(32, 7).toString('base64')],
    ['a typed sentence', Buffer.from('this is a secret of 32 letters!!').toString('base64')],
    ['half a key', randomBytes(16).toString('base64')],
    ['hexadecimal', randomBytes(32).toString('hex')],
  ])('refuses %s as a key and does not print it', (_what, weak) => {
    const [fault, ...others] = faultsOf({ ...complete(), BANGDAI_PAYLOAD_KEY: weak });
    expect(others).toEqual([]);
    expect(fault).toMatch(/^BANGDAI_PAYLOAD_KEY (is weak|must be 32 bytes)/);
    expect(fault).not.toContain(weak);
  });

  it('refuses one key for two uses', () => {
    const env = complete();
    expect(faultsOf({ ...env, BANGDAI_INDEX_KEY: env.BANGDAI_DATA_KEY })).toEqual([
      'BANGDAI_INDEX_KEY must not be the same key as BANGDAI_DATA_KEY',
    ]);
  });

  it('takes several keys and secrets, the newest first', () => {
    const [oldKey, newKey, oldSecret, newSecret] = [key(), key(), key(), key()];
    const config = loadConfig({ ...complete(), BANGDAI_DATA_KEY: `${newKey},${oldKey}`, BANGDAI_BANK_SECRET: `whsec_${newSecret} ${oldSecret}` }); // prettier-ignore
    expect(config.dataKeys.current.bytes.toString('base64')).toBe(newKey);
    expect(config.dataKeys.keys).toHaveLength(2);
    expect(config.bankSecrets).toEqual([newSecret, oldSecret]);
  });

  it('does not let a sandbox stand in for a bank in production', () => {
    const faults = faultsOf({ ...complete(), BANGDAI_MODE: 'production' });
    expect(faults.map((fault) => fault.split(' ').slice(0, 3).join(' '))).toEqual([
      'BANGDAI_BANK_URL is missing;',
      'BANGDAI_TREASURY_URL is missing;',
      'BANGDAI_BANK_SECRET must not',
      'BANGDAI_TREASURY_SECRET must not',
    ]);
  });

  it('has no secret for all banks in production, and needs one elsewhere', () => {
    const { BANGDAI_BANK_SECRET: _bank, BANGDAI_TREASURY_SECRET: _treasury, ...rest } = complete();
    const urls = { BANGDAI_BANK_URL: 'https://bank.example', BANGDAI_TREASURY_URL: 'https://pay.example' };
    const config = loadConfig({ ...rest, ...urls, BANGDAI_MODE: 'production' });
    expect([config.bankSecrets, config.treasurySecrets]).toEqual([[], []]);
    expect(faultsOf(rest).map((fault) => fault.split(' ')[0])).toEqual([
      'BANGDAI_BANK_SECRET',
      'BANGDAI_TREASURY_SECRET',
    ]);
  });
});
