/**
 * `.data/run.json` lists the processes of the running launcher. If the launcher itself was killed, the next start
 * finds here what it left behind. A process is known by id and start time, since ids are used again.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlainError, say } from '../say.mjs';
import { stopGroup } from './child.mjs';
import { startTime } from './process-table.mjs';

/** @typedef {{ name: string, pid: number, startedAt: string }} RunEntry */

/** @param {string} dataFolder */
const runFile = (dataFolder) => path.join(dataFolder, 'run.json');

/** @param {RunEntry} entry */
function isAlive(entry) {
  return startTime(entry.pid) === entry.startedAt;
}

/** @param {string} dataFolder @returns {RunEntry[]} */
export function readRun(dataFolder) {
  const file = runFile(dataFolder);
  if (!existsSync(file)) return [];
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [];
  }
}

/** Writes down the processes of this run as they come. */
export class RunFile {
  /** @param {string} dataFolder */
  constructor(dataFolder) {
    this.dataFolder = dataFolder;
    /** @type {RunEntry[]} */
    this.entries = [];
    mkdirSync(dataFolder, { recursive: true });
    this.add('launcher', process.pid);
  }

  /** @param {string} name @param {number} pid */
  add(name, pid) {
    const startedAt = startTime(pid);
    if (!startedAt) return;
    this.entries.push({ name, pid, startedAt });
    writeFileSync(runFile(this.dataFolder), `${JSON.stringify(this.entries)}\n`);
  }

  remove() {
    rmSync(runFile(this.dataFolder), { force: true });
  }
}

/**
 * Refuses to start beside a living launcher; ends what a killed one has left.
 * @param {string} dataFolder
 */
export async function recoverFromLastRun(dataFolder) {
  const living = readRun(dataFolder).filter(isAlive);
  if (living.some(({ name }) => name === 'launcher')) {
    const { pid } = /** @type {RunEntry} */ (living.find(({ name }) => name === 'launcher'));
    throw new PlainError(
      `Bangdai already runs from this folder (process ${pid}) · 已在运行`,
      `Stop it with Ctrl-C where it was started, or with: kill ${pid}`,
    );
  }
  for (const entry of living.reverse()) {
    say(`  left from the last run: stopping ${entry.name} (process ${entry.pid})`);
    await stopGroup(entry.pid, entry.name === 'postgres' ? 'SIGINT' : 'SIGTERM', 10_000);
  }
  rmSync(runFile(dataFolder), { force: true });
}
