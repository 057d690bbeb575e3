import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { logNothing, startSandbox, type RunningSandbox } from './index.js';

const bankSecret = randomBytes(32).toString('base64');
const treasurySecret = randomBytes(32).toString('base64');
type Json = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- answers of an HTTP service under test

interface Received {
  id: string;
  headers: Record<string, string>;
  path: string;
  body: Json;
}

/** The platform's door for reports, played by a server that checks signatures and answers what it is told to. */
class Receiver {
  readonly received: Received[] = [];
  /** Statuses of the next answers; then 202. */
  readonly answers: number[] = [];
  private readonly server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString('utf8');
      const secret = request.url?.startsWith('/v1/bank/') ? bankSecret : treasurySecret;
      new Webhook(secret).verify(body, request.headers as Record<string, string>);
      this.received.push({
        id: String(request.headers['webhook-id']),
        headers: request.headers as Record<string, string>,
        path: request.url ?? '',
        body: JSON.parse(body),
      });
      response.writeHead(this.answers.shift() ?? 202).end('{}');
    });
  });

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async count(count: number): Promise<Received[]> {
    for (let tries = 0; this.received.length < count && tries < 200; tries += 1) await sleep(10);
    return this.received;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

let dir: string;
let receiver: Receiver;
let apiUrl: string;
let sandbox: RunningSandbox;

const start = () =>
  startSandbox({ dir, apiUrl, secrets: { bank: [bankSecret], treasury: [treasurySecret] }, payDelayMs: 20, retryMs: 10, log: logNothing }); // prettier-ignore

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'bangdai-sandbox-'));
  receiver = new Receiver();
  apiUrl = await receiver.open();
  sandbox = await start();
});

afterEach(async () => {
  await sandbox.close();
  receiver.close();
  rmSync(dir, { recursive: true });
});

