import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  importWorkflowId,
  portfolioImportWorkflowType,
  taskQueues,
  type PortfolioImportStart,
} from '@bangdai/contracts';
import type { ImportView, LoanRow, Page, SettlementRow } from '@bangdai/contracts/http';
import { createDataConverter, createKeyRing } from '@bangdai/platform';
import { afterAll, beforeAll, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { demoAccounts, eventually, type Answer, type Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';
import { appoint, securityAdminOf } from '../support/staff.js';
import { BareSql } from './bare-sql.js';
import { inParallel, interleaved, percentile, report, seconds, times } from './figures.js';
import { Floor, FloorServer } from './floor.js';
import { LightClient } from './light-client.js';

const county = 'bachu-2024';
const portfolio = readFileSync(new URL('../support/data/bachu-portfolio-2024-01-25.csv', import.meta.url));
const loans = 7952;
const settleDays = ['2024-03-20', '2024-06-20', '2024-09-20'];
/** Workflows started in one repetition, and how many at once: as the product does. */
const starts = 300;
const startsAtOnce = 10;
const readers = 16;

let product: Product;
let office: Operator;
let bank: Operator;
let pool: Pool;
let bare: BareSql;
let connection: Connection;
let client: Client;
let floor: Floor;
let floorServer: FloorServer;
let batch: ImportView;

beforeAll(async () => {
  product = await startProduct({ env: { BANGDAI_IMPORT_START_RATE: '500' } });
  const admin = await securityAdminOf(product.apiUrl, county);
  office = await appoint(product.apiUrl, admin, { role: 'countyOffice', county });
  bank = await appoint(product.apiUrl, admin, { role: 'bank', county, bank: 'main' });
  pool = new Pool({ connectionString: product.adminDatabaseUrl, max: 4 });
  bare = new BareSql(pool);
  connection = await Connection.connect({ address: product.temporalAddress });
  const keys = createKeyRing([Buffer.from(product.payloadKey, 'base64')]);
  client = new Client({ connection, dataConverter: createDataConverter({ payloadKeys: keys }) });
  floor = await Floor.open(product.temporalAddress);
  floorServer = await FloorServer.open(product.adminDatabaseUrl);
}, 240_000);

afterAll(async () => {
  await floorServer?.close();
  await floor?.close();
  await connection?.close();
  await pool?.end();
  await product?.stop();
}, 60_000);

const common = { group: 'programme', unit: 's', better: 'less', goalOn: 'ours' } as const;

function ok<Body>(what: string, { status, body }: Answer<Body>): Body {
  if (status >= 300) throw new Error(`${what}: ${status} ${JSON.stringify(body)}`);
  return body;
}

async function preview(): Promise<void> {
  const form = new FormData();
  form.set('file', new Blob([portfolio], { type: 'text/csv' }), 'portfolio.csv');
  form.set('county', county);
  form.set('asOf', '2024-01-25');
  batch = ok('preview', await office.upload<ImportView>('/v1/imports', form));
}

async function count(where: string): Promise<number> {
  const { rows } = await pool.query(`select count(*)::int n from loan where county = $1 and ${where}`, [
    county,
  ]);
  return rows[0].n as number;
}

it('a file of 7,952 rows is checked and stored', async () => {
  const figures = await interleaved(
    () => seconds(() => bare.insertCsv(portfolio)),
    () => seconds(preview),
  );
  report({
    ...{ ...common, ...figures, name: 'import: 7,952 rows checked and stored, over HTTP', goal: 0.8 },
    note: 'floor: cells split and inserted by one statement; goal 3 s for 30,000 rows, here by proportion',
  });
}, 120_000);

it('its rows become loans with people, ledger and plans', async () => {
  const taken = await seconds(async () => {
    ok('commit', await office.post(`/v1/imports/${batch.id}/commit`, { mode: 'goodRows' }));
    ok('confirm', await bank.decide(batch.id, 'confirmImport', { decision: 'approve' }));
    await eventually(
      'all rows are written',
      async () => (await count('import_id is not null')) === loans,
      300,
    );
  });
  await stopImport(importWorkflowId(county, batch.id));
  report({
    ...{ ...common, floor: [await seconds(() => bare.insertCsv(portfolio))], ours: [taken], goal: null },
    name: 'import: 7,952 rows written, in background',
    note: 'once: from the command to the last loan with person, ledger entry and subsidy plan',
  });
}, 600_000);

/** The worker goes as by a power cut and comes back; the import that it was at is over. */
async function stopImport(workflowId: string): Promise<void> {
  await product.kill('worker');
  await client.workflow.getHandle(workflowId).terminate('measured');
  await product.restart('worker');
}

/** Loans started a second by the product's own import, at no capped rate. */
async function startLoans(turn: number): Promise<number> {
  const before = await count('workflow_started');
  const input: PortfolioImportStart = { county, importId: batch.id, startRatePerSecond: 500 };
  const workflowId = `${importWorkflowId(county, batch.id)}/bench/${turn}`;
  await client.workflow.start(portfolioImportWorkflowType, {
    workflowId,
    taskQueue: taskQueues.programme,
    args: [input],
  });
  const first = await reached(before + 1);
  const from = performance.now();
  const last = await reached(first + starts);
  const rate = (last - first) / ((performance.now() - from) / 1000);
  await stopImport(workflowId);
  return rate;
}

/** Looks often: what it awaits is measured. @returns how many are started by then */
async function reached(wanted: number): Promise<number> {
  for (const end = Date.now() + 60_000; Date.now() < end;) {
    const now = await count('workflow_started');
    if (now >= wanted) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${await count('workflow_started')} loans started, ${wanted} awaited`);
}

it('imported loans become running workflows', async () => {
  const figures = await interleaved(
    async () => starts / (await seconds(() => inParallel(starts, startsAtOnce, () => floor.start(5, 2)))),
    startLoans,
  );
  report({
    ...{ ...common, ...figures, name: 'import: loan workflows started a second', unit: '1/s' },
    ...{ better: 'more', goal: 0.9, goalOn: 'ratio' },
    note: 'ours reads each loan, starts it and writes its agenda; the floor starts and waits',
  });
}, 600_000);

it('a quarter is settled', async () => {
  await bare.createClaims();
  const { rows } = await pool.query('select bank from loan where county = $1 limit 1', [county]);
  const bank = rows[0].bank as string;
  const lines: number[] = [];
  const figures = await interleaved(
    (turn) => seconds(async () => lines.push(await bare.settle(county, bank, settleDays[turn]!))),
    (turn) =>
      seconds(async () => {
        const settleOn = settleDays[turn]!;
        ok('settlement', await office.post('/v1/settlements', { county, bank, settleOn }));
        await linesAre(settleOn, lines[turn]!);
      }),
  );
  report({
    ...{ ...common, ...figures, name: 'settlement: asked over HTTP to all lines visible', goal: 0.5 },
    note: `${lines.join(', ')} lines; floor: one statement computes, inserts and sums the same claims`,
  });
}, 120_000);

async function linesAre(settleOn: string, lines: number): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const page = ok('settlements', await office.get<Page<SettlementRow>>(`/v1/settlements?county=${county}`));
    const row = page.rows.find((each) => each.settleOn === settleOn);
    if (row && row.lines > 0) {
      if (row.lines !== lines) throw new Error(`${row.lines} lines, ${lines} claims in the bare statement`);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`no lines of ${settleOn}`);
}

/** Cursors all through the portfolio, so that the pages asked for are of every depth. */
async function pages(): Promise<string[]> {
  const paths = [`/v1/loans?county=${county}&limit=50`];
  for (let after: string | null = ''; after !== null;) {
    const path = after === '' ? paths[0]! : `${paths[0]}&after=${encodeURIComponent(after)}`;
    const page: Page<LoanRow> = ok('loans', await office.get<Page<LoanRow>>(path));
    after = page.next;
    if (after !== null) paths.push(`${paths[0]}&after=${encodeURIComponent(after)}`);
  }
  return paths;
}

/** A signed-in reader of the whole county. */
async function officeClient(width: number): Promise<LightClient> {
  const accounts = await demoAccounts(product.apiUrl);
  const account = accounts.find(({ username }) => username === `countyOffice@${county}`);
  const response = await fetch(`${product.apiUrl}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ username: account?.username, password: account?.password }),
  });
  const { token } = (await response.json()) as { token: string };
  return new LightClient(width, { authorization: `Bearer ${token}` });
}

