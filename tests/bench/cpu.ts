import { readdirSync, readFileSync } from 'node:fs';

/** CPU seconds used so far by the processes of this run. */
export interface CpuUse {
  temporal: number;
  worker: number;
  floorWorker: number;
  postgres: number;
}

interface Running {
  pid: number;
  parent: number;
  name: string;
  command: string;
  seconds: number;
}

/** The unit of `/proc/<pid>/stat` on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** @returns null where the system has no `/proc` to read it from */
export function cpuUse(): CpuUse | null {
  if (process.platform !== 'linux') return null;
  const all = readdirSync('/proc').flatMap((entry) => running(Number(entry)));
  const mine = all.filter(({ parent }) => parent === process.pid);
  const sum = (some: Running[]): number => some.reduce((total, { seconds }) => total + seconds, 0);
  const usedBy = (part: string): number => sum(mine.filter(({ command }) => command.includes(part)));
  return {
    temporal: sum(mine.filter(({ name }) => name.startsWith('temporal'))),
    worker: usedBy('apps/worker/dist/main.js'),
    floorWorker: usedBy('floor-worker.js'),
    postgres: sum(postgresOf(all)),
  };
}

/** The server of the run, told by its port, and its backends; what ended backends used is in the server's figure. */
function postgresOf(all: Running[]): Running[] {
  const { port } = new URL(process.env['BANGDAI_TEST_PG_URL'] ?? 'postgres://127.0.0.1:0');
  const server = all.find(({ name, command }) => name === 'postgres' && command.includes(`\0-p\0${port}\0`));
  return server ? [server, ...all.filter(({ parent }) => parent === server.pid)] : [];
}

/** A process may end while it is looked at: then it is left out. */
function running(pid: number): Running[] {
  if (!Number.isInteger(pid)) return [];
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const end = stat.lastIndexOf(')');
    const fields = stat.slice(end + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((total, field) => total + Number(field), 0);
    return [
      {
        pid,
        parent: Number(fields[1]),
        name: stat.slice(stat.indexOf('(') + 1, end),
        command: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
        seconds: ticks / TICKS_A_SECOND,
      },
    ];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ESRCH') return [];
    throw error;
  }
}
