import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGateways, type ReadableGateways } from '@bangdai/adapters';
import { CounterpartRefusedError, CounterpartUnavailableError, OutcomeUnknownError, type PaymentOrder, type PaymentStatus } from '@bangdai/contracts'; // prettier-ignore
import { createLogger } from '@bangdai/platform';
import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';

/**
 * The contract of adapters with the real sandbox: whatever goes wrong, what the adapter says is true, and whoever
 * follows its three kinds of error pays once, also where the treasury itself does not recognise a repetition.
 */
const secret = () => randomBytes(32).toString('base64');
const secrets = { bank: [secret()], treasury: [secret()] };
const timeoutMs = 500;
const slowMs = 900;
/** An order that is still on its way is "not found" too: a slow treasury gets time before it is asked. */
let graceMs = 0;
const order: PaymentOrder = { orderNo: 'subsidy/bachu/S1/1', county: 'bachu', payer: 'fund', payee: 'main', amount: '436.04', purpose: 'subsidy', lines: 1 }; // prettier-ignore
const request = {
  id: 'bachu/L1/disbursement/1',
  kind: 'disbursementRequest',
  county: 'bachu',
  loanNo: 'L1',
  data: { amount: '50000.00', annualRate: '0.0345', termMonths: '12', on: '2023-09-05' },
};
const quarter = { county: 'bachu', bank: 'main', periodFrom: '2023-09-21', periodTo: '2023-12-21', settleOn: '2023-12-20' }; // prettier-ignore

let dir: string;
let sandbox: RunningSandbox;
let gateways: ReadableGateways;

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'bangdai-counterparts-'));
  // Nobody listens there: reports are not the subject here.
  sandbox = await startSandbox({
    dir,
    apiUrl: 'http://127.0.0.1:9',
    secrets,
    payDelayMs: 0,
    log: logNothing,
  });
  gateways = createGateways({
    counterparts: [
      { county: '*', bank: '*', kind: 'bank', adapter: 'http', baseUrl: sandbox.bankUrl },
      { county: '*', bank: '*', kind: 'treasury', adapter: 'http', baseUrl: `${sandbox.treasuryUrl}/` },
    ],
    secrets,
    fetchTimeoutMs: timeoutMs,
    logger: createLogger('test', { level: 'silent' }),
    circuit: { failuresToOpen: 3, openMs: 50 },
  });
});

afterEach(async () => {
  await sandbox.close();
  rmSync(dir, { recursive: true });
});

