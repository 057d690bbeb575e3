/** One process that the launcher looks after: its own process group, its own log file, stopped with a limit of time. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import { isGroupRunning, isRunning, signalSafely } from './process-table.mjs';

/**
 * @typedef {object} ChildPlan
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {string} cwd
 * @property {string} logFolder
 * @property {string} [remedy] what to do when it dies
 * @property {NodeJS.Signals} [stopSignal]
 * @property {number} [graceMs] how long it may take to stop
 * @property {{ uid?: number, gid?: number }} [user]
 */

export class Child {
  /** @param {ChildPlan} plan */
  constructor(plan) {
    this.plan = plan;
    this.name = plan.name;
    this.logFile = path.join(plan.logFolder, `${plan.name}.log`);
    this.isStopping = false;
    mkdirSync(plan.logFolder, { recursive: true });
    if (existsSync(this.logFile)) renameSync(this.logFile, `${this.logFile}.1`);
    const log = openSync(this.logFile, 'a');
    // Own group: Ctrl-C in the terminal reaches the launcher only, which then stops the children in order.
    this.process = spawn(plan.command, plan.args, {
      cwd: plan.cwd,
      env: plan.env,
      stdio: ['ignore', log, log],
      detached: true,
      ...plan.user,
    });
    closeSync(log);
    /** @type {Promise<string>} how it ended, in words */
    this.ended = new Promise((resolve) => {
      this.process.once('error', (error) => resolve(`could not be started: ${error.message}`));
      this.process.once('exit', (code, signal) =>
        resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`),
      );
    });
    this.hasEnded = false;
    void this.ended.then(() => (this.hasEnded = true));
  }

  get pid() {
    return this.process.pid ?? 0;
  }

  async stop() {
    this.isStopping = true;
    if (this.pid) await stopGroup(this.pid, this.plan.stopSignal ?? 'SIGTERM', this.plan.graceMs ?? 10_000);
  }

  kill() {
    this.isStopping = true;
    if (this.pid) signalSafely(-this.pid, 'SIGKILL');
  }
}

/**
 * Asks the leader of a process group to end, waits, and then ends whatever is left of the group.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 * @param {number} graceMs
 */
export async function stopGroup(pid, signal, graceMs) {
  signalSafely(pid, signal);
  await waitWhile(() => isRunning(pid), graceMs);
  signalSafely(-pid, 'SIGTERM');
  await waitWhile(() => isGroupRunning(pid), 2_000);
  signalSafely(-pid, 'SIGKILL');
  await waitWhile(() => isGroupRunning(pid), 2_000);
}

/** @param {() => boolean} isSo @param {number} limitMs */
async function waitWhile(isSo, limitMs) {
  const until = Date.now() + limitMs;
  while (isSo() && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 40));
}
