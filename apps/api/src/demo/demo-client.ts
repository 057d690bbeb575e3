import type { Page, TaskRow } from '@bangdai/contracts/http';

const waitTries = 120;
const waitMs = 500;

/** The demo is loaded through the product's own doors: this is a signed-in person who speaks HTTP. */
export class DemoClient {
  private constructor(
    private readonly apiUrl: string,
    private readonly token: string,
  ) {}

  static async signIn(apiUrl: string, username: string, password: string): Promise<DemoClient> {
    const signedIn = await call<{ token: string }>(`${apiUrl}/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    return new DemoClient(apiUrl, signedIn.token);
  }

  get<Body>(path: string): Promise<Body> {
    return call<Body>(`${this.apiUrl}${path}`, { headers: this.headers() });
  }

  /** The same `key` is the same command, so that a broken-off load can be repeated. */
  post<Body>(path: string, body: unknown, key: string): Promise<Body> {
    const headers = { ...this.headers(key), 'content-type': 'application/json' };
    return call<Body>(`${this.apiUrl}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  upload<Body>(path: string, form: FormData, key: string): Promise<Body> {
    return call<Body>(`${this.apiUrl}${path}`, { method: 'POST', headers: this.headers(key), body: form });
  }

  /** The open task of this desk on a loan; null when it is not here (any more). */
  async taskOf(loanId: string): Promise<TaskRow | null> {
    const { rows } = await this.get<Page<TaskRow>>('/v1/tasks?tab=todo&kind=review&limit=500');
    return rows.find((row) => row.subjectId === loanId) ?? null;
  }

  /** A task that the engine is about to put on this desk. */
  async awaitTask(subjectId: string): Promise<TaskRow> {
    for (let attempt = 1; attempt <= waitTries; attempt += 1) {
      const { rows } = await this.get<Page<TaskRow>>('/v1/tasks?tab=todo&limit=500');
      const found = rows.find((row) => row.subjectId === subjectId);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    throw new Error('a task of the demo did not come to its desk');
  }

  private headers(key?: string): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, ...(key && { 'idempotency-key': key }) };
  }
}

/** An answer that was no success: the code of its problem details. */
export class DemoCallError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    path: string,
  ) {
    super(`${path} answered ${status} ${code}`);
    this.name = 'DemoCallError';
  }

  get isInFlight(): boolean {
    return this.code === 'IDEMPOTENCY_IN_PROGRESS';
  }
}

const tries = 10;
const pauseMs = 2_000;

/** A busy engine answers 503; the same command is then sent again, which is safe because its key is the same. */
export async function call<Body>(url: string, init: RequestInit): Promise<Body> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await callOnce<Body>(url, init);
    } catch (error) {
      const isBusy = error instanceof DemoCallError && (error.status === 503 || error.isInFlight);
      if (!isBusy || attempt === tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

async function callOnce<Body>(url: string, init: RequestInit): Promise<Body> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as Body;
  const code = (body as { code?: string } | null)?.code ?? 'UNKNOWN';
  throw new DemoCallError(response.status, code, new URL(url).pathname);
}