async function desk(method: string, address: string, body?: unknown): Promise<Record<string, unknown>> {
  const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${sandbox.url}${address}`, init);
  return (await response.json()) as Record<string, unknown>;
}

function set(fault: Record<string, unknown>): Promise<Record<string, unknown>> {
  graceMs = fault.kind === 'slow' ? slowMs : 20;
  return desk('PUT', '/faults', { times: 1, delayMs: slowMs, ...fault });
}
const faultsLeft = async () => ((await desk('GET', '/faults')).faults as unknown[]).length;
const treasury = () => gateways.treasury('bachu');
const bank = () => gateways.bank('bachu', 'main');
const outcome = (call: Promise<unknown>) => call.then((value) => value, (error: unknown) => error); // prettier-ignore

/** The rule of paying once, as the platform follows it: an unknown outcome is asked about before any second send. */
async function payOnce(): Promise<PaymentStatus> {
  for (let tries = 0; tries < 10; tries += 1) {
    try {
      return await treasury().sendPayment(order);
    } catch (error) {
      if (error instanceof OutcomeUnknownError) {
        await sleep(graceMs);
        const status = await askUntilAnswered();
        if (status.state !== 'notFound') return status;
      } else if (!(error instanceof CounterpartUnavailableError)) throw error;
      else await sleep(60);
    }
  }
  throw new Error('The treasury never answered');
}

async function askUntilAnswered(): Promise<PaymentStatus> {
  for (let tries = 0; tries < 10; tries += 1) {
    const answer = await outcome(treasury().queryPayment('bachu', order.orderNo));
    if (!(answer instanceof Error)) return answer as PaymentStatus;
    expect(answer).toBeInstanceOf(CounterpartUnavailableError);
    await sleep(60);
  }
  throw new Error('The treasury never answered');
}

const unknown = OutcomeUnknownError;
const unavailable = CounterpartUnavailableError;
type Kind = typeof unknown | typeof unavailable | null;

describe.each(['careful', 'dumb'])('a payment to a %s treasury', (mode) => {
  beforeEach(() => desk('PUT', '/treasury/manner', { mode }));

  it.each<[string, Record<string, unknown>, Kind]>([
    ['slow', { kind: 'slow' }, unknown],
    ['error 503', { kind: 'error' }, unavailable],
    ['error 429', { kind: 'error', status: 429 }, unavailable],
    ['error 500', { kind: 'error', status: 500 }, unknown],
    ['error 502', { kind: 'error', status: 502 }, unknown],
    ['lost answer', { kind: 'lostAnswer' }, unknown],
    ['garbage', { kind: 'garbage' }, unknown],
    ['wrong amount', { kind: 'wrongAmount' }, unknown],
    ['no fault', { kind: 'none' }, null],
  ])('%s: says what it knows, and the money leaves once', async (_name, fault, kind) => {
    await set({ target: 'treasury', on: 'send', ...fault });
    const first = await outcome(treasury().sendPayment(order));
    if (kind === null) expect(first).toEqual({ state: 'accepted', paidOn: null, amount: '436.04' });
    else expect(first).toBeInstanceOf(kind);
    expect(await faultsLeft()).toBe(0);
    if (first instanceof OutcomeUnknownError) await sleep(graceMs);
    const asked = await askUntilAnswered();
    if (asked.state === 'notFound') await payOnce();
    await sleep(20);
    expect(await askUntilAnswered()).toMatchObject({ state: 'paid', amount: '436.04' });
    expect(await desk('GET', '/treasury/book')).toMatchObject({ count: 1, paidTotal: '436.04' });
  });

  it.each(['slow', 'error', 'lostAnswer', 'garbage'])('%s in send and query: still once', async (kind) => {
    await set({ target: 'treasury', kind, times: 2 });
    await payOnce();
    await askUntilAnswered();
    await sleep(graceMs);
    expect(await faultsLeft()).toBe(0);
    expect(await desk('GET', '/treasury/book')).toMatchObject({ count: 1, paidTotal: '436.04' });
  });
});

describe('a query', () => {
  it.each(['slow', 'error', 'lostAnswer', 'garbage'])(
    '%s: is unavailable, never "not found"',
    async (kind) => {
      await treasury().sendPayment(order);
      await set({ target: 'treasury', kind, on: 'query' });
      expect(await outcome(treasury().queryPayment('bachu', order.orderNo))).toBeInstanceOf(unavailable);
      expect(await faultsLeft()).toBe(0);
    },
  );

  it('hands on the amount that the treasury says', async () => {
    await treasury().sendPayment(order);
    await set({ target: 'treasury', kind: 'wrongAmount', on: 'query' });
    expect(await treasury().queryPayment('bachu', order.orderNo)).toMatchObject({ amount: '437.04' });
  });

  it('is "not found" only by the treasury’s own word', async () => {
    expect(await treasury().queryPayment('bachu', 'never/sent')).toEqual({ state: 'notFound', paidOn: null });
    const lost = createGateways({
      counterparts: [
        { county: '*', bank: '*', kind: 'treasury', adapter: 'http', baseUrl: `${sandbox.url}/nowhere` },
      ],
      ...{ secrets, fetchTimeoutMs: timeoutMs, logger: createLogger('test', { level: 'silent' }) },
    });
    await expect(lost.treasury('bachu').queryPayment('bachu', 'never/sent')).rejects.toBeInstanceOf(CounterpartRefusedError); // prettier-ignore
  });
});

describe('reports that go astray', () => {
  it.each(['silent', 'lateCallback', 'duplicateCallback'])(
    '%s: the payment is known by asking',
    async (kind) => {
      await set({ target: 'treasury', kind });
      await treasury().sendPayment(order);
      await sleep(30);
      expect(await askUntilAnswered()).toMatchObject({ state: 'paid' });
      expect(await faultsLeft()).toBe(0);
    },
  );

  it('a payment that was sent back is known by asking', async () => {
    await set({ target: 'treasury', kind: 'reject' });
    await treasury().sendPayment(order);
    await sleep(30);
    expect(await askUntilAnswered()).toMatchObject({ state: 'rejected' });
  });
});

describe('a message to the bank', () => {
  it.each<[string, Record<string, unknown>, Kind]>([
    ['slow', { kind: 'slow' }, unknown],
    ['error 503', { kind: 'error' }, unavailable],
    ['error 500', { kind: 'error', status: 500 }, unknown],
    ['lost answer', { kind: 'lostAnswer' }, unknown],
    ['garbage', { kind: 'garbage' }, unknown],
    ['no fault', { kind: 'none' }, null],
  ])('%s: delivered again under its id, it disburses once', async (_name, fault, kind) => {
    await set({ target: 'bank', ...fault });
    const first = await outcome(bank().deliver(request));
    if (kind === null) expect(first).toBeUndefined();
    else expect(first).toBeInstanceOf(kind);
    await bank().deliver(request);
    await sleep(graceMs);
    await bank().deliver(request);
    expect(await faultsLeft()).toBe(0);
    expect(await desk('GET', '/health')).toMatchObject({ loans: 1 });
  });

  it('is refused with the bank’s code', async () => {
    await bank().deliver(request);
    await expect(bank().deliver({ ...request, id: 'another' })).rejects.toMatchObject({
      code: 'ALREADY_DISBURSED',
    });
    await expect(bank().deliver({ ...request, data: {} })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('is refused when the secrets differ', async () => {
    const stranger = createGateways({
      counterparts: [{ county: '*', bank: '*', kind: 'bank', adapter: 'http', baseUrl: sandbox.bankUrl }],
      secrets: { bank: [secret()], treasury: [secret()] },
      ...{ fetchTimeoutMs: timeoutMs, logger: createLogger('test', { level: 'silent' }) },
    });
    await expect(stranger.bank('bachu', 'main').deliver(request)).rejects.toMatchObject({
      code: 'BAD_SIGNATURE',
    });
  });
});

describe('the bank’s list', () => {
  beforeEach(() => bank().deliver(request));
  const line = { loanNo: 'L1', nights: 91, interest: '436.04', subsidy: '436.04' };

  it('is fetched, or promised, or comes with another amount', async () => {
    expect(await bank().requestSubsidyList(quarter)).toEqual({ pending: false, lines: [line] });
    await set({ target: 'bank', kind: 'pendingList' });
    expect(await bank().requestSubsidyList(quarter)).toEqual({ pending: true, lines: [] });
    await set({ target: 'bank', kind: 'wrongAmount', on: 'query' });
    expect((await bank().requestSubsidyList(quarter)).lines).toEqual([{ ...line, subsidy: '437.04' }]);
  });

  it.each(['slow', 'error', 'lostAnswer', 'garbage'])(
    '%s: is unavailable and may be asked for again',
    async (kind) => {
      await set({ target: 'bank', kind });
      expect(await outcome(bank().requestSubsidyList(quarter))).toBeInstanceOf(unavailable);
      expect((await bank().requestSubsidyList(quarter)).lines).toEqual([line]);
    },
  );
});

describe('a counterpart that is gone', () => {
  const circuit = () => gateways.circuits().find((view) => view.kind === 'treasury');

  it('is unavailable without effect; its circuit opens, tries again and closes', async () => {
    await set({ target: 'treasury', kind: 'error', times: 3 });
    for (let tries = 0; tries < 3; tries += 1)
      expect(await outcome(treasury().sendPayment(order))).toBeInstanceOf(unavailable);
    expect(circuit()).toMatchObject({ county: '*', state: 'open', failuresInARow: 3 });
    await expect(treasury().sendPayment(order)).rejects.toThrow('CIRCUIT_OPEN');
    expect(await desk('GET', '/treasury/book')).toMatchObject({ count: 0 });
    await sleep(60);
    expect(circuit()?.state).toBe('halfOpen');
    await treasury().sendPayment(order);
    expect(circuit()).toMatchObject({ state: 'closed', failuresInARow: 0 });
    await sandbox.close();
    await expect(treasury().sendPayment(order)).rejects.toBeInstanceOf(unavailable);
    sandbox = await startSandbox({ dir, apiUrl: 'http://127.0.0.1:9', secrets, log: logNothing });
  });
});
