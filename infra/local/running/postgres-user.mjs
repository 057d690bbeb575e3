/**
 * PostgreSQL refuses to run as root. As root it is therefore run by the user `postgres`, who is made if missing; where
 * that user may not enter the folder of the clone (for example below /root), it is given that one right.
 */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { PlainError } from '../say.mjs';
import { findOnPath } from '../tools/resolve.mjs';

/**
 * @typedef {object} PostgresUser
 * @property {number} [uid]
 * @property {number} [gid]
 * @property {(program: string, args: string[]) =>
 *   { command: string, args: string[], options: { uid?: number, gid?: number } }} wrap
 */

/**
 * @param {string[]} places the program and the data folder that the user must reach
 * @returns {Promise<PostgresUser>}
 */
export async function postgresUser(places) {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => ({ command, args, options: {} }) };
  const { uid, gid } = ensureUser();
  const closed = places.map(firstClosedFolder).find(Boolean);
  if (!closed) return { uid, gid, wrap: (command, args) => ({ command, args, options: { uid, gid } }) };
  const setpriv = findOnPath('setpriv');
  if (!setpriv) {
    throw new PlainError(
      `PostgreSQL cannot run as root, and its user "postgres" may not enter ${closed}`,
      `Allow it (chmod o+x ${closed}), move the clone elsewhere, or start as an ordinary user`,
    );
  }
  const rights = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  // PostgreSQL asks with access(2), which forgets capabilities unless no_setuid_fixup is set.
  rights.push(
    '--securebits',
    '+no_setuid_fixup',
    '--inh-caps',
    '+dac_override',
    '--ambient-caps',
    '+dac_override',
  );
  return {
    uid,
    gid,
    wrap: (command, args) => ({ command: setpriv, args: [...rights, command, ...args], options: {} }),
  };
}

/** @param {string} place @returns {string | undefined} the first folder on the way that others may not enter */
export function firstClosedFolder(place) {
  const parts = path.dirname(path.resolve(place)).split(path.sep).filter(Boolean);
  const folders = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
  return folders.find((folder) => (statSync(folder).mode & 0o001) === 0);
}

function ensureUser() {
  const known = lookUp();
  if (known) return known;
  try {
    execFileSync('groupadd', ['--force', 'postgres'], { stdio: 'pipe' });
    execFileSync(
      'useradd',
      ['--gid', 'postgres', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
      { stdio: 'pipe' },
    );
  } catch {
    // Told below.
  }
  const made = lookUp();
  if (made) return made;
  throw new PlainError(
    'PostgreSQL cannot run as root, and a user "postgres" could not be made',
    'Start as an ordinary user, or run: useradd postgres',
  );
}

function lookUp() {
  try {
    const id = (/** @type {string} */ flag) =>
      Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString());
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}
