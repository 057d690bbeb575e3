/** The API's HTTP side on fakes, with three people signed in. */
import type { AddressInfo } from 'node:net';
import type { CommandReceipt } from '@bangdai/contracts';
import type { Problem } from '@bangdai/contracts/http';
import { createApp } from '../start-api.js';
import { fakeParts, password, type FakeParts } from './fake-parts.js';

export const loanId = '11111111-2222-4333-8444-555555555555';

export const receipt: CommandReceipt = {
  commandId: 'c',
  accepted: true,
  code: null,
  reasons: [],
  stage: 'inReview',
  pendingStep: null,
};

export interface CallOptions {
  /** Role of the person who calls. */
  as?: string;
  key?: string;
  body?: unknown;
  raw?: string | FormData;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  body: Problem & Record<string, unknown>;
  headers: Headers;
}

export interface Edge {
  url: string;
  parts: FakeParts;
  tokens: Record<string, string>;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  stop(): Promise<void>;
}

export async function startEdge(prepare: (parts: FakeParts) => void = () => undefined): Promise<Edge> {
  const parts = fakeParts();
  parts.engine.update = async () => receipt;
  prepare(parts);
  const app = await createApp(parts);
  await app.listen(0, '127.0.0.1');
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
  const tokens: Record<string, string> = {};
  const call = (method: string, path: string, options: CallOptions = {}): Promise<Answer> =>
    send(`${url}${path}`, method, options, tokens);
  for (const role of ['township', 'supervisor', 'securityAdmin']) {
    const { username } = await parts.addPerson({ role });
    const { body } = await call('POST', '/v1/session', { body: { username, password } });
    tokens[role] = (body as unknown as { token: string }).token;
  }
  const stop = async (): Promise<void> => {
    app.getHttpServer().closeAllConnections();
    await app.close();
  };
  return { url, parts, tokens, call, stop };
}

async function send(
  url: string,
  method: string,
  { as, key, body, raw, headers = {} }: CallOptions,
  tokens: Record<string, string>,
): Promise<Answer> {
  const isJson = body !== undefined || typeof raw === 'string';
  const response = await fetch(url, {
    method,
    headers: {
      ...(as && { authorization: `Bearer ${tokens[as]}` }),
      ...(key && { 'idempotency-key': key }),
      ...(isJson && { 'content-type': 'application/json' }),
      ...headers,
    },
    body: raw ?? (body === undefined ? null : JSON.stringify(body)),
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const parsed: unknown = type.includes('json') ? JSON.parse(text) : text;
  return { status: response.status, body: parsed as Answer['body'], headers: response.headers };
}
