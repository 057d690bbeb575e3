import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PaymentWork, asActivities } from '@bangdai/activities';
import { createGateways, type ReadableGateways } from '@bangdai/adapters';
import { taskQueues, type PaymentOrder, type PaymentState } from '@bangdai/contracts';
import { createLogger } from '@bangdai/platform';
import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from '@temporalio/worker';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { testDataConverter, withLoanClock } from '../support/loan-clock.js';

/**
 * Every fault switch of the treasury × every state in which a payment can be found. The treasury pays whatever it is sent,
 * also twice: a second send would be seen as a second payment.
 */
const clock = withLoanClock();
const county = 'bachu-2024';
const secret = (): string => randomBytes(32).toString('base64');
const secrets = { bank: [secret()], treasury: [secret()] };
const timeoutMs = 250;

let database: TestDatabase;
let sandbox: RunningSandbox;
let gateways: ReadableGateways;
let dir: string;
let worker: Worker;
let running: Promise<void>;
let orders = 0;

const sql = <Row>(text: string, params: unknown[] = []): Promise<Row[]> =>
  database.persistence.dataSource.query<Row[]>(text, params);
async function desk(method: string, address: string, body?: unknown): Promise<Record<string, unknown>> {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  return (await (await fetch(`${sandbox.url}${address}`, init)).json()) as Record<string, unknown>;
}

async function newOrder(): Promise<PaymentOrder> {
  orders += 1;
  const made = { payer: '财政局', payee: '农商行', amount: '436.04', purpose: '贴息', lines: 1 };
  const orderNo = `subsidy/${county}/M${orders}/1`;
  const [settlement] = await sql<{ id: string }>(
    `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
       pack_version, product, payee, opened_by)
     values ($1, $2, 'main', '2024-03-21', '2024-06-21', '2000-06-20'::date + $3::int, '2024-06-27', 'paying', $2, '1.0.0',
       'household', 'bank', 'system') returning id`,
    [`M${orders}`, county, orders],
  );
  await sql(
    `insert into payment_order (order_no, kind, county, bank, subject, subject_id, payer, payee, amount, purpose, lines)
     values ($1, 'subsidy', $2, 'main', 'settlement', $3, $4, $5, $6, $7, 1)`,
    [orderNo, county, settlement?.id, made.payer, made.payee, made.amount, made.purpose],
  );
  return { orderNo, county, ...made };
}

/** The states in which a worker that starts again may find an order, and what the treasury knows of it then. */
const found: Record<string, { state: PaymentState; isThere: boolean }> = {
  'PENDING, never sent': { state: 'PENDING', isThere: false },
  'SENT, and taken': { state: 'SENT', isThere: true },
  'SENT, and lost on the way': { state: 'SENT', isThere: false },
  'UNKNOWN, but taken': { state: 'UNKNOWN', isThere: true },
  'UNKNOWN, and never seen': { state: 'UNKNOWN', isThere: false },
  CONFIRMED: { state: 'CONFIRMED', isThere: true },
  REJECTED: { state: 'REJECTED', isThere: false },
};
const faults = ['none', 'slow', 'error', 'garbage', 'lostAnswer', 'silent', 'lateCallback', 'duplicateCallback', 'wrongAmount', 'reject']; // prettier-ignore
const cells = Object.keys(found).flatMap((state) => faults.map((fault): [string, string] => [fault, state]));

interface Book {
  count: number;
  paid: number;
}
const book = (orderNo: string): Promise<Book> =>
  desk('GET', `/treasury/book?orderNo=${encodeURIComponent(orderNo)}`) as unknown as Promise<Book>;

describe('a payment to a treasury that pays whatever it is sent', () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    dir = mkdtempSync(path.join(tmpdir(), 'bangdai-matrix-'));
    sandbox = await startSandbox({
      dir,
      apiUrl: 'http://127.0.0.1:9',
      secrets,
      payDelayMs: 0,
      log: logNothing,
    });
    await desk('PUT', '/treasury/manner', { mode: 'dumb' });
    gateways = createGateways({
      counterparts: [
        { county: '*', bank: '*', kind: 'treasury', adapter: 'http', baseUrl: sandbox.treasuryUrl },
      ],
      ...{ secrets, fetchTimeoutMs: timeoutMs, logger: createLogger('test', { level: 'silent' }) },
      circuit: { failuresToOpen: 1000, openMs: 1 },
    });
    const { nativeConnection } = clock.current.env;
    worker = await Worker.create({
      ...{
        connection: nativeConnection,
        taskQueue: taskQueues.counterpart,
        dataConverter: testDataConverter,
      },
      workflowsPath: fileURLToPath(new URL('./pay-once.workflow.ts', import.meta.url)),
      activities: asActivities(new PaymentWork(database.persistence.payments, gateways), [
        ...(['sendPayment', 'queryPayment', 'escalatePayment'] as const),
      ]),
    });
    running = worker.run();
  }, 120_000);
  afterAll(async () => {
    worker?.shutdown();
    await running;
    await sandbox?.close();
    await database?.drop();
    if (dir) rmSync(dir, { recursive: true });
  }, 60_000);

  it.each(cells)(
    '%s, found %s: paid once at most, and none is lost',
    async (fault, name) => {
      const { state, isThere } = found[name] ?? { state: 'PENDING', isThere: false };
      const order = await newOrder();
      if (isThere) {
        await gateways.treasury(county).sendPayment(order);
        await sleep(15);
      }
      await sql(`update payment_order set state = $2, paid_on = '2024-06-21' where order_no = $1`, [
        order.orderNo,
        state,
      ]);
      // A slow answer is slow twice: time that is skipped gives the first effect no time to happen.
      const times = fault === 'slow' ? 2 : 1;
      await desk('PUT', '/faults', { target: 'treasury', kind: fault, times, delayMs: timeoutMs + 60 });
      const { outcome } = (await clock.current.client.workflow.execute('PayOnceWorkflow', {
        ...{ taskQueue: taskQueues.counterpart, workflowId: `pay/${randomUUID()}` },
        args: [{ orderNo: order.orderNo, amount: order.amount }],
      })) as { outcome: 'paid' | 'rejected' };
      await desk('PUT', '/faults', { target: 'treasury', kind: 'none' });
      await sleep(20);
      const { count, paid } = await book(order.orderNo);
      expect({ count, paid }).toEqual(outcome === 'paid' ? { count: 1, paid: 1 } : { count, paid: 0 });
      expect(count).toBeLessThanOrEqual(1);
      const mayBeRejected = state === 'REJECTED' || (fault === 'reject' && !isThere);
      expect(outcome).toBe(mayBeRejected ? 'rejected' : 'paid');
      const { state: now } = await database.persistence.payments.getOrder(order.orderNo);
      expect(now).toBe(outcome === 'paid' ? 'CONFIRMED' : 'REJECTED');
    },
    30_000,
  );
});
