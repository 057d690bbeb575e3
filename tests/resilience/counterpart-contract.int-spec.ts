import { setTimeout as sleep } from 'node:timers/promises';
import type { BankMessage, PaymentOrder, PaymentStatus } from '@bangdai/contracts';
import { readExchangeRows } from '@bangdai/contracts/http';
import { apply, loanChange } from '@bangdai/persistence/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CounterpartWays, type Way } from '../support/counterpart-ways.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

/**
 * One contract for every way to reach a counterpart: http, file (as CSV and as workbooks), manual. A treasury that does
 * not recognise repeated orders shows a double send as a double payment.
 */
const county = 'bachu-2024';
let database: TestDatabase;
let ways: CounterpartWays;

beforeAll(async () => {
  database = await createTestDatabase();
  ways = new CounterpartWays(database, county);
}, 60_000);
afterAll(() => database?.drop());
beforeEach(() => ways.open());
afterEach(() => ways.close());

const set = (fault: Record<string, unknown>) =>
  ways.desk('PUT', '/faults', { times: 1, delayMs: 700, ...fault });
const each: [string, Way, 'csv' | 'xlsx'][] = [
  ['http', 'http', 'csv'],
  ['files of CSV', 'file', 'csv'],
  ['files as workbooks', 'file', 'xlsx'],
  ['people with paper', 'manual', 'csv'],
];

describe.each(each)('a treasury reached by %s', (_name, way, format) => {
  let order: PaymentOrder;
  let subjectId: string;

  beforeEach(async () => {
    ways.reachBy(way, format);
    await ways.desk('PUT', '/treasury/manner', { mode: 'dumb' });
    order = await ways.newOrder();
    const sql = 'select subject_id from payment_order where order_no = $1';
    subjectId = (await ways.sql<{ subject_id: string }>(sql, [order.orderNo]))[0]?.subject_id ?? '';
  });

  const treasury = () => ways.gateways.treasury(county);
  const ask = (): Promise<PaymentStatus> => treasury().queryPayment(county, order.orderNo);

  /** What happens at the counterpart's side meanwhile; its clerk and a second person where it has no machine. */
  async function round(decision = 'confirmPaid'): Promise<void> {
    if (way === 'http') return void (await sleep(40));
    if (way === 'file') return void (await ways.exchange(ways.treasuryKey));
    const paper = await ways.openTask('counterpartPaper', subjectId);
    const proof = decision === 'confirmPaid' ? 'paymentVoucher' : undefined;
    if (paper !== null) await ways.decide(ways.actor('treasury', 'aa'), paper, decision, proof);
    const check = await ways.openTask('paymentCheck', subjectId);
    if (check !== null) await ways.decide(ways.actor('finance', 'bb'), check, 'approve');
  }

  async function settled(decision?: string): Promise<PaymentStatus> {
    for (let tries = 0; tries < 20; tries += 1) {
      await round(decision);
      const status = await ask().catch(() => null);
      if (status !== null && (status.state === 'paid' || status.state === 'rejected')) return status;
    }
    throw new Error('the payment was never settled');
  }

  /** How often money left: by the treasury's own books, or by the vouchers of its clerk. */
  async function payments(): Promise<number> {
    const address = `/treasury/book?orderNo=${encodeURIComponent(order.orderNo)}`;
    if (way !== 'manual') return ((await ways.desk('GET', address)) as { paid: number }).paid;
    const [row] = await ways.sql<{ n: number }>(
      `select count(*)::int as n from inbox where subject_no = $1 and payload->>'outcome' = 'paid'`,
      [order.orderNo],
    );
    return row?.n ?? 0;
  }

  it('has not seen what was never sent, takes an order and tells that it paid', async () => {
    expect(await ask()).toMatchObject({ state: 'notFound' });
    expect(await treasury().sendPayment(order)).toMatchObject({ state: 'accepted' });
    expect(await settled()).toMatchObject({ state: 'paid' });
    expect(await payments()).toBe(1);
  });

  const faults = ['slow', 'error', 'garbage', 'lostAnswer', 'duplicateCallback', 'lateCallback', 'silent'];
  it.each(faults)('%s: follows its answers and pays once, none lost', async (kind) => {
    await set({ target: 'treasury', kind, ...(way === 'file' ? {} : { on: 'send' }) });
    const sent = await treasury()
      .sendPayment(order)
      .catch((error: Error) => error);
    if (sent instanceof Error) {
      await sleep(kind === 'slow' ? 750 : 30);
      const asked = await ask();
      if (asked.state === 'notFound') await treasury().sendPayment(order);
    }
    expect(await settled()).toMatchObject({ state: 'paid' });
    expect(await payments()).toBe(1);
  });

  it('a payment that is turned down is told as such', async () => {
    await set({ target: 'treasury', kind: 'reject' });
    await treasury().sendPayment(order);
    expect(await settled('paymentRefused')).toMatchObject({ state: 'rejected' });
    expect(await payments()).toBe(0);
  });

  it('another amount than ordered is handed on as it was said', async () => {
    if (way === 'manual') return;
    await treasury().sendPayment(order);
    await sleep(30);
    // Told by file as well as by the report that nobody takes here.
    const on = way === 'http' ? { on: 'query' } : { on: 'callback', times: 2 };
    await set({ target: 'treasury', kind: 'wrongAmount', ...on });
    expect(await settled()).toMatchObject({ amount: '437.04' });
  });

  it('knows an order that was sent, whenever it is asked', async () => {
    if (way === 'http') await ways.desk('PUT', '/treasury/manner', { payDelayMs: 60_000 });
    await treasury().sendPayment(order);
    expect((await ask()).state).toBe('accepted');
    if (way === 'http') return;
    // Where repeating is told apart by the way itself, sending again is the same order, in whatever format.
    ways.reachBy(way, format === 'csv' ? 'xlsx' : 'csv');
    expect((await ask()).state).toBe('accepted');
    await treasury().sendPayment(order);
    expect(await settled()).toMatchObject({ state: 'paid' });
    expect(await payments()).toBe(1);
  });
});

