import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CounterpartSecretState, CounterpartView, HandedInFile } from '@bangdai/contracts/http';
import { signMessage } from '@bangdai/platform';
import pg from 'pg';
import { RealClient, fileForm } from '../testing/real-client.js';
import { startRealServices, type RealServices } from '../testing/real-services.js';

const county = 'bachu-2024';
const newSecret = (): string => randomBytes(32).toString('base64');
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Stands where the demo's sandbox listens: what it was told, and how it answers. */
const told: { county: string; kind: string; code: string; secret: string }[] = [];
let answer = 204;
const sandbox: Server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    if (answer === 204) told.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as (typeof told)[number]);
    response.writeHead(answer).end();
  });
});

let services: RealServices;
let client: RealClient;

beforeAll(async () => {
  await new Promise<void>((resolve) => sandbox.listen(0, '127.0.0.1', resolve));
  const port = String((sandbox.address() as AddressInfo).port);
  services = await startRealServices(runSql, { BANGDAI_SANDBOX_PORT: port });
  client = new RealClient(services.api.url, county);
}, 90_000);
afterAll(async () => {
  await services?.stop();
  sandbox.close();
}, 60_000);

describe('the secret of a bank, over HTTP', () => {
  const address = `/v1/counterparts/${county}/bank/main/secret`;
  const set = (who: string, secret: string, more: object = {}) =>
    client.post(who, address, { secret, ...more });
  const shown = async (): Promise<CounterpartView | undefined> =>
    (await client.get<CounterpartView[]>('systemAdmin', '/v1/counterparts')).body.find(
      ({ kind, code }) => kind === 'bank' && code === 'main',
    );
  /** The answer to a report that is signed so; its loan is nobody's, which is only said to who proved to be the bank. */
  const report = async (secret: string): Promise<number> => {
    const body = JSON.stringify({ county, bank: 'main', loanNo: 'NOBODY', overdueSince: '2026-11-20' });
    const headers = {
      ...signMessage({ secrets: [secret], id: `n-${randomBytes(4).toString('hex')}`, body }),
    };
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
    return (await client.send('/v1/bank/overdue-notices', init)).status;
  };

  it('is set by the system administrator alone, told to the sandbox of a demo, and shown to nobody', async () => {
    const first = newSecret();
    for (const who of ['bank', 'countyOffice', 'finance', 'securityAdmin', 'auditor'])
      expect((await set(who, first)).status).toBe(403);
    const { status, body } = await set('systemAdmin', `whsec_${first}`);
    expect({ status, ...(body as unknown as CounterpartSecretState) }).toMatchObject({
      ...{ status: 200, county, kind: 'bank', code: 'main', accepted: 1, previousValidUntil: null },
    });
    expect(told).toEqual([{ county, kind: 'bank', code: 'main', secret: first }]);
    const view = await shown();
    expect(view?.secret).toMatchObject({ accepted: 1, setAt: expect.any(String) });
    expect(JSON.stringify([body, view])).not.toContain(first);
    expect(await report(first)).toBe(404);
    expect(await report(services.env.BANGDAI_BANK_SECRET ?? '')).toBe(401);
  });

  it('takes over with an overlap, or at once where the old one is lost', async () => {
    const [second, third] = [newSecret(), newSecret()];
    const before = told[0]?.secret ?? '';
    expect((await set('systemAdmin', second)).body).toMatchObject({ accepted: 2 });
    expect([await report(second), await report(before)]).toEqual([404, 404]);
    const now = { previousValidUntil: new Date().toISOString() };
    expect((await set('systemAdmin', third, now)).body).toMatchObject({ accepted: 1 });
    expect([await report(third), await report(second), await report(before)]).toEqual([404, 401, 401]);
  });

  it.each([
    ['no 32 random bytes', () => ({ secret: 'password' }), '/secret'],
    ['a pattern', () => ({ secret: Buffer.alloc(32, 7).toString('base64') }), '/secret'],
    ['one that was used before', () => ({ secret: told[0]?.secret }), '/secret'],
    [
      'an overlap that is over',
      () => ({ secret: newSecret(), previousValidUntil: '2024-01-01T00:00:00Z' }),
      '/previousValidUntil',
    ],
    [
      'an overlap of years',
      () => ({ secret: newSecret(), previousValidUntil: '2099-01-01T00:00:00Z' }),
      '/previousValidUntil',
    ],
  ])('refuses %s', async (_what, body, pointer) => {
    expect(await client.post('systemAdmin', address, body())).toMatchObject({
      status: 422,
      body: { errors: [{ pointer }] },
    });
  });

  it('changes nothing when the sandbox does not hear, nor for a counterpart that the county has not', async () => {
    const { secret: before } = (await shown()) ?? {};
    answer = 500;
    expect(await set('systemAdmin', newSecret())).toMatchObject({
      body: { code: 'COUNTERPART_UNAVAILABLE' },
    });
    answer = 204;
    expect((await shown())?.secret).toEqual(before);
    const body = { secret: newSecret() };
    for (const [who, path] of [
      ['systemAdmin', `/v1/counterparts/${county}/bank/nobody/secret`],
      ['systemAdmin', `/v1/counterparts/${county}/village/main/secret`],
      ['systemAdmin@yubei-2021', address],
    ] as const)
      expect((await client.post(who, path, body)).status).toBe(404);
  });
});

