/** One process that the launcher looks after: its own process group, its own log file, stopped with a limit of time. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';

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
    if (this.pid) signalGroup(this.pid, 'SIGKILL');
  }
}

/**
 * Asks the leader of a process group to end, waits, and then ends whatever is left of the group.
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 * @param {number} graceMs
 */
export async function stopGroup(pid, signal, graceMs) {
  signalLeader(pid, signal);
  const until = Date.now() + graceMs;
  while (isGroupAlive(pid) && Date.now() < until) {
    if (!isLeaderAlive(pid)) signalGroup(pid, 'SIGTERM');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  signalGroup(pid, 'SIGKILL');
  const reaped = Date.now() + 2_000;
  while (isGroupAlive(pid) && Date.now() < reaped) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** @param {number} pid @param {NodeJS.Signals | 0} signal */
function signalGroup(pid, signal) {
  return signalSafely(-pid, signal);
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function signalLeader(pid, signal) {
  return signalSafely(pid, signal);
}

/** @param {number} target @param {NodeJS.Signals | 0} signal */
function signalSafely(target, signal) {
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {number} pid */
const isGroupAlive = (pid) => signalSafely(-pid, 0);
/** @param {number} pid */
const isLeaderAlive = (pid) => signalSafely(pid, 0);
