/**
 * `npm run bench`: measures the product beside bare floors on the same servers in the same run; prints a table and
 * JSON, and keeps the JSON in `.data/bench`. `npm run bench -- lifecycle http` runs groups; `--quick` one
 * repetition of each. PostgreSQL is durable here (fsync), as it is in production and is not for the tests.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './paths.mjs';
import { say, sayError } from './say.mjs';
import { checkNodeVersion, ensureBuilt, ensureInstalled } from './workspace.mjs';

const groups = ['lifecycle', 'history', 'http', 'programme', 'settlement'];

/** @typedef {{ group: string, name: string, unit: string, better: 'more' | 'less', floor: number[] | null, ours: number[], goal: number | null, goalOn: 'ratio' | 'ours', note?: string }} Figure */

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
/** @param {number} value */
const short = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** @param {number[]} values */
const spread = (values) =>
  values.length > 1
    ? `${short(median(values))} (${short(Math.min(...values))}–${short(Math.max(...values))})`
    : short(median(values));

/** @param {Figure} figure */
function rowOf({ group, name, unit, better, floor, ours, goal, goalOn }) {
  const mine = median(ours);
  const bare = floor ? median(floor) : null;
  const ratio = bare === null ? null : mine / bare;
  const measured = goalOn === 'ratio' && ratio !== null ? ratio : mine;
  const met = goal === null ? '' : (better === 'more' ? measured >= goal : measured <= goal) ? 'yes' : 'no';
  return {
    group,
    figure: name,
    unit,
    floor: floor ? spread(floor) : '',
    ours: spread(ours),
    ratio: ratio === null ? '' : ratio.toFixed(2),
    goal: goal === null ? '' : `${better === 'more' ? '≥' : '≤'} ${goal}${goalOn === 'ratio' ? ' ×' : ''}`,
    met,
  };
}

/** @param {Record<string, string>[]} rows */
function table(rows) {
  const heads = Object.keys(rows[0] ?? {});
  const widths = heads.map((head) => Math.max(head.length, ...rows.map((row) => (row[head] ?? '').length)));
  const line = (/** @type {string[]} */ cells) =>
    cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ');
  return [line(heads), ...rows.map((row) => line(heads.map((head) => row[head] ?? '')))].join('\n');
}

/**
 * The tests' server started again with every write on disk before it counts.
 * @param {import('./testing/provisions.mjs').TestDatabase} database
 */
async function startDurable(database) {
  const { Child } = await import('./running/child.mjs');
  const { postgresPlan } = await import('./running/postgres.mjs');
  const { waitUntilReady } = await import('./running/health.mjs');
  const { default: pg } = await import('pg');
  const url = await database.start();
  await database.child?.stop();
  const port = Number(new URL(url).port);
  const [folder, logFolder] = ['data', 'logs'].map((name) => path.join(database.folder, name));
  const flags = ['-c', 'fsync=on', '-c', 'synchronous_commit=on', '-c', 'full_page_writes=on'];
  const child = new Child(
    await postgresPlan({ folder: folder ?? '', port, logFolder: logFolder ?? '', flags }),
  );
  database.child = child;
  await waitUntilReady(
    child,
    async () => {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      return client
        .connect()
        .then(() => client.query('show fsync'))
        .then(({ rows }) => rows[0]?.fsync === 'on')
        .catch(() => false)
        .finally(() => client.end().catch(() => undefined));
    },
    60_000,
  );
  return url;
}

/** @param {string} group @param {NodeJS.ProcessEnv} env */
function run(group, env) {
  return new Promise((resolve) => {
    const jest = path.join(root, 'node_modules/jest/bin/jest.js');
    const args = [
      jest,
      '--runInBand',
      '--forceExit',
      '--testMatch',
      `<rootDir>/tests/bench/${group}.bench.ts`,
    ];
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('exit', (code) => resolve(code));
  });
}

/** What the figures belong to. */
function machineNow() {
  const [load = 0] = os.loadavg();
  return { cpus: os.cpus().length, cpu: os.cpus()[0]?.model ?? '', node: process.version, load };
}

async function main() {
  const args = process.argv.slice(2);
  const wished = args.filter((arg) => !arg.startsWith('-'));
  const unknown = wished.filter((group) => !groups.includes(group));
  if (unknown.length > 0) throw new Error(`no group ${unknown.join(', ')}; there are ${groups.join(', ')}`);
  checkNodeVersion();
  await ensureInstalled();
  await ensureBuilt({ withTests: true });
  const { TestDatabase, provideTools } = await import('./testing/provisions.mjs');
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'bangdai-bench-'));
  const database = new TestDatabase();
  process.once('exit', () => {
    database.kill();
    rmSync(scratch, { recursive: true, force: true });
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => process.exit(130));
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' };
  await provideTools(new Set(['postgres', 'temporal', 'testServer']), env);
  env.BANGDAI_TEST_PG_URL = await startDurable(database);
  env.BANGDAI_BENCH_OUT = path.join(scratch, 'figures.jsonl');
  if (args.includes('--quick'))
    Object.assign(env, { BANGDAI_BENCH_REPETITIONS: '1', BANGDAI_BENCH_LIVES: '24' });
  writeFileSync(env.BANGDAI_BENCH_OUT, '');
  let failed = 0;
  const machine = machineNow();
  if (machine.load > 1) say(`the machine is at work already (load ${machine.load}): figures will spread`);
  for (const group of wished.length > 0 ? wished : groups) {
    say(`measuring ${group}`);
    if ((await run(group, env)) !== 0) failed += 1;
  }
  /** @type {Figure[]} */
  const figures = readFileSync(env.BANGDAI_BENCH_OUT, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((text) => JSON.parse(text));
  const kept = path.join(root, '.data/bench');
  mkdirSync(kept, { recursive: true });
  const file = path.join(kept, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  const results = { at: new Date().toISOString(), machine, figures };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(results)}\n\n${table(figures.map(rowOf))}\n`);
  await database.stop();
  process.exit(failed > 0 || figures.length === 0 ? 1 : 0);
}

main().catch((error) => {
  sayError(error);
  process.exit(1);
});
