import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Problem } from '@bangdai/contracts/http';
import { signMessage } from '@bangdai/platform';
import type { NestExpressApplication } from '@nestjs/platform-express';
import {
  ApplicationFailure,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { createApp } from '../start-api.js';
import { bankSecret, fakeParts, password, treasurySecret, type FakeParts } from '../testing/fake-parts.js';

const receipt = {
  commandId: 'c',
  accepted: true,
  code: null,
  reasons: [],
  stage: 'inReview',
  pendingStep: null,
};

const loanId = '11111111-2222-4333-8444-555555555555';

describe('the HTTP edge', () => {
  let app: NestExpressApplication;
  let parts: FakeParts;
  let url: string;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    parts = fakeParts();
    app = await createApp(parts);
    await app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
    for (const role of ['township', 'supervisor', 'securityAdmin']) {
      const { username } = await parts.addPerson({ role });
      const { body } = await call('POST', '/v1/session', { body: { username, password } });
      tokens[role] = (body as unknown as { token: string }).token;
    }
  });
  afterAll(async () => {
    app.getHttpServer().closeAllConnections();
    await app.close();
  });
  beforeEach(() => {
    parts.engine.update = async () => receipt;
    parts.refusals.length = 0;
    parts.engine.signals.length = 0;
  });

  interface Options {
    as?: string;
    key?: string;
    body?: unknown;
    raw?: string | FormData;
    headers?: Record<string, string>;
  }

  async function call(method: string, path: string, { as, key, body, raw, headers = {} }: Options = {}) {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(as && { authorization: `Bearer ${tokens[as]}` }),
        ...(key && { 'idempotency-key': key }),
        ...((body !== undefined || typeof raw === 'string') && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: raw ?? (body === undefined ? null : JSON.stringify(body)),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      body: (type.includes('json') ? JSON.parse(text) : text) as Problem & Record<string, unknown>,
      headers: response.headers,
    };
  }
  const decide = (key: string, body: unknown = { decision: 'approve' }, task = 't1') =>
    call('POST', `/v1/tasks/${task}/decision`, { as: 'township', key, body });

  describe('sessions', () => {
    it('need a right password, and lock after five wrong ones', async () => {
      await parts.addPerson({ username: 'locked@demo' });
      const tryOnce = (given: string) =>
        call('POST', '/v1/session', { body: { username: 'locked@demo', password: given } });
      for (let at = 0; at < 5; at += 1)
        expect(await tryOnce('wrong')).toMatchObject({ status: 401, body: { code: 'BAD_CREDENTIALS' } });
      expect(await tryOnce(password)).toMatchObject({ status: 429, body: { code: 'LOCKED_OUT' } });
    });

    it('do not tell whether a name exists', async () => {
      const answer = await call('POST', '/v1/session', { body: { username: 'nobody', password } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'BAD_CREDENTIALS' } });
    });

    it('come as a cookie that scripts and other sites cannot use, and end with sign-out', async () => {
      const { username } = await parts.addPerson({ username: 'cookie@demo' });
      const { headers, status } = await call('POST', '/v1/session', { body: { username, password } });
      const cookie = headers.get('set-cookie') ?? '';
      expect(status).toBe(201);
      expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/);
      const own = { headers: { cookie: cookie.split(';')[0] ?? '' } };
      expect(await call('GET', '/v1/me', own)).toMatchObject({
        status: 200,
        body: { username, role: 'township' },
      });
      expect((await call('DELETE', '/v1/session', own)).status).toBe(204);
      expect(await call('GET', '/v1/me', own)).toMatchObject({
        status: 401,
        body: { code: 'UNAUTHENTICATED' },
      });
    });

    it('with a cookie take commands from our own pages only', async () => {
      const { username } = await parts.addPerson({ username: 'csrf@demo' });
      const { headers } = await call('POST', '/v1/session', { body: { username, password } });
      const cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
      const send = (extra: Record<string, string>) =>
        call('POST', '/v1/tasks/t1/decision', {
          body: { decision: 'approve' },
          headers: { cookie, 'idempotency-key': 'k', ...extra },
        });
      expect((await send({ 'sec-fetch-site': 'cross-site' })).body.code).toBe('FORBIDDEN');
      expect((await send({ origin: 'http://evil.example' })).body.code).toBe('FORBIDDEN');
      expect((await send({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    });

    it('end when they idle and after their whole time', async () => {
      const now = Date.now();
      const at = jest.spyOn(Date, 'now').mockReturnValue(now + 31 * 60_000);
      try {
        expect((await call('GET', '/v1/me', { as: 'securityAdmin' })).status).toBe(401);
      } finally {
        at.mockRestore();
      }
    });
  });

  describe('rights', () => {
    it('let a supervisor read and command nothing', async () => {
      expect((await call('GET', '/v1/tasks', { as: 'supervisor' })).status).toBe(200);
      const refused = await call('POST', '/v1/tasks/t1/decision', {
        as: 'supervisor',
        key: 'k1',
        body: { decision: 'approve' },
      });
      expect(refused).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      expect(parts.refusals).toEqual([{ action: 'POST /v1/tasks/:id/decision', code: 'FORBIDDEN' }]);
    });

    it('keep records from administrators and everything from strangers', async () => {
      expect((await call('GET', '/v1/tasks', { as: 'securityAdmin' })).status).toBe(403);
      expect((await call('GET', '/v1/tasks')).body.code).toBe('UNAUTHENTICATED');
    });
  });

  describe('commands', () => {
    it('need a key', async () => {
      const answer = await call('POST', '/v1/tasks/t1/decision', {
        as: 'township',
        body: { decision: 'approve' },
      });
      expect(answer).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_REQUIRED' } });
    });

    it('run once for a key; the repeated one gets the same answer, marked', async () => {
      const update = jest.fn(async () => receipt);
      parts.engine.update = update;
      const first = await decide('once');
      const second = await decide('once');
      expect(first).toMatchObject({ status: 200, body: receipt });
      expect(second).toMatchObject({ status: 200, body: receipt });
      expect(first.headers.get('idempotency-replayed')).toBeNull();
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(update).toHaveBeenCalledTimes(1);
    });

    it('with a used key and another body are refused', async () => {
      await decide('reused');
      expect(await decide('reused', { decision: 'reject' })).toMatchObject({
        status: 422,
        body: { code: 'IDEMPOTENCY_KEY_REUSED' },
      });
    });

    it('in flight are not run a second time', async () => {
      let release = (): void => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      parts.engine.update = async () => held.then(() => receipt);
      const first = decide('flight');
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(await decide('flight')).toMatchObject({
        status: 409,
        body: { code: 'IDEMPOTENCY_IN_PROGRESS' },
      });
      release();
      expect((await first).status).toBe(200);
    });

    it('keep the engine’s refusal for their key and write it down', async () => {
      parts.engine.update = async () => {
        throw new WorkflowUpdateFailedError('x', ApplicationFailure.nonRetryable('x', 'SAME_PERSON'));
      };
      expect(await decide('refused')).toMatchObject({ status: 403, body: { code: 'SAME_PERSON' } });
      expect(parts.refusals).toEqual([{ action: 'POST /v1/tasks/:id/decision', code: 'SAME_PERSON' }]);
      parts.engine.update = async () => receipt;
      const again = await decide('refused');
      expect(again).toMatchObject({ status: 403, body: { code: 'SAME_PERSON' } });
      expect(again.headers.get('content-type')).toContain('application/problem+json');
    });

    it('that failed on a field free their key', async () => {
      const bad = await decide('freed', { decision: 'approve', amount: 1 });
      expect(bad).toMatchObject({ status: 422, body: { errors: [{ pointer: '/amount' }] } });
      expect((await decide('freed')).status).toBe(200);
    });

    it('are parked as a signal when no worker answers, with the same command id', async () => {
      let sent: unknown;
      parts.engine.update = async (_name, command) => {
        sent = command;
        throw new WorkflowUpdateRPCTimeoutOrCancelledError('late');
      };
      const answer = await decide('parked');
      expect(answer.status).toBe(202);
      expect(parts.engine.signals).toEqual([{ name: 'reviewSubmitted', payload: sent }]);
      expect(answer.body.commandId).toBe((sent as { commandId: string }).commandId);
    });

    it('that cannot be parked say that the engine is not there', async () => {
      parts.engine.update = async () => {
        throw new WorkflowUpdateRPCTimeoutOrCancelledError('late');
      };
      const answer = await call('POST', `/v1/loans/${loanId}/urgings`, {
        as: 'township',
        key: 'urge',
        body: { kind: 'call' },
      });
      expect(answer).toMatchObject({ status: 503, body: { code: 'ENGINE_UNAVAILABLE' } });
    });

    it('in bulk have a result each, and one failure stops no other', async () => {
      parts.engine.update = async (_name, command) => {
        const { taskId } = command as { taskId: string };
        if (taskId === 't2')
          throw new WorkflowUpdateFailedError('x', ApplicationFailure.nonRetryable('x', 'STEP_NOT_PENDING'));
        if (taskId === 't3') throw new TypeError('boom');
        return receipt;
      };
      const taskIds = ['t1', 't2', 't3', 'x4'];
      const answer = await call('POST', '/v1/tasks/bulk-decision', {
        as: 'township',
        key: 'bulk',
        body: { taskIds, decision: 'approve' },
      });
      expect(answer).toMatchObject({
        status: 200,
        body: {
          done: 1,
          refused: 2,
          failed: 1,
          results: [
            { taskId: 't1', outcome: 'done', code: null },
            { taskId: 't2', outcome: 'refused', code: 'STEP_NOT_PENDING' },
            { taskId: 't3', outcome: 'failed', code: 'INTERNAL' },
            { taskId: 'x4', outcome: 'refused', code: 'NOT_FOUND' },
          ],
        },
      });
    });
  });

  describe('problem details', () => {
    it('answer unknown paths, broken JSON and bodies that are too large', async () => {
      expect(await call('GET', '/v1/nothing')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
      expect(await call('POST', '/v1/session', { raw: '{"username":' })).toMatchObject({
        body: { code: 'FIELD_INVALID' },
      });
      const raw = JSON.stringify({ username: 'x'.repeat(5_000_000), password });
      expect(await call('POST', '/v1/session', { raw })).toMatchObject({ status: 413 });
    });

    it('find nothing under an id that is none', async () => {
      for (const path of ['/v1/loans/x', '/v1/claims/1', '/v1/settlements/%27', '/v1/documents/..'])
        expect(await call('GET', path, { as: 'township' })).toMatchObject({ status: 404 });
    });

    it('say nothing about a failure inside, and neither does the log', async () => {
      const answer = await call('GET', '/v1/loans?q=659999199104024674', { as: 'township' });
      expect(answer).toMatchObject({ status: 500, body: { code: 'INTERNAL' } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(JSON.stringify(answer.body) + parts.logLines.join('')).not.toContain('659999199104024674');
      expect(parts.logLines.join('')).toContain(answer.body.traceId);
    });
  });

  describe('files', () => {
    const upload = (bytes: Uint8Array<ArrayBuffer>, key: string) => {
      const raw = new FormData();
      raw.set('key', 'contract');
      raw.set('file', new Blob([bytes]), '合同.pdf');
      return call('POST', `/v1/loans/${loanId}/documents`, { as: 'township', key, raw });
    };
    const pdf = new TextEncoder().encode('%PDF-1.7 …') as Uint8Array<ArrayBuffer>;

    it('are taken by their content', async () => {
      expect(await upload(pdf, 'f1')).toMatchObject({
        status: 201,
        body: { key: 'contract', mimeType: 'application/pdf', fileName: '合同.pdf' },
      });
      const script = new TextEncoder().encode('<script>') as Uint8Array<ArrayBuffer>;
      expect(await upload(script, 'f2')).toMatchObject({
        status: 415,
        body: { code: 'FILE_TYPE_NOT_ALLOWED' },
      });
    });

    it('of more than 10 MB are refused', async () => {
      const large = new Uint8Array(10 * 1024 * 1024 + 1);
      large.set(pdf);
      expect(await upload(large, 'f3')).toMatchObject({ status: 413, body: { code: 'FILE_TOO_LARGE' } });
    });

    it('with a used key and other bytes are another command', async () => {
      await upload(pdf, 'f4');
      expect(
        (await upload(new TextEncoder().encode('%PDF-1.4 …') as Uint8Array<ArrayBuffer>, 'f4')).body.code,
      ).toBe('IDEMPOTENCY_KEY_REUSED');
    });
  });

  describe('messages of banks and treasuries', () => {
    const repayment = {
      ...{ county: 'demo', bank: 'main', loanNo: 'no-1', receiptNo: 'r1', paidOn: '2026-11-20' },
      ...{ principal: '100.00', interest: '1.00' },
    };
    const post = (
      body: unknown,
      options: { id?: string; secret?: string; at?: Date; path?: string } = {},
    ) => {
      const { id = 'm1', secret = bankSecret, at = new Date(), path = '/v1/bank/repayments' } = options;
      const raw = JSON.stringify(body);
      return call('POST', path, { raw, headers: signMessage({ secrets: [secret], id, body: raw, at }) });
    };

    it('are stored once and answered alike', async () => {
      const answers = [await post(repayment), await post(repayment)];
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 202, body: { id: 'm1', state: 'accepted' } });
      expect(parts.inbox.get('bank:demo:main m1')).toMatchObject({
        kind: 'repaymentReceived',
        subjectNo: 'no-1',
      });
      expect([...parts.inbox.keys()].filter((key) => key.endsWith(' m1'))).toHaveLength(1);
    });

    it('need a signature of now over this body with the right secret', async () => {
      const raw = JSON.stringify(repayment);
      const headers = signMessage({ secrets: [bankSecret], id: 'm2', body: raw });
      const forged = JSON.stringify({ ...repayment, principal: '999.00' });
      const wrong = [
        await call('POST', '/v1/bank/repayments', { raw }),
        await call('POST', '/v1/bank/repayments', { raw: forged, headers }),
        await post(repayment, { secret: treasurySecret }),
        await post(repayment, { at: new Date(Date.now() - 6 * 60_000) }),
      ];
      for (const answer of wrong)
        expect(answer).toMatchObject({ status: 401, body: { code: 'BAD_SIGNATURE' } });
      expect([...parts.inbox.keys()].filter((key) => key.endsWith(' m2'))).toEqual([]);
    });

    it('are checked field by field, and know their subject', async () => {
      expect(await post({ ...repayment, paidOn: '2026-02-30' }, { id: 'm3' })).toMatchObject({
        status: 422,
        body: { code: 'BAD_DATE', errors: [{ pointer: '/paidOn' }] },
      });
      expect(await post({ ...repayment, loanNo: 'unknown' }, { id: 'm4' })).toMatchObject({ status: 404 });
    });

    it('of the treasury have a secret of their own', async () => {
      const body = { county: 'demo', orderNo: 'o1', outcome: 'paid', paidOn: '2026-11-20', amount: '1.00' };
      const path = '/v1/treasury/receipts';
      expect((await post(body, { id: 't1', secret: treasurySecret, path })).status).toBe(202);
      expect(parts.inbox.has('treasury:demo t1')).toBe(true);
      expect((await post(body, { id: 't2', path })).status).toBe(401);
    });
  });

  it('pushes what changed in the own county, and nothing of others', async () => {
    const controller = new AbortController();
    const response = await fetch(`${url}/v1/events`, {
      headers: { authorization: `Bearer ${tokens.township}` },
      signal: controller.signal,
    });
    const reader = response.body?.getReader();
    let text = '';
    const readOn = async () => (text += new TextDecoder().decode((await reader?.read())?.value));
    while (!text.includes('heartbeat')) await readOn();
    parts.tell({ topic: 'loan', id: 'other', county: 'elsewhere' });
    parts.tell({ topic: 'task', id: 't9', county: 'demo' });
    while (!text.includes('t9')) await readOn();
    controller.abort();
    expect(text).toContain('event: task');
    expect(text).not.toContain('elsewhere');
  });

  it('keeps strict headers', async () => {
    const { headers } = await call('GET', '/health/live');
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('publishes OpenAPI 3.1 with schemas, security and problem answers for every route', async () => {
    const { body } = await call('GET', '/docs/openapi.json');
    const document = body as unknown as {
      openapi: string;
      paths: Record<string, Record<string, { responses: Record<string, unknown>; security: unknown[] }>>;
      components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.components.securitySchemes).sort()).toEqual(['bearer', 'cookie', 'webhook']);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining([
        'Problem',
        'LoanDetail',
        'ApplicationRequest',
        'DecisionRequest',
        'RepaymentReport',
      ]),
    );
    const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
    expect(operations.length).toBeGreaterThan(45);
    expect(operations.filter(({ responses, security }) => !responses.default || !security)).toEqual([]);
    expect((await call('GET', '/docs')).status).toBe(200);
  });
});
