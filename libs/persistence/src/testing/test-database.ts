import { BlindIndex, createKeyRing, FieldCipher } from '@bangdai/platform';
import { loadPacks, type PackRegistry } from '@bangdai/policy-packs';
import { createHash, randomUUID } from 'node:crypto';
import pg from 'pg';
import { createPersistence, type Persistence } from '../persistence.js';
import { createMigrated } from './template-database.js';

export interface TestDatabase {
  persistence: Persistence;
  packs: PackRegistry;
  /** Another client of the same database, as a second process would be; to be closed by whoever asked for it. */
  connect(): Promise<Persistence>;
  /** The application's role. */
  databaseUrl: string;
  /** The owner, who sees what lies in the tables. */
  adminUrl: string;
  drop(): Promise<void>;
}

const APPLICATION_PASSWORD = 'bangdai_app';
const keyOf = (use: string): Buffer => createHash('sha256').update(`bangdai test ${use}`).digest();
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Keys that every test shares, so that a database of one process opens in another. */
export const testKeys = { data: keyOf('data key'), index: keyOf('index key') };

/**
 * A fresh, migrated database with a county for each pack, on the server of BANGDAI_TEST_PG_URL.
 * @throws Error when that variable is missing: without a real server the test has nothing to say
 */
export async function createTestDatabase(options: { packs?: PackRegistry } = {}): Promise<TestDatabase> {
  const server = process.env['BANGDAI_TEST_PG_URL'];
  if (!server) throw new Error('BANGDAI_TEST_PG_URL must name a PostgreSQL server (npm test starts one)');
  const name = `bangdai_test_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  const adminOf = (database: string): string => withParts(server, { pathname: `/${database}` });
  const applicationOf = (database: string): string =>
    withParts(adminOf(database), { username: 'bangdai_app', password: APPLICATION_PASSWORD });
  await createMigrated(server, name, (database, role) =>
    role === 'owner' ? adminOf(database) : applicationOf(database),
  );
  const [adminUrl, databaseUrl] = [adminOf(name), applicationOf(name)];
  const packs = options.packs ?? loadPacks();
  const connect = () =>
    createPersistence({
      databaseUrl,
      cipher: new FieldCipher(createKeyRing([testKeys.data])),
      blindIndex: new BlindIndex(testKeys.index),
      packs,
      calendar: packs.calendar,
      logger: quiet,
      poolSize: 8,
    });
  const persistence = await connect();
  await persistence.ensureCounties();
  const drop = async () => {
    await persistence.close();
    await onServer(server, `drop database if exists ${name} with (force)`);
  };
  return { persistence, packs, databaseUrl, adminUrl, connect, drop };
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function withParts(url: string, parts: Partial<Pick<URL, 'pathname' | 'username' | 'password'>>): string {
  return Object.assign(new URL(url), parts).toString();
}
