/** Runs the test files of one tier with jest, in a process group of its own, and counts. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../paths.mjs';
import { isGroupRunning, signalSafely } from '../running/process-table.mjs';
import { stopGroup } from '../running/child.mjs';
import { countReport } from './count.mjs';

const limitMs = 40 * 60_000;
/** @type {Set<number>} */
const running = new Set();

/**
 * @param {import('./tiers.mjs').Tier} tier
 * @param {string[]} files
 * @param {{ env: NodeJS.ProcessEnv, scratch: string, jestFlags: string[] }} options
 * @returns {Promise<import('./count.mjs').Count>}
 */
export async function runTier(tier, files, { env, scratch, jestFlags }) {
  if (files.length === 0) return { passed: 0, failed: 1, remark: 'no test found' };
  const report = path.join(scratch, `${tier.name}.json`);
  const args = [
    '--experimental-vm-modules',
    '--no-warnings',
    path.join(root, 'node_modules/jest/bin/jest.js'),
  ];
  args.push('--json', '--outputFile', report, '--forceExit');
  args.push(tier.workers === 1 ? '--runInBand' : `--maxWorkers=${tier.workers}`, ...jestFlags);
  args.push('--runTestsByPath', ...files);
  const options = { NODE_OPTIONS: '--experimental-vm-modules --no-warnings', CI: env.CI ?? '' };
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...env, ...options },
    // jest prints its own account to stderr; stdout would only repeat the report.
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const pid = child.pid ?? 0;
  running.add(pid);
  const timer = setTimeout(() => signalSafely(-pid, 'SIGKILL'), limitMs);
  const exitCode = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(code ?? signal));
  });
  clearTimeout(timer);
  const hasLeftovers = isGroupRunning(pid);
  if (hasLeftovers) await stopGroup(pid, 'SIGTERM', 3_000);
  running.delete(pid);
  const written = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined;
  const count = countReport(written, exitCode);
  return hasLeftovers ? { ...count, remark: `${count.remark} (left processes behind)`.trim() } : count;
}

/** Ends what runs, at once. */
export function killRunningTier() {
  for (const pid of running) signalSafely(-pid, 'SIGKILL');
}
