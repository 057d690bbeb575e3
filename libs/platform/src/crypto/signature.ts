import { RefusedError } from '@bangdai/contracts';
import { Webhook } from 'standardwebhooks';

/** Headers of a signed message (Standard Webhooks): HMAC-SHA256 over `id.timestamp.raw body`. */
export type SignatureHeaders = Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>;

export interface MessageToSign {
  /** Secrets in base64, newest first: while one takes over from the other both sign, so that neither side has to be first. */
  secrets: string[];
  /** Same id on every retry of the same message. */
  id: string;
  /** The body exactly as it is sent. */
  body: string;
  at?: Date;
}

/** @throws RangeError without a secret */
export function signMessage({ secrets, id, body, at = new Date() }: MessageToSign): SignatureHeaders {
  if (secrets.length === 0) throw new RangeError('A message cannot be signed without a secret');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

export interface MessageToVerify {
  /** All secrets that are accepted now: two during a change of secret. */
  secrets: string[];
  headers: Record<string, string | string[] | undefined>;
  /** The body exactly as it came, before any parsing. */
  rawBody: string | Buffer;
}

/**
 * Proves who sent a message and that it is not older or newer than five minutes; answers the message's id.
 * @throws RefusedError BAD_SIGNATURE, without saying what was wrong
 */
export function verifySignature({ secrets, headers, rawBody }: MessageToVerify): { id: string } {
  const id = single(headers['webhook-id']);
  const timestamp = single(headers['webhook-timestamp']);
  const signature = single(headers['webhook-signature']);
  const named = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) throw new RefusedError('BAD_SIGNATURE');
  if (!secrets.some((secret) => isSignedWith(secret, named, rawBody)))
    throw new RefusedError('BAD_SIGNATURE');
  return { id };
}

function isSignedWith(secret: string, headers: Record<string, string>, rawBody: string | Buffer): boolean {
  try {
    new Webhook(secret).verify(rawBody.toString(), headers, { jsonParse: false });
    return true;
  } catch {
    // The library has one answer for "no", and that is an exception.
    return false;
  }
}

/** A header sent twice is no header: two readers could take different ones. */
const single = (value: string | string[] | undefined): string => (typeof value === 'string' ? value : '');
