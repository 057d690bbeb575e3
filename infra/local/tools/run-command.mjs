/** Runs a helper program with a limit of time; its output is kept for the error message. */
import { spawn } from 'node:child_process';
import { say } from '../say.mjs';

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, cwd?: string, timeoutMs?: number, progress?: string,
 *   isStalled?: () => boolean }} [options] `progress` is said every 15 s; `isStalled` is asked every second
 * @returns {Promise<string>} what it printed
 */
export async function runCommand(command, args, options = {}) {
  const { env = process.env, cwd, timeoutMs = 600_000, progress, isStalled } = options;
  const startedAt = Date.now();
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const endGroup = () => killGroup(child.pid);
  process.once('exit', endGroup);
  let output = '';
  let giveUpReason = '';
  const collect = (/** @type {Buffer} */ chunk) => (output = (output + chunk.toString()).slice(-200_000));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const giveUp = (/** @type {string} */ reason) => {
    giveUpReason = reason;
    endGroup();
  };
  const watch = setInterval(() => {
    if (Date.now() - startedAt > timeoutMs) giveUp(`no result within ${Math.round(timeoutMs / 1000)} s`);
    else if (isStalled?.()) giveUp('nothing arrives');
  }, 1_000);
  const ticker = progress
    ? setInterval(() => say(`  … ${progress}: ${Math.round((Date.now() - startedAt) / 1000)} s`), 15_000)
    : undefined;
  try {
    const code = await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode, signal) => resolve(exitCode ?? signal));
    });
    if (giveUpReason) throw new Error(giveUpReason);
    if (code !== 0) throw new Error(lastLine(output) || `${command} ended with ${code}`);
    return output;
  } finally {
    clearInterval(watch);
    clearInterval(ticker);
    process.removeListener('exit', endGroup);
  }
}

/** @param {number | undefined} pid */
function killGroup(pid) {
  if (!pid) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** @param {string} output */
function lastLine(output) {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}