describe('a treasury reached by people with paper', () => {
  const [clerk, finance] = [() => ways.actor('treasury', 'aa'), () => ways.actor('finance', 'bb')];
  const told = (orderNo: string) => ways.sql('select 1 from inbox where subject_no = $1', [orderNo]);

  it('has paid only with the voucher, and only once a second person has looked at it', async () => {
    ways.reachBy('manual');
    const order = await ways.newOrder();
    await ways.gateways.treasury(county).sendPayment(order);
    const [row] = await ways.sql<{ subject_id: string }>(
      'select subject_id from payment_order where order_no = $1',
      [order.orderNo],
    );
    const open = async (kind: string) => (await ways.openTask(kind, row?.subject_id ?? '')) ?? '';
    const paper = await open('counterpartPaper');
    const missing = { code: 'DOCUMENT_MISSING' };
    await expect(ways.decide(clerk(), paper, 'confirmPaid')).rejects.toMatchObject(missing);
    await expect(ways.decide(clerk(), paper, 'confirmPaid', 'servedNotice')).rejects.toMatchObject(missing);
    await ways.decide(clerk(), paper, 'confirmPaid', 'paymentVoucher');
    expect(await told(order.orderNo)).toEqual([]);
    const own = { ...clerk(), role: 'finance' };
    const check = await open('paymentCheck');
    await expect(ways.decide(own, check, 'approve')).rejects.toMatchObject({ code: 'SAME_PERSON' });
    const shown = await database.persistence.desk.listFiles(finance(), check);
    expect(shown.map(({ key }) => key)).toContain('paymentVoucher');
    // Not convinced: the paper is back on the clerk's desk, and nothing was told.
    await ways.decide(finance(), check, 'return');
    expect(await told(order.orderNo)).toEqual([]);
    const again = await open('counterpartPaper');
    expect(again).not.toBe(paper);
    await ways.decide(clerk(), again, 'confirmPaid', 'paymentVoucher');
    await ways.decide(finance(), await open('paymentCheck'), 'approve');
    expect(await told(order.orderNo)).toHaveLength(1);
  });
});

