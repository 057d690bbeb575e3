/** The database and the application's role, made once; tables and grants are the migrations' work. */
import pg from 'pg';
import { applicationRole, databaseName, ownerRole } from '../environment.mjs';
import { PlainError } from '../say.mjs';

/**
 * @param {number} port
 * @param {string} password
 * @param {string} database
 */
function connectOptions(port, password, database) {
  return { host: '127.0.0.1', port, user: ownerRole, password, database, connectionTimeoutMillis: 3_000 };
}

/** @param {number} port @param {string} password */
export async function answersQueries(port, password) {
  const client = new pg.Client(connectOptions(port, password, 'postgres'));
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    if (/** @type {{ code?: string }} */ (error).code === '28P01') {
      throw new PlainError(
        'The database does not know the password in secrets.json (one of the two was deleted or replaced)',
        'Put the old file back, or begin anew with `npm start -- --fresh`',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @param {{ port: number, ownerPassword: string, applicationPassword: string }} wish */
export async function ensureDatabase({ port, ownerPassword, applicationPassword }) {
  const client = new pg.Client(connectOptions(port, ownerPassword, 'postgres'));
  await client.connect();
  try {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [applicationRole]);
    const verb = role.rowCount ? 'alter' : 'create';
    await client.query(
      `${verb} role ${applicationRole} login nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(applicationPassword)}`,
    );
    const database = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (!database.rowCount) await client.query(`create database ${databaseName} owner ${ownerRole}`);
  } finally {
    await client.end();
  }
}