async function call(method: string, address: string, body?: unknown, headers: Record<string, string> = {}) {
  const isText = typeof body === 'string';
  const response = await fetch(`${sandbox.url}${address}`, {
    method,
    headers: { 'content-type': isText ? 'text/csv' : 'application/json', ...headers },
    body: body === undefined ? undefined : isText ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, json: (text.startsWith('{') ? JSON.parse(text) : {}) as Json, text };
}

function signed(
  method: string,
  address: string,
  body?: unknown,
  secret = address.startsWith('/bank') ? bankSecret : treasurySecret,
) {
  const at = new Date();
  const text = body === undefined ? '' : JSON.stringify(body);
  const signature = new Webhook(secret).sign('id-1', at, text);
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return call(method, address, body, {
    'webhook-id': 'id-1',
    'webhook-timestamp': timestamp,
    'webhook-signature': signature,
  });
}

const request = (loanNo: string, data: Record<string, string> = {}, id = `m-${loanNo}`) => ({
  id,
  kind: 'disbursementRequest',
  county: 'bachu',
  bank: 'main',
  loanNo,
  data: { amount: '50000.00', annualRate: '0.0345', termMonths: '12', householdNo: 'H1', name: '阿依古丽', account: '6228480402564890018', on: '2023-09-05', ...data }, // prettier-ignore
});
const order = (orderNo: string, amount = '436.04') => ({ orderNo, county: 'bachu', payer: 'fund', payee: 'main', amount, purpose: 'subsidy', lines: 1 }); // prettier-ignore
const listAddress =
  '/bank/subsidy-lists?county=bachu&bank=main&periodFrom=2023-09-21&periodTo=2023-12-21&settleOn=2023-12-20';
const fault = (body: Json) => call('PUT', '/faults', body);
const callbacksDone = async (target: 'bank' | 'treasury') =>
  (await call('GET', '/callbacks')).json[target].done as Json[];

describe('the bank', () => {
  it('disburses, keeps the loan in its books and reports once for a repeated message', async () => {
    expect(await signed('POST', '/bank/messages', request('L1'))).toMatchObject({ status: 202, json: { id: 'm-L1', state: 'accepted' } }); // prettier-ignore
    expect((await signed('POST', '/bank/messages', request('L1'))).status).toBe(202);
    const [report] = await receiver.count(1);
    expect(report).toMatchObject({
      id: 'disbursement/bachu/L1',
      path: '/v1/bank/disbursements',
      body: { county: 'bachu', bank: 'main', loanNo: 'L1', contractNo: 'HT-L1', amount: '50000.00', annualRate: '0.0345', disbursedOn: '2023-09-05', maturesOn: '2024-09-05' }, // prettier-ignore
    });
    await sleep(50);
    expect(receiver.received).toHaveLength(1);
    expect((await call('GET', '/bank/desk/loans/L1')).json).toMatchObject({
      balance: '50000.00',
      isLegacy: false,
    });
  });

  it('refuses a forged message, another message under a known id, a second disbursement and a faulty one', async () => {
    expect(await signed('POST', '/bank/messages', request('L1'), treasurySecret)).toMatchObject({ status: 401, json: { code: 'BAD_SIGNATURE' } }); // prettier-ignore
    expect((await call('GET', listAddress)).status).toBe(401);
    await signed('POST', '/bank/messages', request('L1'));
    expect(await signed('POST', '/bank/messages', request('L1', { amount: '1.00' }))).toMatchObject({ status: 422, json: { code: 'IDEMPOTENCY_KEY_REUSED' } }); // prettier-ignore
    expect(await signed('POST', '/bank/messages', request('L1', {}, 'm-other'))).toMatchObject({ status: 409, json: { code: 'ALREADY_DISBURSED' } }); // prettier-ignore
    const faulty = await signed('POST', '/bank/messages', request('L2', { amount: '李明' }));
    expect(faulty).toMatchObject({ status: 422, json: { code: 'FIELD_INVALID', errors: [{ pointer: '/amount', code: 'BAD_AMOUNT' }] } }); // prettier-ignore
    expect(faulty.text).not.toContain('李明');
  });

  it('keeps neither name nor account', async () => {
    await signed('POST', '/bank/messages', request('L1'));
    const file = readFileSync(path.join(dir, 'bank.jsonl'), 'utf8');
    expect(file).not.toContain('阿依古丽');
    expect(file).not.toContain('6228480402564890018');
  });

  it('computes its own list', async () => {
    await signed('POST', '/bank/messages', request('L1', { annualRate: '0.0435', subsidyRate: '0.0345' }));
    expect((await signed('GET', listAddress)).json).toEqual({ lines: [{ loanNo: 'L1', nights: 91, interest: '549.79', subsidy: '436.04' }] }); // prettier-ignore
  });

  it('books and reports what its clerks do, in order for each loan', async () => {
    await signed('POST', '/bank/messages', request('L1'));
    expect((await call('POST', '/bank/desk/overdue-notices', { loanNo: 'L1', overdueSince: '2024-09-05' })).status).toBe(201); // prettier-ignore
    expect((await call('POST', '/bank/desk/repayments', { loanNo: 'L1', principal: '20000.00', paidOn: '2024-09-10' })).json).toMatchObject({ receiptNo: 'L1-R1', balance: '30000.00' }); // prettier-ignore
    await call('POST', '/bank/desk/repayments', { loanNo: 'L1', principal: '20000.00', paidOn: '2024-09-10', receiptNo: 'L1-R1' }); // prettier-ignore
    expect((await call('POST', '/bank/desk/repayments', { loanNo: 'L1', principal: '30000.01' })).json.code).toBe('OVERPAYMENT'); // prettier-ignore
    await call('POST', '/bank/desk/repayments', {
      loanNo: 'L1',
      principal: '30000.00',
      paidOn: '2024-09-20',
    });
    await call('POST', '/bank/desk/recoveries', { loanNo: 'L1', amount: '10.00', receiptNo: '回单1' });
    const reports = await receiver.count(5);
    expect(reports.map((report) => report.path.replace('/v1/bank/', ''))).toEqual(['disbursements', 'overdue-notices', 'repayments', 'repayments', 'recoveries']); // prettier-ignore
    // The last period runs from 21 June: 81 nights at 50,000 and 10 at 30,000.
    expect(reports[3]?.body).toMatchObject({ principal: '30000.00', interest: '416.88', receiptNo: 'L1-R2' });
    expect(reports[4]?.id).toBe(encodeURI('recovery/回单1/bachu/L1'));
  });

  it('pays off the loan before with a renewal, by the day that was set', async () => {
    await signed('POST', '/bank/messages', request('L1'));
    expect((await call('PUT', '/clock', { today: '2024-09-04' })).json).toEqual({ today: '2024-09-04' });
    await signed('POST', '/bank/messages', request('L2', { previousLoanNo: 'L1', on: '', annualRate: '', rateCap: '0.0335' })); // prettier-ignore
    const reports = (await receiver.count(2)).slice(1);
    expect(reports.map((report) => report.body)).toMatchObject([
      { loanNo: 'L2', annualRate: '0.0335', disbursedOn: '2024-09-04', maturesOn: '2025-09-04' },
    ]);
    expect((await call('GET', '/bank/desk/loans/L1')).json).toMatchObject({
      balance: '0.00',
      repayments: [{ principal: '50000.00', interest: '359.38', paidOn: '2024-09-04' }],
    });
    await sleep(50);
    expect(receiver.received).toHaveLength(2);
  });

  it('takes a reminder of what it has done, and advice on a loan it does not know, as letters', async () => {
    await signed('POST', '/bank/messages', request('L1'));
    expect((await signed('POST', '/bank/messages', request('L1', { reminder: 'true' }, 'm-reminder'))).status).toBe(202); // prettier-ignore
    for (const loanNo of ['L1', 'L9'])
      expect((await signed('POST', '/bank/messages', { id: `e-${loanNo}`, kind: 'extensionAdvice', county: 'bachu', bank: 'main', loanNo, data: { maturesOn: '2025-03-05' } })).status).toBe(202); // prettier-ignore
    expect((await call('GET', '/bank/desk/loans/L1')).json).toMatchObject({ maturesOn: '2025-03-05', balance: '50000.00' }); // prettier-ignore
    expect((await call('GET', '/health')).json.loans).toBe(1);
  });

  it('counts the notices it was sent', async () => {
    await signed('POST', '/bank/messages', request('L1'));
    for (const id of ['n1', 'n2', 'n2']) await signed('POST', '/bank/messages', { id, kind: 'maturityNotice', county: 'bachu', bank: 'main', loanNo: 'L1', data: { maturesOn: '2024-09-05' } }); // prettier-ignore
    expect((await call('GET', '/bank/desk/messages?kind=maturityNotice&loanNo=L1')).json.count).toBe(2);
  });

  it('takes over legacy loans from CSV, once', async () => {
    const csv = '\uFEFFloan_no,household_no,name,id_number,contract_amount,balance,annual_rate,disbursed_on,matures_on,overdue_since\nB1,H1,李明,659999199104024674,28000.00,27700.00,0.0395,2021-11-22,2024-11-22,\nB2,H2,王芳,659999199104024674,50000.00,50000.00,0.0395,2021-10-31,2023-10-31,2023-10-31\n'; // prettier-ignore
    const address = '/bank/portfolio?county=bachu&bank=main&principalCap=50000.00';
    expect((await call('POST', address, csv)).json).toEqual({ received: 2, opened: 2, unchanged: 0, balance: '77700.00' }); // prettier-ignore
    expect((await call('POST', address, csv)).json).toMatchObject({ opened: 0, unchanged: 2 });
    expect(readFileSync(path.join(dir, 'bank.jsonl'), 'utf8')).not.toMatch(/李明|659999199104024674/);
    const bad = await call('POST', address, csv.replace('27700.00', '李明'));
    expect(bad.json).toMatchObject({
      code: 'FIELD_INVALID',
      errors: [{ pointer: '/0/balance', code: 'BAD_AMOUNT' }],
    });
  });

  it('has everything after a restart, a torn last line excepted, and reports what it had not yet reported', async () => {
    receiver.answers.push(...Array.from({ length: 500 }, () => 503));
    await signed('POST', '/bank/messages', request('L1'));
    await receiver.count(1);
    await sandbox.close();
    appendFileSync(path.join(dir, 'bank.jsonl'), '[{"t":"message","mess');
    receiver.answers.length = 0;
    receiver.received.length = 0;
    sandbox = await start();
    expect((await call('GET', '/health')).json).toMatchObject({ status: 'ok', loans: 1 });
    expect(await receiver.count(1)).toMatchObject([{ id: 'disbursement/bachu/L1' }]);
    expect((await signed('POST', '/bank/messages', request('L1'))).status).toBe(202);
    expect((await signed('POST', '/bank/messages', request('L2'))).status).toBe(202);
    await sandbox.close();
    sandbox = await start();
    expect((await call('GET', '/health')).json).toMatchObject({ loans: 2 });
  });
});

describe('a secret of one bank alone', () => {
  it('opens its door and signs its reports beside the one before, also after a restart', async () => {
    const own = randomBytes(32).toString('base64');
    const agreed = { kind: 'bank', county: 'bachu', code: 'main', secret: own };
    expect((await call('PUT', '/secrets', { ...agreed, secret: 'short' })).status).toBe(422);
    expect((await call('PUT', '/secrets', agreed)).status).toBe(204);
    await sandbox.close();
    sandbox = await start();
    for (const [loanNo, secret] of [
      ['L1', own],
      ['L2', bankSecret],
    ] as const)
      // prettier-ignore
      expect((await signed('POST', '/bank/messages', request(loanNo), secret)).status).toBe(202);
    for (const { headers, body } of await receiver.count(2))
      expect(() => new Webhook(own).verify(JSON.stringify(body), headers)).not.toThrow();
    await call('PUT', '/secrets', { ...agreed, secret: randomBytes(32).toString('base64') });
    expect((await signed('POST', '/bank/messages', request('L3'), bankSecret)).status).toBe(401);
    const other = { ...request('L4'), bank: 'other' };
    expect((await signed('POST', '/bank/messages', other, own)).status).toBe(401);
    expect((await signed('POST', '/bank/messages', other)).status).toBe(202);
  });
});

describe('the treasury', () => {
  it('pays a little later, once for a repeated order, and reports', async () => {
    expect(await signed('POST', '/treasury/payments', order('s/1'))).toMatchObject({ status: 202, json: { orderNo: 's/1', state: 'accepted', paidOn: null, amount: '436.04' } }); // prettier-ignore
    expect((await signed('POST', '/treasury/payments', order('s/1'))).status).toBe(202);
    expect(await signed('POST', '/treasury/payments', order('s/1', '1.00'))).toMatchObject({ status: 422, json: { code: 'IDEMPOTENCY_KEY_REUSED' } }); // prettier-ignore
    const [receipt] = await receiver.count(1);
    expect(receipt).toMatchObject({ path: '/v1/treasury/receipts', body: { county: 'bachu', orderNo: 's/1', outcome: 'paid', amount: '436.04' } }); // prettier-ignore
    expect((await signed('GET', '/treasury/payments?orderNo=s/1')).json).toMatchObject({ state: 'paid', paidOn: receipt?.body.paidOn }); // prettier-ignore
    expect((await call('GET', '/treasury/book')).json).toMatchObject({
      count: 1,
      paid: 1,
      paidTotal: '436.04',
    });
  });

  it('says NOT_FOUND for an order it never saw, and for nothing else', async () => {
    expect(await signed('GET', '/treasury/payments?orderNo=s/9')).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } }); // prettier-ignore
    expect(await signed('GET', '/treasury/paiments?orderNo=s/9')).toMatchObject({ status: 404, json: { code: 'NO_SUCH_ADDRESS' } }); // prettier-ignore
  });

  it('pays twice in dumb mode, for everybody to see', async () => {
    await call('PUT', '/treasury/manner', { mode: 'dumb' });
    await signed('POST', '/treasury/payments', order('s/1'));
    await signed('POST', '/treasury/payments', order('s/1'));
    await receiver.count(2);
    expect((await call('GET', '/treasury/book?orderNo=s/1')).json).toMatchObject({
      count: 2,
      paidTotal: '872.08',
    });
  });

  it('carries on after a restart', async () => {
    await call('PUT', '/treasury/manner', { payDelayMs: 200 });
    await signed('POST', '/treasury/payments', order('s/1'));
    await sandbox.close();
    sandbox = await start();
    expect((await receiver.count(1)).map((receipt) => receipt.body.orderNo)).toEqual(['s/1']);
  });
});

