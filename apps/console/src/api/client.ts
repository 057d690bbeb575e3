import { ApiProblem, toProblem } from './problem';

export type QueryValue = string | number | undefined | null;

export interface Command {
  method?: 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  form?: FormData;
  key: string;
}

export function withQuery(path: string, query: Record<string, QueryValue> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** @throws ApiProblem */
export function read<T>(path: string, query?: Record<string, QueryValue>, signal?: AbortSignal): Promise<T> {
  return call<T>(withQuery(path, query), { method: 'GET', signal: signal ?? null });
}

/** Every command carries its key. @throws ApiProblem */
export function send<T>({ method = 'POST', path, body, form, key }: Command): Promise<T> {
  const headers: Record<string, string> = { 'Idempotency-Key': key };
  if (form === undefined && body !== undefined) headers['Content-Type'] = 'application/json';
  return call<T>(path, { method, headers, body: form ?? (body === undefined ? null : JSON.stringify(body)) });
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  const response = await fetch(`/v1${path}`, { ...init, credentials: 'same-origin' }).catch(
    (cause: unknown) => {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw toProblem(0, null);
    },
  );
  const body = await readBody(response);
  if (!response.ok) throw toProblem(response.status, body);
  return body as T;
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (!response.ok) return null;
    throw new ApiProblem(response.status, toProblem(502, null).problem);
  }
}