interface Reading {
  p95: number;
  p99: number;
  /** Pages a second. */
  rate: number;
}

async function read(count: number, width: number, page: (n: number) => Promise<void>): Promise<Reading> {
  const from = performance.now();
  const taken = await times(count, width, page);
  const rate = (count * 1000) / (performance.now() - from);
  return { p95: percentile(taken, 0.95), p99: percentile(taken, 0.99), rate };
}

it('the list page of 7,952 loans', async () => {
  const paths = await pages();
  const [bareClient, ourClient] = [new LightClient(readers), await officeClient(readers)];
  const barePage = (): Promise<void> => bareClient.read(floorServer.url);
  const ourPage = (n: number): Promise<void> =>
    ourClient.read(`${product.apiUrl}${paths[(n * 37) % paths.length]}`);
  await Promise.all([read(500, readers, barePage), read(500, readers, ourPage)]);
  const alone = await interleaved(
    () => read(200, 1, barePage),
    () => read(200, 1, ourPage),
  );
  const crowd = await interleaved(
    () => read(4000, readers, barePage),
    () => read(1000, readers, ourPage),
  );
  bareClient.close();
  ourClient.close();
  const of = (some: typeof alone, what: keyof Reading) => ({
    floor: some.floor.map((one) => one[what]),
    ours: some.ours.map((one) => one[what]),
  });
  const name = 'list page of 50';
  report({ ...common, ...of(alone, 'p95'), name: `${name}, alone, p95`, unit: 'ms', goal: 20 });
  report({ ...common, ...of(crowd, 'p99'), name: `${name}, ${readers} at once, p99`, unit: 'ms', goal: 25 });
  report({
    ...{ ...common, ...of(crowd, 'rate'), name: `${name}, ${readers} at once`, unit: '1/s' },
    ...{ better: 'more', goal: 0.25, goalOn: 'ratio' },
    note: 'pages of every depth; floor: bare HTTP with one row; each a process of its own, the client beside them',
  });
}, 300_000);
