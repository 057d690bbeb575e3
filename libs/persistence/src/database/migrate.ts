import type { DataSource } from 'typeorm';
import { APPEND_ONLY } from './application-role.js';
import { buildDataSource } from './data-source.js';

export interface MigrateOptions {
  /** Owner of the schema. */
  adminUrl: string;
  /** The application's role: its name and password are taken from this address. */
  applicationUrl: string;
}

/** Any number that all who migrate the same database agree on. */
const MIGRATION_LOCK = 7_340_211;

/**
 * Brings the schema up to date, then makes the application's role and its rights. Repeatable; two processes that start
 * at once wait for each other.
 */
export async function migrate({ adminUrl, applicationUrl }: MigrateOptions): Promise<string[]> {
  const dataSource = await buildDataSource(adminUrl, 3).initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const run = await dataSource.runMigrations({ transaction: 'each' });
    await grantApplication(dataSource, applicationUrl);
    return run.map(({ name }) => name);
  } finally {
    await lock.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
    await lock.release();
    await dataSource.destroy();
  }
}

async function grantApplication(dataSource: DataSource, applicationUrl: string): Promise<void> {
  const { username, password, pathname } = new URL(applicationUrl);
  const role = quoteName(decodeURIComponent(username));
  const database = quoteName(decodeURIComponent(pathname.slice(1)));
  const [current] = (await dataSource.query('select current_user as name')) as { name: string }[];
  if (current?.name === decodeURIComponent(username))
    throw new Error('the application must not connect as the owner of the schema: name another role');
  await ensureRole(dataSource, decodeURIComponent(username), decodeURIComponent(password));
  await dataSource.query(`
    grant connect on database ${database} to ${role};
    grant usage on schema public to ${role};
    revoke create on schema public from public;
    revoke all on all tables in schema public from ${role};
    grant select, insert, update, delete on all tables in schema public to ${role};
    revoke update, delete on ${APPEND_ONLY.join(', ')} from ${role};
    revoke insert, update, delete on migrations from ${role};
    grant usage on all sequences in schema public to ${role};
  `);
}

/** Roles belong to the server: another database of it may have made this one already. */
async function ensureRole(dataSource: DataSource, name: string, password: string): Promise<void> {
  await dataSource.query(`
    do $$ begin
      create role ${quoteName(name)} login nosuperuser nocreatedb nocreaterole;
    exception when duplicate_object or unique_violation then null; end $$`);
  await dataSource.query(`
    do $$ begin
      alter role ${quoteName(name)} with login password ${quoteText(password)};
    exception when internal_error then null; end $$`);
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