describe('reports', () => {
  it('come again until they are taken or refused', async () => {
    receiver.answers.push(500, 429, 503, 202);
    await signed('POST', '/bank/messages', request('L1'));
    await receiver.count(4);
    receiver.answers.push(422);
    await signed('POST', '/bank/messages', request('L2'));
    await receiver.count(5);
    await sleep(60);
    expect(receiver.received).toHaveLength(5);
    expect(new Set(receiver.received.slice(0, 4).map((report) => report.id)).size).toBe(1);
    expect(await callbacksDone('bank')).toEqual([
      { id: 'disbursement/bachu/L1', status: 202 },
      { id: 'disbursement/bachu/L2', status: 422 },
    ]);
  });
});

describe('the switches', () => {
  it('slow: answers late', async () => {
    await fault({ target: 'treasury', kind: 'slow', delayMs: 150, times: 1 });
    const before = Date.now();
    await signed('POST', '/treasury/payments', order('s/1'));
    expect(Date.now() - before).toBeGreaterThanOrEqual(140);
    expect((await call('GET', '/faults')).json.faults).toEqual([]);
  });

  it('error: refuses without effect', async () => {
    await fault({ target: 'treasury', kind: 'error', on: 'send' });
    expect((await signed('POST', '/treasury/payments', order('s/1'))).status).toBe(503);
    expect((await signed('GET', '/treasury/payments?orderNo=s/1')).status).toBe(404);
    await fault({ target: 'treasury', kind: 'none' });
    expect((await signed('POST', '/treasury/payments', order('s/1'))).status).toBe(202);
  });

  it.each(['lostAnswer', 'garbage'])('%s: has its effect, but the answer is lost', async (kind) => {
    await fault({ target: 'treasury', kind, times: 1 });
    const answer = await signed('POST', '/treasury/payments', order('s/1')).catch(() => null);
    expect(answer?.json ?? {}).toEqual({});
    expect((await signed('GET', '/treasury/payments?orderNo=s/1')).status).toBe(200);
  });

  it('duplicateCallback: reports twice under one id', async () => {
    await fault({ target: 'bank', kind: 'duplicateCallback' });
    await signed('POST', '/bank/messages', request('L1'));
    const [first, second] = await receiver.count(2);
    expect(second).toEqual(first);
  });

  it('lateCallback: lets others overtake it', async () => {
    await fault({ target: 'bank', kind: 'lateCallback', delayMs: 200, times: 1 });
    await signed('POST', '/bank/messages', request('L1'));
    await call('POST', '/bank/desk/repayments', { loanNo: 'L1', principal: '1.00', paidOn: '2023-10-01' });
    const reports = await receiver.count(2);
    expect(reports.map((report) => report.path)).toEqual(['/v1/bank/repayments', '/v1/bank/disbursements']);
  });

  it('silent: acts, but never reports', async () => {
    await fault({ target: 'treasury', kind: 'silent' });
    await signed('POST', '/treasury/payments', order('s/1'));
    for (let tries = 0; (await callbacksDone('treasury')).length === 0 && tries < 100; tries += 1)
      await sleep(10);
    expect((await callbacksDone('treasury')).map((done) => done.status)).toEqual(['silenced']);
    expect((await signed('GET', '/treasury/payments?orderNo=s/1')).json.state).toBe('paid');
    expect(receiver.received).toEqual([]);
  });

  it('wrongAmount: says another amount of a payment than stands in the book', async () => {
    await fault({ target: 'treasury', kind: 'wrongAmount', on: 'callback' });
    expect((await signed('POST', '/treasury/payments', order('s/1'))).json.amount).toBe('436.04');
    expect((await receiver.count(1))[0]?.body.amount).toBe('437.04');
    expect((await call('GET', '/treasury/book')).json.paidTotal).toBe('436.04');
  });

  it('wrongAmount: changes chosen lines of a list, or the first', async () => {
    for (const loanNo of ['L1', 'L2', 'L3']) await signed('POST', '/bank/messages', request(loanNo, { householdNo: loanNo })); // prettier-ignore
    const subsidies = async () =>
      ((await signed('GET', listAddress)).json.lines as Json[]).map((line) => line.subsidy);
    await fault({ target: 'bank', kind: 'wrongAmount', loanNos: ['L2'], times: 1 });
    expect(await subsidies()).toEqual(['436.04', '437.04', '436.04']);
    await fault({ target: 'bank', kind: 'wrongAmount', firstN: 2, times: 1 });
    expect(await subsidies()).toEqual(['437.04', '437.04', '436.04']);
    expect(await subsidies()).toEqual(['436.04', '436.04', '436.04']);
  });

  it('pendingList: promises the list and pushes it later', async () => {
    await signed('POST', '/bank/messages', request('L1'));
    await receiver.count(1);
    await fault({ target: 'bank', kind: 'pendingList', delayMs: 30 });
    for (let time = 0; time < 2; time += 1)
      expect(await signed('GET', listAddress)).toMatchObject({ status: 202, json: { pending: true } });
    const pushed = (await receiver.count(2))[1];
    expect(pushed).toMatchObject({
      path: '/v1/bank/subsidy-lists',
      body: { county: 'bachu', bank: 'main', settleOn: '2023-12-20', lines: [{ loanNo: 'L1', nights: 91, interest: '436.04', subsidy: '436.04' }] }, // prettier-ignore
    });
  });

  it('reject: sends the payment back', async () => {
    await fault({ target: 'treasury', kind: 'reject', times: 1 });
    await signed('POST', '/treasury/payments', order('s/1'));
    expect((await receiver.count(1))[0]?.body.outcome).toBe('rejected');
    expect((await call('GET', '/treasury/book')).json).toMatchObject({
      count: 1,
      paid: 0,
      paidTotal: '0.00',
    });
  });

  it('shows them, the loans and the payments on one page', async () => {
    await fault({ target: 'bank', kind: 'slow' });
    await signed('POST', '/treasury/payments', order('<b>'));
    const { text, status } = await call('GET', '/');
    expect(status).toBe(200);
    expect(text).toContain('响应缓慢');
    expect(text).toContain('&lt;b&gt;');
  });
});
