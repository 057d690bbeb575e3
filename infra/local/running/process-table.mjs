/** What the kernel says about processes. One that has ended but was not yet collected by its parent counts as ended. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/**
 * @param {number | string} pid
 * @returns {{ group: number, startedAt: string } | undefined} undefined if there is no such process or it has ended
 */
function readLinuxProcess(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { group: Number(fields[2]), startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/**
 * Something that differs between two processes which had the same id: the kernel's start time.
 * @param {number} pid
 * @returns {string | undefined}
 */
export function startTime(pid) {
  if (process.platform === 'linux') return readLinuxProcess(pid)?.startedAt;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
export function isRunning(pid) {
  return process.platform === 'linux' ? readLinuxProcess(pid) !== undefined : signalSafely(pid, 0);
}

/** @param {number} group */
export function isGroupRunning(group) {
  if (process.platform !== 'linux') return signalSafely(-group, 0);
  if (!signalSafely(-group, 0)) return false;
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && readLinuxProcess(name)?.group === group);
}

/**
 * @param {number} target a process id, or a negative group id
 * @param {NodeJS.Signals | 0} signal
 * @returns {boolean} whether there was somebody to take it
 */
export function signalSafely(target, signal) {
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
