import { CounterpartUnavailableError } from '@bangdai/contracts';
import { signMessage, type Logger } from '@bangdai/platform';
import { type Circuit } from './circuit.js';
import {
  ambiguous,
  fromException,
  fromStatus,
  isCounterpartFailure,
  parseJson,
  type CallKind,
} from './outcome.js';

/** What a schema of the contract offers; keeps zod's types out of the adapters. */
interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false };
}

export interface SignedHttpSettings {
  baseUrl: string;
  /** Newest first; the first signs. Asked for each call, so that a change of secret holds from the next one on. */
  secrets: () => Promise<string[]>;
  /** Milliseconds for the whole call, body included. */
  timeoutMs: number;
  circuit: Circuit;
  logger: Logger;
}

export interface SignedCall {
  method: 'GET' | 'POST';
  /** Begins with a slash; with its query. */
  path: string;
  /** Business key of the message: the same on every repetition. */
  id: string;
  body?: unknown;
}

export interface Answer {
  status: number;
  json: unknown;
}

/** The longest list has 20,000 lines of about 100 bytes; an answer beyond this is not one of ours. */
const maxAnswerBytes = 16 * 1024 * 1024;

/** Signed calls to one counterpart, with time-out, circuit and errors in three kinds (see `outcome.ts`). */
export class SignedHttp {
  constructor(private readonly settings: SignedHttpSettings) {}

  /**
   * @param read makes the result of an answer in 2xx; what it throws counts like an answer that never came
   * @throws OutcomeUnknownError | CounterpartUnavailableError | CounterpartRefusedError
   */
  async call<T>(call: SignedCall, read: (answer: Answer) => T): Promise<T> {
    const { circuit, logger } = this.settings;
    try {
      return await circuit.run(async () => read(await this.exchange(call)), isCounterpartFailure);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      const fields = {
        method: call.method,
        messageId: call.id,
        code,
        detail: message,
        circuit: circuit.state,
      };
      logger.warn(fields, 'counterpart call failed');
      throw error;
    }
  }

  private async exchange(call: SignedCall): Promise<Answer> {
    const { status, text } = await this.receive(call);
    if (status < 200 || status > 299) throw fromStatus(status, text, kindOf(call));
    return { status, json: parseJson(text) };
  }

  private async receive(call: SignedCall): Promise<{ status: number; text: string }> {
    const { method, path } = call;
    // A key in another script than ASCII may not stand in a header as it is.
    const id = encodeURI(call.id);
    const body = call.body === undefined ? '' : JSON.stringify(call.body);
    const { baseUrl, timeoutMs } = this.settings;
    const secrets = await this.settings.secrets();
    // Nothing has left: it is sent once the counterpart's secret is set.
    if (secrets.length === 0) throw new CounterpartUnavailableError('NO_SECRET');
    // A connection of its own for each call: one kept from before may have died meanwhile, and a send that dies on it
    // looks like an unknown outcome although nothing ever left.
    const headers: Record<string, string> = {
      accept: 'application/json',
      connection: 'close',
      ...signMessage({ secrets, id, body }),
    };
    if (method === 'POST')
      Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': id });
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        headers,
        body: method === 'POST' ? body : undefined,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, text: await readLimited(response, kindOf(call)) };
    } catch (error) {
      throw isCounterpartFailure(error) ? error : fromException(error, kindOf(call));
    }
  }
}

const kindOf = ({ method }: SignedCall): CallKind => (method === 'POST' ? 'send' : 'query');

/** Checks an answer against the contract; one that does not fit proves nothing. */
export function checked<T>(schema: Schema<T>, answer: Answer, kind: CallKind): T {
  const parsed = schema.safeParse(answer.json);
  if (!parsed.success) throw ambiguous(kind, 'BAD_ANSWER');
  return parsed.data;
}

async function readLimited(response: Response, kind: CallKind): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > maxAnswerBytes) throw ambiguous(kind, 'ANSWER_TOO_LARGE');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
