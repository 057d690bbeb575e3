import { createHash } from 'node:crypto';

export interface Key {
  /** 8 hex digits that name the key without telling anything about it. */
  id: string;
  bytes: Buffer;
}

/** Keys of one use: the current one encrypts, each decrypts what it once encrypted. */
export interface KeyRing {
  current: Key;
  /** Newest first. */
  keys: Key[];
}

/**
 * Names keys by their fingerprint, so that nobody has to invent or remember ids when a key is replaced.
 * @param newestFirst at least one key of 32 bytes
 */
export function createKeyRing(newestFirst: Buffer[]): KeyRing {
  const keys = newestFirst.map((bytes) => {
    if (bytes.length !== 32) throw new RangeError('A key of AES-256 has 32 bytes');
    return { id: fingerprint(bytes), bytes };
  });
  const [current] = keys;
  if (current === undefined) throw new RangeError('A key ring needs at least one key');
  return { current, keys };
}

export function findKey(ring: KeyRing, id: string): Key | undefined {
  return ring.keys.find((key) => key.id === id);
}

const fingerprint = (bytes: Buffer): string =>
  createHash('sha256').update('bangdai key id').update(bytes).digest('hex').slice(0, 8);
