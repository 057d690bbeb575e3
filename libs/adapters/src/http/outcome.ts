import {
  CounterpartRefusedError,
  CounterpartUnavailableError,
  OutcomeUnknownError,
} from '@bangdai/contracts';
import { ProblemSchema } from '@bangdai/contracts/http';

/**
 * Whether repeating a call could do something twice: a `send` whose answer is lost may have had its effect, a
 * `query` never has one.
 */
export type CallKind = 'send' | 'query';

/** Nothing reached the counterpart: the connection was never made. */
const neverConnected = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN'],
  ...['UND_ERR_CONNECT_TIMEOUT', 'ERR_INVALID_URL'],
]);

/** The counterpart says itself that it did nothing and may be asked again. */
const busyStatuses = new Set([429, 503]);

/** What it means that no whole answer came: `reason` is a code for the log, never text of the counterpart. */
export function ambiguous(kind: CallKind, reason: string): Error {
  return kind === 'send' ? new OutcomeUnknownError(reason) : new CounterpartUnavailableError(reason);
}

/** An exception of `fetch` or of reading the body, as one of the three errors of a counterpart. */
export function fromException(error: unknown, kind: CallKind): Error {
  const code = networkCode(error);
  if (neverConnected.has(code)) return new CounterpartUnavailableError(code);
  return ambiguous(kind, code);
}

/** An answer outside 2xx. Redirects are never followed: whoever sits there was not configured. */
export function fromStatus(status: number, text: string, kind: CallKind): Error {
  if (busyStatuses.has(status)) return new CounterpartUnavailableError(`HTTP_${status}`);
  if (status === 408 || status < 400 || status >= 500) return ambiguous(kind, `HTTP_${status}`);
  const code = problemCode(text) ?? `HTTP_${status}`;
  return new CounterpartRefusedError(code, code);
}

export const isCounterpartFailure = (error: unknown): boolean =>
  error instanceof OutcomeUnknownError || error instanceof CounterpartUnavailableError;

function problemCode(text: string): string | null {
  const parsed = ProblemSchema.pick({ code: true }).safeParse(parseJson(text));
  return parsed.success && /^[A-Z][A-Z0-9_]{1,59}$/.test(parsed.data.code) ? parsed.data.code : null;
}

/** `undefined` for what is not JSON: the caller's schema refuses it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The text came from outside and may hold anything: it must not travel on in an error message.
    return undefined;
  }
}

function networkCode(error: unknown): string {
  const { name, code, cause } = error as { name?: string; code?: unknown; cause?: { code?: unknown } };
  if (name === 'TimeoutError' || name === 'AbortError') return 'TIMEOUT';
  const found = cause?.code ?? code;
  return typeof found === 'string' ? found : 'CONNECTION_LOST';
}
