import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, it } from '@jest/globals';
import type { ImportView, Page, SettlementRow, TaskRow } from '@bangdai/contracts/http';
import { Pool } from 'pg';
import { eventually, type Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';
import { appoint, securityAdminOf } from '../support/staff.js';
import { inParallel, interleaved, percentile, repetitions, report, seconds } from './figures.js';
import { Floor } from './floor.js';

const county = 'bachu-2024';
const portfolio = readFileSync(new URL('../support/data/bachu-portfolio-2024-01-25.csv', import.meta.url));
const decisionsAlone = 30;
const clients = 32;

let product: Product;
let office: Operator;
let clerk: Operator;
let head: Operator;
let floor: Floor;
let pool: Pool;
let bare: Server;
let bareUrl: string;

beforeAll(async () => {
  product = await startProduct();
  const admin = await securityAdminOf(product.apiUrl, county);
  const place = '琼库尔恰克乡/1村';
  office = await appoint(product.apiUrl, admin, { role: 'countyOffice', county });
  clerk = await appoint(product.apiUrl, admin, { role: 'village', county, place });
  head = await appoint(product.apiUrl, admin, { role: 'village', county, place });
  floor = await Floor.open(product.temporalAddress);
  pool = new Pool({ connectionString: product.adminDatabaseUrl, max: 10 });
  bare = createServer((_request, response) => {
    void pool
      .query('select code, name from county limit 1')
      .then(({ rows }) => response.end(JSON.stringify(rows)));
  }).listen(0, '127.0.0.1');
  await once(bare, 'listening');
  bareUrl = `http://127.0.0.1:${(bare.address() as AddressInfo).port}`;
}, 240_000);

afterAll(async () => {
  bare?.close();
  await pool?.end();
  await floor?.close();
  await product?.stop();
}, 60_000);

let serial = 0;
/** A new household each time: serial births of one year, with their check digit. */
function idNumber(): string {
  const day = new Date(Date.UTC(1980, 0, 1 + Math.floor(serial / 900)))
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
  const body = `659999${day}${String(100 + (serial++ % 900)).padStart(3, '0')}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...body].reduce((total, digit, at) => total + Number(digit) * weights[at]!, 0);
  return body + '10X98765432'[sum % 11];
}

async function openTasks(count: number): Promise<TaskRow[]> {
  await inParallel(count, 8, async () => {
    await clerk.post('/v1/applications', {
      ...{ county, appliedOn: '2024-03-04', name: '张三', idNumber: idNumber(), phone: '19900000000' },
      ...{
        township: '琼库尔恰克乡',
        village: '1村',
        targetGroup: 'liftedPoor',
        amount: '20000.00',
        termMonths: 12,
      },
      ...{ purpose: 'planting', education: '初中' },
    });
  });
  const { body } = await head.get<Page<TaskRow>>('/v1/tasks?tab=todo&step=villageReview&limit=500');
  return body.rows.slice(0, count);
}

const decide = (task: TaskRow) =>
  head.post(`/v1/tasks/${encodeURIComponent(task.id)}/decision`, { decision: 'approve', opinion: '同意' });

async function times(count: number, width: number, work: (n: number) => Promise<unknown>): Promise<number[]> {
  const taken: number[] = [];
  await inParallel(count, width, async (n) => {
    taken.push(1000 * (await seconds(() => work(n))));
  });
  return taken;
}

/** The bare Update to a running bare workflow. */
async function bareUpdates(count: number, width: number): Promise<number[]> {
  const handles = await Promise.all(Array.from({ length: count }, () => floor.start(1, 1)));
  return times(count, width, (n) => handles[n]!.executeUpdate('decide', { args: ['one'] }));
}

it('a decision over HTTP, alone and with 32 clients', async () => {
  await Promise.all((await openTasks(4)).map(decide));
  for (const [width, count] of [
    [1, decisionsAlone],
    [clients, clients * 2],
  ] as const) {
    const floorTimes: number[][] = [];
    const ours: number[][] = [];
    for (let turn = 0; turn < repetitions(); turn += 1) {
      floorTimes.push(await bareUpdates(count, width));
      const tasks = await openTasks(count);
      ours.push(await times(tasks.length, width, (n) => decide(tasks[n]!)));
    }
    const who = width === 1 ? 'alone' : `${width} clients`;
    for (const [share, name, goal] of [
      [0.5, 'p50', width === 1 ? 2 : 1.2],
      [0.99, 'p99', width === 1 ? 2 : 1.2],
    ] as const) {
      report({
        ...{
          group: 'http',
          name: `decision ${who}, ${name}`,
          unit: 'ms',
          better: 'less',
          goal,
          goalOn: 'ratio',
        },
        floor: floorTimes.map((one) => percentile(one, share)),
        ours: ours.map((one) => percentile(one, share)),
        note: 'floor: a bare Update; ours: over HTTP, recorded in PostgreSQL before the answer',
      });
    }
  }
}, 600_000);

it('the list page of loans', async () => {
  await openTasks(4);
  const figures = await interleaved(
    async () => percentile(await times(300, 4, () => fetch(bareUrl).then((answer) => answer.text())), 0.95),
    async () =>
      percentile(await times(300, 4, () => office.get(`/v1/loans?county=${county}&limit=50`)), 0.95),
  );
  report({
    group: 'http',
    name: 'list page of 50 loans, p95',
    unit: 'ms',
    better: 'less',
    goal: 20,
    goalOn: 'ours',
    ...figures,
    note: 'floor: bare HTTP with one row',
  });
}, 300_000);

it('import and settlement of 7,952 loans', async () => {
  const form = new FormData();
  form.set('file', new Blob([portfolio], { type: 'text/csv' }), 'portfolio.csv');
  form.set('county', county);
  form.set('asOf', '2024-01-25');
  let batch: ImportView | undefined;
  const preview = await seconds(async () => {
    batch = (await office.upload<ImportView>('/v1/imports', form)).body;
  });
  const common = { group: 'programme', unit: 's', better: 'less', floor: null, goalOn: 'ours' } as const;
  report({ ...common, name: 'import of 7,952 rows: checked and stored', ours: [preview], goal: 3 });
  const from = performance.now();
  await office.post(`/v1/imports/${batch!.id}/commit`, { mode: 'goodRows' });
  const written = await eventually(
    'rows are written',
    async () => {
      const { rows } = await pool.query(`select count(*) n from loan where import_id is not null`);
      return Number(rows[0].n) === 7952 ? performance.now() - from : null;
    },
    300,
  );
  report({
    ...common,
    name: 'import of 7,952 rows: written with ledger and plans',
    ours: [written / 1000],
    goal: null,
  });

  const bareStatement = `select count(*), sum(subsidy) from (
    select p.loan_id, p.subsidy from subsidy_plan p join loan l on l.id = p.loan_id
    where l.county = '${county}' and p.settle_on = $1) claims`;
  const bank = (
    await pool.query(`select bank from loan where county = $1 and import_id is not null limit 1`, [county])
  ).rows[0].bank as string;
  const settle = async (settleOn: string): Promise<number> =>
    seconds(async () => {
      await office.post('/v1/settlements', { county, bank, settleOn });
      await eventually(
        'lines are collected',
        async () => {
          const { body } = await office.get<Page<SettlementRow>>(`/v1/settlements?county=${county}`);
          return body.rows.find((row) => row.settleOn === settleOn && row.lines > 0);
        },
        60,
      );
    });
  const days = ['2024-03-20', '2024-06-20', '2024-09-20'];
  const floorTimes: number[] = [];
  const ours: number[] = [];
  for (const day of days) {
    floorTimes.push(await seconds(() => pool.query(bareStatement, [day])));
    ours.push(await settle(day));
  }
  report({
    group: 'programme',
    name: 'settlement of 7,952 loans, asked for to lines visible',
    unit: 's',
    better: 'less',
    floor: floorTimes,
    ours,
    goal: 0.5,
    goalOn: 'ours',
    note: 'workflow start, set-based collection, API polled',
  });
}, 600_000);
