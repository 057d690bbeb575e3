/** Speaks to the API of an `*.int-spec.ts` as any demo account of one county. */
import { randomUUID } from 'node:crypto';
import { demoPassword } from '../demo/demo-accounts.js';
import type { Answer } from './edge.js';

export class RealClient {
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly url: string,
    private readonly county: string,
  ) {}

  async send(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, init);
    const text = await response.text();
    const body = (text === '' ? null : JSON.parse(text)) as Answer['body'];
    return { status: response.status, headers: response.headers, body };
  }

  signIn(username: string, password: string): Promise<Answer> {
    return this.send('/v1/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
  }

  /** `township` is the account of this county; a name with `@`, and the supervisor's, stand for themselves. */
  async tokenOf(name: string): Promise<string> {
    const known = this.tokens.get(name);
    if (known) return known;
    const username = name.includes('@') || name === 'supervisor' ? name : `${name}@${this.county}`;
    const { body } = await this.signIn(username, demoPassword);
    const token = String(body.token);
    this.tokens.set(name, token);
    return token;
  }

  /** `Body` is what the caller expects; the answer of a refusal has a code instead. */
  async get<Body = Answer['body']>(who: string, path: string): Promise<Answer & { body: Body }> {
    const authorization = `Bearer ${await this.tokenOf(who)}`;
    return (await this.send(path, { headers: { authorization } })) as Answer & { body: Body };
  }

  async post(who: string, path: string, body: unknown, key: string = randomUUID()): Promise<Answer> {
    const isForm = body instanceof FormData;
    return this.send(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await this.tokenOf(who)}`,
        'idempotency-key': key,
        ...(!isForm && { 'content-type': 'application/json' }),
      },
      body: isForm ? body : JSON.stringify(body),
    });
  }
}

/** A multipart form of some fields and one file, the file last. */
export function fileForm(fields: Record<string, string>, bytes: Buffer, name: string): FormData {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.set(field, value);
  form.set('file', new Blob([new Uint8Array(bytes)]), name);
  return form;
}
