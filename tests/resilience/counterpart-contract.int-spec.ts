import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGateways, exchangeFolderOf, FileArrivals, type ReadableGateways } from '@bangdai/adapters';
import type { Actor, CounterpartKey, PaymentOrder, PaymentStatus } from '@bangdai/contracts';
import { createLogger } from '@bangdai/platform';
import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/**
 * One contract for every way to reach a counterpart: http, file, manual. A treasury that does not recognise repeated
 * orders shows a double send as a double payment.
 */
const county = 'bachu-2024';
const secret = (): string => randomBytes(32).toString('base64');
const secrets = { bank: [secret()], treasury: [secret()] };
const logger = createLogger('test', { level: 'silent' });
const key: CounterpartKey = { county, kind: 'treasury', code: 'treasury' };
const clerk: Actor = {
  id: '00000000-0000-4000-8000-0000000000aa',
  role: 'treasury',
  county,
  place: '',
  bank: null,
};

let database: TestDatabase;
let dir: string;
let sandbox: RunningSandbox;
let gateways: ReadableGateways;
let order: PaymentOrder;
let orders = 0;

beforeAll(async () => {
  database = await createTestDatabase();
}, 60_000);
afterAll(() => database?.drop());

const sql = <Row>(text: string, params: unknown[] = []): Promise<Row[]> =>
  database.persistence.dataSource.query<Row[]>(text, params);

async function desk(method: string, address: string, body?: unknown): Promise<Record<string, unknown>> {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await fetch(`${sandbox.url}${address}`, init)).json()) as Record<string, unknown>;
}

/** An order on record, as a settlement makes it. */
async function newOrder(): Promise<PaymentOrder> {
  orders += 1;
  const orderNo = `subsidy/${county}/C${orders}/1`;
  const [settlement] = await sql<{ id: string }>(
    `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
       pack_version, product, payee, opened_by)
     values ($1, $2, 'main', '2024-03-21', '2024-06-21', '2020-06-20'::date + $3::int, '2024-06-27', 'paying', $2, '1.0.0',
       'household', 'bank', 'system') returning id`,
    [`C${orders}`, county, orders],
  );
  const made = {
    orderNo,
    county,
    payer: '财政局',
    payee: '农商行',
    amount: '436.04',
    purpose: '贴息',
    lines: 1,
  };
  await sql(
    `insert into payment_order (order_no, kind, county, bank, subject, subject_id, payer, payee, amount, purpose, lines)
     values ($1, 'subsidy', $2, 'main', 'settlement', $3, $4, $5, $6, $7, 1)`,
    [orderNo, county, settlement?.id, made.payer, made.payee, made.amount, made.purpose],
  );
  return made;
}

/** What happens at the counterpart's side meanwhile. */
const rounds: Record<string, () => Promise<void>> = {
  http: () => sleep(40),
  file: async () => {
    await desk('POST', '/exchange/runs', { dir: exchangeFolderOf(dir, key).root, ...key });
    await sleep(20);
    await desk('POST', '/exchange/runs', { dir: exchangeFolderOf(dir, key).root, ...key });
    const ports = {
      ...{ dispatches: database.persistence.dispatches, logger },
      storeInbox: (entry: Parameters<typeof database.persistence.intake.storeInbox>[0]) =>
        database.persistence.intake.storeInbox(entry),
    };
    await new FileArrivals(exchangeFolderOf(dir, key), key, ports).take();
  },
  manual: async () => {
    const [task] = await sql<{ id: string }>(
      `select t.id from task t join payment_order o on o.subject_id = t.subject_id
       where o.order_no = $1 and t.kind = 'counterpartPaper' and t.status = 'open'`,
      [order.orderNo],
    );
    if (task === undefined) return;
    const file = {
      key: 'paymentVoucher',
      fileName: '凭证.png',
      mimeType: 'image/png',
      bytes: Buffer.from('png'),
    };
    await database.persistence.desk.storeFile(clerk, task.id, file);
    const decision = { decision: 'confirmPaid', on: '2024-06-21', reasonGiven: false };
    await database.persistence.desk.decide(clerk, {
      taskId: task.id,
      commandId: randomBytes(8).toString('hex'),
      ...decision,
    });
  },
};

const treasury = () => gateways.treasury(county);
const ask = (): Promise<PaymentStatus> => treasury().queryPayment(county, order.orderNo);

