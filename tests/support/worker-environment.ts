import { testKeys, type TestDatabase } from '@bangdai/persistence/testing';
import { createHash } from 'node:crypto';
import type { CounterpartFakes } from './counterpart-fakes.js';
import { testPayloadKey } from './loan-clock.js';

const base64 = (use: string): string => createHash('sha256').update(`bangdai test ${use}`).digest('base64');

/** The worker's configuration as the launcher would give it. */
export function workerEnvironment(
  database: TestDatabase,
  counterparts: CounterpartFakes,
  temporalAddress: string,
): NodeJS.ProcessEnv {
  return {
    BANGDAI_MODE: 'test',
    BANGDAI_LOG_LEVEL: process.env['BANGDAI_LOG_LEVEL'] ?? 'error',
    BANGDAI_DATABASE_URL: database.databaseUrl,
    BANGDAI_TEMPORAL_ADDRESS: temporalAddress,
    BANGDAI_DATA_KEY: testKeys.data.toString('base64'),
    BANGDAI_INDEX_KEY: testKeys.index.toString('base64'),
    BANGDAI_PAYLOAD_KEY: testPayloadKey.toString('base64'),
    BANGDAI_BANK_SECRET: base64('bank secret'),
    BANGDAI_TREASURY_SECRET: base64('treasury secret'),
    BANGDAI_BANK_URL: `${counterparts.url}/bank`,
    BANGDAI_TREASURY_URL: `${counterparts.url}/treasury`,
  };
}
