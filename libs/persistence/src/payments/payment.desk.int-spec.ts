import type { Actor, InboxEntry } from '@bangdai/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../testing/index.js';

describe('a payment whose outcome the treasury cannot tell', () => {
  let database: TestDatabase;
  let settlementId: string;
  let orderNo: string;
  let sequence = 0;
  const county = 'bachu-2024';
  const at = '2024-06-21T02:00:00.000Z';
  const person = (last: string, role = 'finance'): Actor => ({
    ...{ id: `00000000-0000-4000-8000-00000000000${last}`, role, county, place: '', bank: null },
  });
  const voucher = {
    key: 'paymentVoucher',
    fileName: '凭证.png',
    mimeType: 'image/png',
    bytes: Buffer.from('png'),
  };

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);
  afterAll(() => database?.drop());

  const sql = <Row>(text: string, params: unknown[] = []): Promise<Row[]> =>
    database.persistence.dataSource.query<Row[]>(text, params);

  beforeEach(async () => {
    sequence += 1;
    orderNo = `subsidy/${county}/S${sequence}/1`;
    const [row] = await sql<{ id: string }>(
      `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
         pack_version, product, payee, opened_by)
       values ($1, $2, 'main', '2024-03-21', '2024-06-21', '2024-06-20'::date + $3::int, '2024-06-27', 'paying', $2, '1.0.0',
         'household', 'bank', 'system') returning id`,
      [`S${sequence}`, county, sequence],
    );
    settlementId = row?.id ?? '';
    await sql(
      `insert into payment_order (order_no, kind, county, bank, subject, subject_id, payer, payee, amount, purpose, lines, state)
       values ($1, 'subsidy', $2, 'main', 'settlement', $3, '财政局', '银行', 436.04, '贴息', 1, 'UNKNOWN')`,
      [orderNo, county, settlementId],
    );
    await database.persistence.payments.openUnknownPaymentTask(orderNo, at);
  });

  const open = async (kind: string): Promise<string> => {
    const [task] = await sql<{ id: string }>(
      `select id from task where subject_id = $1 and kind = $2 and status in ('open', 'claimed')`,
      [settlementId, kind],
    );
    return task?.id ?? '';
  };
  let commands = 0;
  const decide = (actor: Actor, taskId: string, decision: string, reasonGiven = true) =>
    database.persistence.desk.decide(actor, {
      ...{ taskId, decision, reasonGiven, commandId: `c${(commands += 1)}`, on: '2024-06-21' },
    });
  const reported = () =>
    sql<Pick<InboxEntry, 'payload'>>('select payload from inbox where subject_no = $1', [orderNo]);

  it('is confirmed as paid by two people with the voucher, and told like a receipt', async () => {
    const task = await open('unknownPayment');
    await expect(decide(person('1'), task, 'confirmPaid')).rejects.toMatchObject({
      code: 'DOCUMENT_MISSING',
    });
    await database.persistence.desk.storeFile(person('1'), task, voucher);
    await decide(person('1'), task, 'confirmPaid');
    expect(await reported()).toEqual([]);
    const check = await open('paymentCheck');
    await expect(decide(person('1'), check, 'approve')).rejects.toMatchObject({ code: 'SAME_PERSON' });
    await decide(person('2'), check, 'approve');
    expect(await reported()).toMatchObject([
      { payload: { orderNo, outcome: 'paid', paidOn: '2024-06-21', amount: '436.04' } },
    ]);
  });

  it('is closed as not paid by two people, so that only a new number can be paid', async () => {
    const task = await open('unknownPayment');
    await expect(decide(person('1'), task, 'confirmNotPaid', false)).rejects.toMatchObject({
      code: 'REASON_REQUIRED',
    });
    await decide(person('1'), task, 'confirmNotPaid');
    await decide(person('2'), await open('paymentCheck'), 'approve');
    expect((await database.persistence.payments.getOrder(orderNo)).state).toBe('REJECTED');
    await database.persistence.payments.markState(orderNo, 'CONFIRMED', '2024-06-22');
    expect((await database.persistence.payments.getOrder(orderNo)).state).toBe('REJECTED');
    expect(await reported()).toMatchObject([{ payload: { outcome: 'rejected' } }]);
  });

  it('goes back to the first question when the second person does not agree', async () => {
    await decide(person('1'), await open('unknownPayment'), 'confirmNotPaid');
    await decide(person('2'), await open('paymentCheck'), 'return');
    expect(await open('unknownPayment')).not.toBe('');
    expect(await open('paymentCheck')).toBe('');
    expect((await database.persistence.payments.getOrder(orderNo)).state).toBe('UNKNOWN');
  });

  it('asks nobody any more once the treasury has told', async () => {
    await decide(person('1'), await open('unknownPayment'), 'confirmNotPaid');
    await database.persistence.payments.markState(orderNo, 'CONFIRMED', '2024-06-21');
    expect([await open('unknownPayment'), await open('paymentCheck')]).toEqual(['', '']);
    await database.persistence.payments.openUnknownPaymentTask(orderNo, at);
    expect(await open('unknownPayment')).toBe('');
  });
});