describe('files of a treasury without a machine, over HTTP', () => {
  const files = '/v1/counterparts/files';
  const orderNo = `subsidy/${county}/S1/1`;
  const receipts = (...rows: string[]): string => ['orderNo,outcome,paidOn,amount', ...rows].join('\n');
  const good = receipts(`${orderNo},paid,2024-06-21,436.04`);
  const handIn = async (text: string, more: Record<string, string> = {}, who = 'treasury') => {
    const form = fileForm({ county, type: 'receipts', ...more }, Buffer.from(text), 'receipts-000001.csv');
    const { status, body } = await client.post(who, files, form);
    return { status, ...(body as unknown as HandedInFile & { code?: string }) };
  };
  const inbox = async (): Promise<unknown[]> => {
    const db = new pg.Client({ connectionString: services.env.BANGDAI_ADMIN_DATABASE_URL });
    await db.connect();
    const text = `select payload->>'outcome' as outcome, payload->>'amount' as amount from inbox where subject_no = $1`;
    return (await db.query(text, [orderNo]).finally(() => db.end())).rows;
  };

  beforeAll(async () => {
    await runSql(
      services.env.BANGDAI_ADMIN_DATABASE_URL ?? '',
      `with s as (insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage,
         scheme_key, pack_version, product, payee, opened_by) values ('S1', '${county}', 'main', '2024-03-21', '2024-06-21',
         '2024-06-20', '2024-06-27', 'paying', '${county}', '1.0.0', 'household', 'bank', 'system') returning id)
       insert into payment_order (order_no, kind, county, bank, subject, subject_id, payer, payee, amount, purpose, lines)
       select '${orderNo}', 'subsidy', '${county}', 'main', 'settlement', id, '财政局', '银行', 436.04, '贴息', 1 from s`,
    );
  });

  it('are refused while its machine speaks for it', async () => {
    expect(await handIn(good)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    const to = { adapter: 'file' };
    expect(
      (await client.post('systemAdmin', `/v1/counterparts/${county}/treasury/treasury`, to)).body,
    ).toMatchObject({ adapter: 'file', baseUrl: null });
  });

  it('have a result for each row; the same file again has the same answer and no second effect', async () => {
    const text = receipts(
      `${orderNo},paid,2024-06-21,436.04`,
      'subsidy/nobody/1,paid,2024-06-21,1.00',
      `${orderNo},perhaps,2024-06-21,436.04`,
      `${orderNo},paid,2024-02-30,436.04`,
    );
    const first = await handIn(text, { sha256: sha256(text).toUpperCase() });
    expect(first).toMatchObject({ status: 200, accepted: 1, refused: 3 });
    expect(first.rows.map(({ row, code }) => [row, code])).toEqual([
      ...[
        [2, null],
        [3, 'NOT_FOUND'],
        [4, 'FIELD_INVALID'],
        [5, 'FIELD_INVALID'],
      ],
    ]);
    expect(await handIn(text)).toEqual(first);
    expect(await inbox()).toEqual([{ outcome: 'paid', amount: '436.04' }]);
  });

  it('are not read when they are not what was sent, or not what they are said to be', async () => {
    expect(await handIn(good, { sha256: sha256('other') })).toMatchObject({
      status: 422,
      code: 'FILE_INVALID',
    });
    expect(await handIn('loanNo,paidOn\nx,y')).toMatchObject({ status: 422, code: 'FILE_INVALID' });
    expect(await handIn(good, { type: 'overdue' })).toMatchObject({ status: 403, code: 'WRONG_ROLE' });
    expect(await handIn(good, { county: 'yubei-2021' })).toMatchObject({ code: 'OUT_OF_JURISDICTION' });
    expect(await handIn(good, {}, 'finance')).toMatchObject({ status: 403, code: 'FORBIDDEN' });
    expect(await inbox()).toHaveLength(1);
  });

  it('may be statements: taken as a whole, shown as known up to their last day, and never of days to come', async () => {
    const head = 'from,to,kind,ref,loanNo,on,amount,principal,payee';
    const row = (on: string, to = '2024-06-30') => `2024-06-01,${to},payment,${orderNo},,${on},436.04,,银行`;
    const say = (...rows: string[]) => handIn([head, ...rows].join('\n'), { type: 'statement' });
    const known = async () =>
      (await client.get<CounterpartView[]>('systemAdmin', '/v1/counterparts')).body.find(
        ({ kind }) => kind === 'treasury',
      )?.statementTo;
    const wrong = await say(row('2024-06-21'), row('2024-07-21'));
    expect(wrong.rows.map(({ code }) => code)).toEqual(['FILE_INVALID', 'FIELD_INVALID']);
    expect(await known()).toBeNull();
    expect(await say(row('2024-06-21'))).toMatchObject({ status: 200, accepted: 1, refused: 0 });
    expect(await say(row('2024-06-21'))).toMatchObject({ status: 200, accepted: 1, refused: 0 });
    expect(await known()).toBe('2024-06-30');
    expect(await say(row('2024-06-21', '2099-01-01'))).toMatchObject({ status: 422, code: 'BAD_DATE' });
  });
});
