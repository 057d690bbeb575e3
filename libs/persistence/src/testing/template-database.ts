import { createHash } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../database/migrate.js';
import { migrations } from '../migrations/index.js';

const LOCK = 7_340_212;

/** Another schema is another template: tests of two states of the code may share a server. */
const templateName = (): string => {
  const hash = createHash('sha256');
  for (const migration of migrations) hash.update(String(migration));
  return `bangdai_template_${hash.digest('hex').slice(0, 12)}`;
};

/**
 * Makes a database with the whole schema and the application's rights, as a copy of one that is migrated once per server.
 * @param addressOf address of a database of this server by its name and role
 */
export async function createMigrated(
  server: string,
  name: string,
  addressOf: (database: string, role: 'owner' | 'application') => string,
): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    const template = templateName();
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (rowCount === 0) await makeTemplate(client, template, addressOf);
    await client.query('select pg_advisory_unlock($1)', [LOCK]);
    await client.query(`create database ${name} template ${template}`);
  } finally {
    await client.end();
  }
}

/** Under another name until it is whole: what is broken off is no template. */
async function makeTemplate(
  client: pg.Client,
  template: string,
  addressOf: (database: string, role: 'owner' | 'application') => string,
): Promise<void> {
  const growing = `${template}_growing`;
  await client.query(`drop database if exists ${growing} with (force)`);
  await client.query(`create database ${growing}`);
  await migrate({ adminUrl: addressOf(growing, 'owner'), applicationUrl: addressOf(growing, 'application') });
  await client.query(`alter database ${growing} rename to ${template}`);
}