describe.each(each)('a bank reached by %s', (_name, way, format) => {
  let loan: Awaited<ReturnType<typeof apply>>['loan'];

  beforeEach(async () => {
    ways.reachBy(way, format);
    await ways.sql(`update outbox set state = 'delivered' where state = 'pending'`);
    loan = (await apply(database.persistence, { name: '赵钱孙', account: '62305200001' })).loan;
  });

  const bank = () => ways.gateways.bank(county, 'main');

  /** A message as the relay hands it over: completed, fixed, and here only caught. */
  async function message(): Promise<BankMessage> {
    const draft = { kind: 'maturityNotice' as const, key: loan.loanNo, to: 'bank' as const, bank: 'main' };
    const data = { maturesOn: '2025-06-03' };
    await database.persistence.loans.recordWake(loanChange(loan, 'sent', { messages: [{ ...draft, data }] }));
    const caught: BankMessage[] = [];
    await database.persistence.outbox.drain(5, async ({ bank: _bank, to: _to, ...rest }) => {
      caught.push(rest);
    });
    return caught[0]!;
  }

  /** How often the bank has it: in its books, or as a form on somebody's desk. */
  async function taken(): Promise<number> {
    if (way === 'file') await ways.exchange(ways.bankKey);
    if (way !== 'manual')
      return (await ways.desk('GET', `/bank/desk/messages?loanNo=${loan.loanNo}`))['count'] as number;
    const forms = await ways.sql(`select 1 from task where subject_id = $1 and kind = 'counterpartPaper'`, [
      loan.loanId,
    ]);
    return forms.length;
  }

  it('takes a message once, however often it is handed over', async () => {
    const sent = await message();
    await bank().deliver(sent);
    expect(await taken()).toBe(1);
    await bank().deliver(sent);
    expect(await taken()).toBe(1);
  });

  it.each(['slow', 'error', 'garbage', 'lostAnswer'])(
    '%s: the message again is the same message',
    async (kind) => {
      const sent = await message();
      await set({ target: 'bank', kind, ...(way === 'file' ? {} : { on: 'send' }) });
      await bank()
        .deliver(sent)
        .catch(() => sleep(kind === 'slow' ? 750 : 30));
      if (way === 'file') await ways.exchange(ways.bankKey);
      await bank().deliver(sent);
      expect(await taken()).toBe(1);
    },
  );

  it('gives its list at once or later, and what it reports has a result for each row', async () => {
    const request = { county, bank: 'main', periodFrom: '2024-03-21', periodTo: '2024-06-21' };
    const settleOn = '2024-06-20';
    await ways.sql(
      `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
         pack_version, product, payee, opened_by) values ('L-' || gen_random_uuid(), $1, 'main', '2024-03-21', '2024-06-21',
         $2, '2024-06-27', 'collecting', $1, '1.0.0', 'household', 'bank', 'system') on conflict do nothing`,
      [county, settleOn],
    );
    const answer = await bank().requestSubsidyList({ ...request, settleOn });
    expect(answer).toEqual({ pending: way !== 'http', lines: [] });
    if (way === 'http') return;
    const head = ['loanNo', 'overdueSince'];
    const rows = [head, [loan.loanNo, '2024-06-01'], ['NOBODY', '2024-06-01'], [loan.loanNo, 'soon']];
    const expected = [null, 'NOT_FOUND', 'FIELD_INVALID'];
    if (way === 'manual') expect(await byHand(rows)).toEqual(expected);
    else expect(await byFile(rows)).toEqual(expected.map((code) => code ?? 'ACCEPTED'));
  });

  it('that has no machine is served by a person with the proof', async () => {
    if (way !== 'manual') return;
    await bank().deliver(await message());
    const paper = (await ways.openTask('counterpartPaper', loan.loanId)) ?? '';
    const office = ways.actor('countyOffice', 'cc');
    await expect(ways.decide(office, paper, 'servedOnPaper')).rejects.toMatchObject({
      code: 'DOCUMENT_MISSING',
    });
    await ways.decide(office, paper, 'servedOnPaper', 'servedNotice');
    expect(await ways.openTask('counterpartPaper', loan.loanId)).toBeNull();
  });

  /** The table as the bank's clerk uploads it. */
  async function byHand(rows: string[][]): Promise<(string | null)[]> {
    const facts = readExchangeRows('overdue', { county, bank: 'main' }, rows) ?? [];
    const codes: (string | null)[] = [];
    for (const { row, code, ...fact } of facts) {
      const entry = {
        source: `bank:${county}:main`,
        eventId: `upload/${loan.loanNo}/${row}`,
        county,
        ...fact,
      };
      const stored = () =>
        database.persistence.intake.storeInbox(entry).then(
          () => null,
          (error: { code: string }) => error.code,
        );
      codes.push(code ?? (await stored()));
    }
    return codes;
  }

  /** The same table in its folder, and the results beside it. */
  async function byFile(rows: string[][]): Promise<string[]> {
    const name = ways.putFile(ways.bankKey, 'overdue', rows);
    await ways.takeFiles(ways.bankKey);
    return ways.resultsOf(ways.bankKey, name);
  }
});
