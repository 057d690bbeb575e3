import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { taskId, type StaffRole } from '@bangdai/contracts';
import type { ImportView, Me, Page, TaskDetail, TaskRow } from '@bangdai/contracts/http';
import { addDays, idCheckCharacter } from '@bangdai/domain';
import { signMessage } from '@bangdai/platform';
import pg from 'pg';
import { today } from './clock.js';
import { demoPassword } from './demo/demo-accounts.js';
import { RealClient, fileForm } from './testing/real-client.js';
import { startRealServices, type RealServices } from './testing/real-services.js';

const county = 'bachu-2024';
const idOf = (first17: string): string => first17 + idCheckCharacter(first17);
const data = (file: string): Buffer =>
  readFileSync(new URL(`../../../tests/support/data/${file}`, import.meta.url));

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

describe('the API on PostgreSQL and Temporal, without a worker', () => {
  let services: RealServices;
  let client: RealClient;

  beforeAll(async () => {
    services = await startRealServices(runSql);
    client = new RealClient(services.api.url, county);
  }, 90_000);
  afterAll(async () => services?.stop(), 60_000);

  const get: RealClient['get'] = (...args) => client.get(...args);
  const post: RealClient['post'] = (...args) => client.post(...args);
  const application = {
    ...{ county, appliedOn: '2024-06-03', name: '买买提·艾力', idNumber: '659999199104024674' },
    ...{ phone: '19900001111', township: '琼库尔恰克乡', village: '1村', targetGroup: 'liftedPoor' },
    ...{ amount: '20000.00', termMonths: 12, purpose: 'breeding', documents: ['contract'] },
  };
  const engine = () => services.api.parts.temporal;

  it('is ready, and every role of every county can sign in', async () => {
    expect(await client.send('/health/ready')).toMatchObject({
      status: 200,
      body: { ready: true, postgres: true, temporal: true },
    });
    const accounts = (await client.send('/v1/demo/accounts')).body as unknown as { username: string }[];
    expect(accounts.length).toBeGreaterThan(80);
    for (const role of ['village', 'township', 'countyOffice', 'bank', 'finance', 'auditor'])
      expect((await get(role, '/v1/me')).body as unknown as Me).toMatchObject({
        role,
        county,
        countyName: '巴楚县',
      });
    expect((await get('supervisor', '/v1/counties')).body).toHaveLength(8);
  });

  it('locks an account after five wrong passwords, whatever the sixth is', async () => {
    const signIn = (password: string) => client.signIn(`treasury@${county}`, password);
    for (let at = 0; at < 5; at += 1) expect((await signIn('wrong')).body.code).toBe('BAD_CREDENTIALS');
    expect(await signIn(demoPassword)).toMatchObject({ status: 429, body: { code: 'LOCKED_OUT' } });
  });

  it('lets the security administrator appoint people of the own county only', async () => {
    const person = {
      ...{ username: `neu@${county}`, displayName: '新同志', password: 'lang-genug-2026', role: 'township' },
      ...{ county, place: '巴楚镇' },
    };
    expect(await post('securityAdmin', '/v1/users', person)).toMatchObject({
      status: 201,
      body: { username: person.username, place: '巴楚镇' },
    });
    expect((await post('securityAdmin', '/v1/users', person)).body).toMatchObject({
      code: 'FIELD_INVALID',
      errors: [{ pointer: '/username' }],
    });
    const other = { ...person, username: 'x@yubei-2021', county: 'yubei-2021' };
    expect((await post('securityAdmin', '/v1/users', other)).body.code).toBe('FORBIDDEN');
    expect((await post('township', '/v1/users', person)).body.code).toBe('FORBIDDEN');
  });

  it.each([
    ['a village without its village', { role: 'village' }, '/place', 'FIELD_REQUIRED'],
    ['a village with a township alone', { role: 'village', place: '巴楚镇' }, '/place', 'FIELD_INVALID'],
    ['a township without a place', { role: 'township' }, '/place', 'FIELD_REQUIRED'],
    ['a township with a village', { role: 'township', place: '巴楚镇/1村' }, '/place', 'FIELD_INVALID'],
    ['a bank officer without a bank', { role: 'bank' }, '/bank', 'FIELD_REQUIRED'],
    ['a bank manager without a bank', { role: 'bankManager' }, '/bank', 'FIELD_REQUIRED'],
    ['a bank that the county has not', { role: 'bank', bank: 'nobody' }, '/bank', 'FIELD_INVALID'],
    ['a county office with a bank', { role: 'countyOffice', bank: 'main' }, '/bank', 'FIELD_INVALID'],
    ['a role that no pack of the county knows', { role: 'landlord' }, '/role', 'FIELD_INVALID'],
  ])('makes no account of %s', async (_what, post_, pointer, code) => {
    const person = { username: `nobody@${county}`, displayName: '某人', password: 'lang-genug-2026', county };
    expect(await post('securityAdmin', '/v1/users', { ...person, ...post_ })).toMatchObject({
      status: 422,
      body: { code, errors: [{ pointer, code }] },
    });
  });

  it('keeps an application safe while no worker is there, and starts its workflow once', async () => {
    const key = randomUUID();
    const first = await post('village', '/v1/applications', application, key);
    expect(first).toMatchObject({ status: 503, body: { code: 'ENGINE_UNAVAILABLE' } });
    const again = await post('village', '/v1/applications', application, key);
    expect(again).toMatchObject({ status: 503, body: { code: 'ENGINE_UNAVAILABLE' } });
    const { rows } = (await get<Page<{ loanNo: string }>>('village', '/v1/loans?limit=10')).body;
    expect(rows).toHaveLength(1);
    const description = await engine().workflow.getHandle(`loan/${county}/${rows[0]?.loanNo}`).describe();
    expect(description.status.name).toBe('RUNNING');
    expect(JSON.stringify(description.raw)).not.toContain('买买提');
  }, 20_000);

  it('refuses an application outside the village’s own place and with a wrong ID number', async () => {
    const outside = { ...application, township: '巴楚镇' };
    expect(await post('village', '/v1/applications', outside)).toMatchObject({
      status: 403,
      body: { code: 'OUT_OF_JURISDICTION' },
    });
    const wrong = { ...application, idNumber: '659999199104024675' };
    expect((await post('village', '/v1/applications', wrong)).body).toMatchObject({
      code: 'BAD_ID_NUMBER',
      errors: [{ pointer: '/idNumber', code: 'BAD_ID_NUMBER' }],
    });
  });

  it('parks a review as a signal when no worker answers, and carries out nothing twice', async () => {
    const { persistence } = services.api.parts;
    const villager = await persistence.identity.findByUsername(`village@${county}`);
    if (!villager) throw new Error('no village account');
    const form = { ...application, name: '李四', idNumber: idOf('65999919810730173') };
    await post('village', '/v1/applications', form);
    const { rows } = (
      await get<
        Page<{
          id: string;
          loanNo: string;
        }>
      >('village', '/v1/loans?q=李四')
    ).body;
    const loan = rows[0];
    if (!loan) throw new Error('no loan');
    const task = await openVillageTask(loan.id);
    const key = randomUUID();
    const decision = { decision: 'approve', opinion: '情况属实' };
    const path = `/v1/tasks/${encodeURIComponent(task)}/decision`;
    const parked = await post('village2', path, decision, key);
    expect(parked).toMatchObject({ status: 202, body: { commandId: expect.any(String) } });
    const repeated = await post('village2', path, decision, key);
    expect(repeated).toMatchObject({ status: 202, body: parked.body });
    expect(repeated.headers.get('idempotency-replayed')).toBe('true');
    const history = await engine().workflow.getHandle(`loan/${county}/${loan.loanNo}`).fetchHistory();
    const signals = (history.events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes);
    expect(signals).toHaveLength(1);
    expect(JSON.stringify(history)).not.toContain('情况属实');
  }, 30_000);

  it('refuses a rate above the cap before anything reaches the engine, and names the cap', async () => {
    const form = { ...application, name: '王五', idNumber: idOf('65999919810730181') };
    await post('village', '/v1/applications', form);
    const { rows } = (await get<Page<{ id: string }>>('village', '/v1/loans?q=王五')).body;
    const task = await openTask(rows[0]?.id ?? '', 'bankDecision', 'bank');
    const path = `/v1/tasks/${encodeURIComponent(task)}`;
    const detail = (await get('bank', path)).body as unknown as TaskDetail;
    expect(detail.termsGuide).toMatchObject({
      relation: 'max',
      rateCaps: [{ maxMonths: 12, rate: '0.0395' }],
    });
    const approvedTerms = { amount: '20000.00', termMonths: 12, annualRate: '0.0396' };
    expect(await post('bank', `${path}/decision`, { decision: 'approve', approvedTerms })).toMatchObject({
      status: 422,
      body: {
        code: 'RATE_ABOVE_CAP',
        detail: '利率超过上限。利率上限 3.95%。',
        errors: [{ pointer: '/approvedTerms/annualRate' }],
      },
    });
  });

  const openVillageTask = (loanId: string) => openTask(loanId, 'villageReview', 'village');

  /** What the worker would have written for the step: the loan in review with one task for the desk. */
  async function openTask(loanId: string, stepKey: string, role: StaffRole): Promise<string> {
    const { persistence } = services.api.parts;
    const id = taskId(loanId, stepKey, 1);
    const at = new Date().toISOString();
    await persistence.loans.recordWake({
      ...{ loanId, county, changeId: 'test', at, stage: 'inReview', pendingStep: stepKey },
      ...{
        publicityEndsOn: null,
        events: [],
        closeTasks: [],
        messages: [],
        agenda: null,
        doneAgendaKeys: [],
      },
      openTasks: [
        {
          ...{
            taskId: id,
            kind: 'review',
            stepKey,
            title: '审核',
            role,
            county,
          },
          ...{ place: '琼库尔恰克乡/1村', bank: null, slaWorkingDays: null, dueOn: null, openedOn: today() },
          ...{
            outcomes: ['approve', 'reject', 'return'],
            requires: [],
            requiresDetail: false,
            needsMeeting: false,
          },
        },
      ],
    });
    return id;
  }

  it('shows the task to the village, and lets one person hold it', async () => {
    const { rows } = (await get<Page<TaskRow>>('village2', '/v1/tasks')).body;
    const [task] = rows;
    expect(task).toMatchObject({ stepKey: 'villageReview', borrower: '李*' });
    const path = `/v1/tasks/${encodeURIComponent(task?.id ?? '')}`;
    expect((await post('village', `${path}/claim`, {})).status).toBe(200);
    expect((await post('village2', `${path}/decision`, { decision: 'approve' })).body.code).toBe(
      'TASK_TAKEN',
    );
    expect((await post('village', `${path}/release`, {})).status).toBe(200);
    expect((await get('village@yubei-2021', path)).status).toBe(404);
    expect((await get('village@yubei-2021', '/v1/tasks')).body.rows).toEqual([]);
  });

  it('opens a settlement of one day once', async () => {
    const body = { county, bank: 'main', settleOn: '2024-06-20' };
    expect(await post('countyOffice', '/v1/settlements', body)).toMatchObject({ status: 201 });
    expect(await post('finance', '/v1/settlements', body)).toMatchObject({
      status: 409,
      body: { code: 'SETTLEMENT_EXISTS' },
    });
    expect((await post('supervisor', '/v1/settlements', body)).body.code).toBe('FORBIDDEN');
  });

  it('stores a document encrypted and gives it back as it was', async () => {
    const { rows } = (await get<Page<{ id: string }>>('village', '/v1/loans')).body;
    const bytes = Buffer.from('%PDF-1.7 一份合同');
    const stored = await post(
      'village',
      `/v1/loans/${rows[0]?.id}/documents`,
      fileForm({ key: 'contract' }, bytes, '合同.pdf'),
    );
    expect(stored).toMatchObject({
      status: 201,
      body: { key: 'contract', fileName: '合同.pdf', size: bytes.length },
    });
    const response = await fetch(`${services.api.url}/v1/documents/${String(stored.body.id)}`, {
      headers: { authorization: `Bearer ${await client.tokenOf('village')}` },
    });
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
    expect((await get('village@yubei-2021', `/v1/documents/${String(stored.body.id)}`)).status).toBe(404);
  });

  it('previews and submits a portfolio, which waits for the bank; the second commit finds it done', async () => {
    const file = data('bachu-portfolio-2024-01-25.csv');
    const fields = { county, asOf: '2024-01-25' };
    const { status, body } = await post('countyOffice', '/v1/imports', fileForm(fields, file, 'bachu.csv'));
    const preview = body as unknown as ImportView;
    expect({ status, ...preview }).toMatchObject({
      status: 201,
      rows: 7952,
      good: 7952,
      bad: 0,
      balance: '202813600.00',
    });
    expect(JSON.stringify(preview.sample)).not.toContain('659999199104024674');
    const submitted = await post('countyOffice', `/v1/imports/${preview.id}/commit`, {});
    expect(submitted).toMatchObject({
      status: 202,
      body: {
        state: 'confirming',
        confirmations: [{ role: 'bank', rows: 7952, balance: '202813600.00', state: 'waiting' }],
      },
    });
    expect((await get<ImportView>('bank', `/v1/imports/${preview.id}`)).body.errors).toEqual([]);
    for (const stranger of ['village', 'township', 'finance'])
      expect((await get(stranger, `/v1/imports/${preview.id}`)).status).toBe(403);
    expect((await get('countyOffice@yubei-2021', `/v1/imports/${preview.id}`)).status).toBe(404);
    expect((await post('countyOffice', `/v1/imports/${preview.id}/commit`, {})).body.code).toBe(
      'IMPORT_DONE',
    );
    const other = { ...fields, county: 'yubei-2021' };
    expect((await post('countyOffice', '/v1/imports', fileForm(other, file, 'x.csv'))).body.code).toBe(
      'FORBIDDEN',
    );
  }, 30_000);

  it('says in the name of a shifted portfolio that it is one', async () => {
    const rows = data('bachu-portfolio-2024-01-25.csv').toString().split('\n').slice(0, 3).join('\n');
    const fields = { county, asOf: '2024-01-25', shiftDays: '10' };
    const { body } = await post(
      'countyOffice',
      '/v1/imports',
      fileForm(fields, Buffer.from(rows), 'bachu.csv'),
    );
    expect(body).toMatchObject({
      asOf: addDays('2024-01-25', 10),
      fileName: expect.stringContaining('平移 10 天'),
    });
  });

  it('takes a bank’s message once and refuses a forged one', async () => {
    const { rows } = (await get<Page<{ loanNo: string }>>('village', '/v1/loans')).body;
    const body = JSON.stringify({
      county,
      bank: 'main',
      loanNo: rows[0]?.loanNo,
      overdueSince: '2026-11-20',
    });
    const secrets = [services.env.BANGDAI_BANK_SECRET ?? ''];
    const message = (headers: Record<string, string>) =>
      client.send('/v1/bank/overdue-notices', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    const signed = () => message({ ...signMessage({ secrets, id: 'notice-1', body }) });
    expect(await signed()).toMatchObject({ status: 202, body: { id: 'notice-1', state: 'accepted' } });
    expect(await signed()).toMatchObject({ status: 202, body: { id: 'notice-1', state: 'accepted' } });
    const forged = {
      ...signMessage({ secrets: [services.env.BANGDAI_TREASURY_SECRET ?? ''], id: 'n2', body }),
    };
    expect(await message(forged)).toMatchObject({ status: 401, body: { code: 'BAD_SIGNATURE' } });
  });
});