async function settled(way: string): Promise<PaymentStatus> {
  for (let tries = 0; tries < 20; tries += 1) {
    await rounds[way]?.();
    const status = await ask().catch(() => null);
    if (status !== null && (status.state === 'paid' || status.state === 'rejected')) return status;
  }
  throw new Error('the payment was never settled');
}

/** How often money left: by the treasury's own books, or by the vouchers of its clerk. */
async function payments(way: string): Promise<number> {
  if (way !== 'manual')
    return (
      (await desk('GET', `/treasury/book?orderNo=${encodeURIComponent(order.orderNo)}`)) as { paid: number }
    ).paid;
  const [row] = await sql<{ n: number }>(
    `select count(*)::int as n from inbox where subject_no = $1 and payload->>'outcome' = 'paid'`,
    [order.orderNo],
  );
  return row?.n ?? 0;
}

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'bangdai-contract-'));
  sandbox = await startSandbox({
    dir,
    apiUrl: 'http://127.0.0.1:9',
    secrets,
    payDelayMs: 0,
    log: logNothing,
  });
  order = await newOrder();
  await sql('delete from counterpart_arrival');
});
afterEach(async () => {
  await sandbox.close();
  rmSync(dir, { recursive: true });
});

const set = (fault: Record<string, unknown>) =>
  desk('PUT', '/faults', { target: 'treasury', times: 1, delayMs: 700, ...fault });

describe.each(['http', 'file', 'manual'] as const)('a treasury reached by %s', (way) => {
  beforeEach(async () => {
    gateways = createGateways({
      counterparts: [
        { county: '*', bank: '*', kind: 'treasury', adapter: way, baseUrl: sandbox.treasuryUrl },
        { county: '*', bank: '*', kind: 'bank', adapter: way, baseUrl: sandbox.bankUrl },
      ],
      ...{ secrets, fetchTimeoutMs: 400, logger, circuit: { failuresToOpen: 50, openMs: 10 } },
      exchange: { dispatches: database.persistence.dispatches, dir },
    });
    await desk('PUT', '/treasury/manner', { mode: 'dumb' });
  });

  it('has not seen what was never sent, takes an order and tells that it paid', async () => {
    expect(await ask()).toMatchObject({ state: 'notFound' });
    expect(await treasury().sendPayment(order)).toMatchObject({ state: 'accepted' });
    expect(await settled(way)).toMatchObject({ state: 'paid' });
    expect(await payments(way)).toBe(1);
  });

  const faults = ['slow', 'error', 'garbage', 'lostAnswer', 'duplicateCallback', 'lateCallback', 'silent'];
  it.each(faults)('%s: follows its answers and pays once, none lost', async (kind) => {
    await set({ kind, ...(way === 'file' ? {} : { on: 'send' }) });
    const sent = await treasury()
      .sendPayment(order)
      .catch((error: Error) => error);
    if (sent instanceof Error) {
      await sleep(kind === 'slow' ? 750 : 30);
      const asked = await ask();
      if (asked.state === 'notFound') await treasury().sendPayment(order);
    }
    expect(await settled(way)).toMatchObject({ state: 'paid' });
    expect(await payments(way)).toBe(1);
  });

  it('a payment that is turned down is told as such', async () => {
    if (way === 'manual') return;
    await set({ kind: 'reject' });
    await treasury().sendPayment(order);
    expect(await settled(way)).toMatchObject({ state: 'rejected' });
    expect(await payments(way)).toBe(0);
  });

  it('another amount than ordered is handed on as it was said', async () => {
    if (way === 'manual') return;
    await treasury().sendPayment(order);
    await sleep(30);
    // Told by file as well as by the report that nobody takes here.
    await set({ kind: 'wrongAmount', ...(way === 'http' ? { on: 'query' } : { on: 'callback', times: 2 }) });
    expect(await settled(way)).toMatchObject({ amount: '437.04' });
  });

  it('knows an order that was sent, whenever it is asked', async () => {
    if (way === 'http') await desk('PUT', '/treasury/manner', { payDelayMs: 60_000 });
    await treasury().sendPayment(order);
    expect((await ask()).state).toBe('accepted');
    // Where repeating is told apart by the way itself, sending again is the same order.
    if (way !== 'http') await treasury().sendPayment(order);
    await desk('PUT', '/treasury/manner', { payDelayMs: 0 });
    if (way !== 'http') expect(await settled(way)).toMatchObject({ state: 'paid' });
    if (way !== 'http') expect(await payments(way)).toBe(1);
  });
});
