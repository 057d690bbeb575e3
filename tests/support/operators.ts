import { randomUUID } from 'node:crypto';
import type { DemoAccount, Me, Page, TaskRow } from '@bangdai/contracts/http';

export interface Answer<Body = unknown> {
  status: number;
  body: Body;
  headers: Headers;
}

/** A signed-in person at a browser: speaks the public HTTP API and nothing else. */
export class Operator {
  private constructor(
    private readonly apiUrl: string,
    private readonly token: string,
    readonly me: Me,
  ) {}

  static async signIn(apiUrl: string, username: string, password: string): Promise<Operator> {
    const response = await fetch(`${apiUrl}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ username, password }),
    });
    if (!response.ok)
      throw new Error(`sign-in of ${username} failed: ${response.status} ${await response.text()}`);
    const { token, me } = (await response.json()) as { token: string; me: Me };
    return new Operator(apiUrl, token, me);
  }

  async get<Body = unknown>(path: string): Promise<Answer<Body>> {
    return this.send('GET', path);
  }

  /** A command; the same `key` is the same command. */
  async post<Body = unknown>(
    path: string,
    body: unknown = {},
    key: string = randomUUID(),
  ): Promise<Answer<Body>> {
    return this.send('POST', path, body, key);
  }

  async upload<Body = unknown>(
    path: string,
    form: FormData,
    key: string = randomUUID(),
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.apiUrl}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.token}`, 'idempotency-key': key },
      body: form,
    });
    return { status: response.status, body: (await response.json()) as Body, headers: response.headers };
  }

  private async send<Body>(
    method: string,
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<Answer<Body>> {
    const response = await fetch(`${this.apiUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? null : JSON.parse(text)) as Body,
      headers: response.headers,
    };
  }

  /** All open tasks of this person's desk about one subject. */
  async tasksOf(subjectId: string): Promise<TaskRow[]> {
    const found: TaskRow[] = [];
    let after: string | null = null;
    do {
      const { body }: Answer<Page<TaskRow>> = await this.get(
        `/v1/tasks?tab=todo&limit=500${after ? `&after=${encodeURIComponent(after)}` : ''}`,
      );
      found.push(...body.rows.filter((row) => row.subjectId === subjectId));
      after = body.next;
    } while (after);
    return found;
  }

  /** Decides the open task of `step` on a subject; waits until the task is on the desk. */
  async decide(subjectId: string, step: string, decision: Record<string, unknown>): Promise<Answer> {
    const task = await eventually(`${this.me.username} has the task ${step}`, async () =>
      (await this.tasksOf(subjectId)).find((row) => row.stepKey === step),
    );
    return this.post(`/v1/tasks/${encodeURIComponent(task.id)}/decision`, decision);
  }
}

export async function demoAccounts(apiUrl: string): Promise<DemoAccount[]> {
  const response = await fetch(`${apiUrl}/v1/demo/accounts`);
  return (await response.json()) as DemoAccount[];
}

/** Waits until `probe` gives a value; the failure names what was awaited. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined | null | false>,
  seconds = 30,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`not within ${seconds} s: ${what}${last ? ` (${String(last)})` : ''}`);
}
