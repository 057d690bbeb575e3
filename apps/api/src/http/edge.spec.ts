import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { password } from '../testing/fake-parts.js';
import { startEdge, type Edge } from '../testing/edge.js';

interface Operation {
  summary?: string;
  parameters?: { name: string }[];
  responses: Record<string, unknown>;
  security: unknown[];
}

describe('the HTTP edge', () => {
  let edge: Edge;
  const call: Edge['call'] = (...args) => edge.call(...args);

  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(async () => edge.stop());

  describe('sessions', () => {
    it('need a right password, and lock after five wrong ones', async () => {
      await edge.parts.addPerson({ username: 'locked@demo' });
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
      const { username } = await edge.parts.addPerson({ username: 'cookie@demo' });
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
      const { username } = await edge.parts.addPerson({ username: 'csrf@demo' });
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
      expect(edge.parts.refusals).toEqual([{ action: 'POST /v1/tasks/:id/decision', code: 'FORBIDDEN' }]);
    });

    it('keep records from administrators and everything from strangers', async () => {
      expect((await call('GET', '/v1/tasks', { as: 'securityAdmin' })).status).toBe(403);
      expect((await call('GET', '/v1/tasks')).body.code).toBe('UNAUTHENTICATED');
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
      expect(JSON.stringify(answer.body) + edge.parts.logLines.join('')).not.toContain('659999199104024674');
      expect(edge.parts.logLines.join('')).toContain(answer.body.traceId);
    });
  });

  it('pushes what changed in the own county, and nothing of others', async () => {
    const controller = new AbortController();
    const response = await fetch(`${edge.url}/v1/events`, {
      headers: { authorization: `Bearer ${edge.tokens.township}` },
      signal: controller.signal,
    });
    const reader = response.body?.getReader();
    let text = '';
    const readOn = async () => (text += new TextDecoder().decode((await reader?.read())?.value));
    while (!text.includes('heartbeat')) await readOn();
    edge.parts.tell({ topic: 'loan', id: 'other', county: 'elsewhere' });
    edge.parts.tell({ topic: 'task', id: 't9', county: 'demo' });
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
      paths: Record<string, Record<string, Operation>>;
      webhooks: Record<string, unknown>;
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
    expect(operations.filter(({ summary }) => !summary)).toEqual([]);
    const commands = Object.entries(document.paths)
      .filter(([path]) => !/^\/v1\/(bank|treasury|session)/.test(path))
      .flatMap(([, item]) => Object.entries(item).filter(([method]) => method !== 'get'));
    expect(
      commands.filter(
        ([, { parameters = [] }]) => !parameters.some(({ name }) => name === 'Idempotency-Key'),
      ),
    ).toEqual([]);
    expect(Object.keys(document.webhooks)).toEqual(
      expect.arrayContaining(['disbursementRequest', 'maturityNotice', 'writtenNotice', 'settlementAdvice']),
    );
    expect(JSON.stringify(document.webhooks['disbursementRequest'])).toContain('"principalCap"');
    expect(JSON.stringify(document.paths['/v1/imports']?.post)).toContain('"format":"binary"');
    expect(JSON.stringify(document.paths['/v1/me']?.get)).toContain('application/problem+json');
    expect((await call('GET', '/docs')).status).toBe(200);
  });
});
