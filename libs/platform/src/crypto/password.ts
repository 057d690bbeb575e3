import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** Cost of scrypt: N = 2^15, r = 8 needs 32 MiB for each try; the limit must lie above that. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const hashBytes = 32;
const form = /^scrypt\$15\$8\$1\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/** `scrypt$15$8$1$<salt>$<hash>`, salt and hash in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt);
  return `scrypt$15$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** Costs the same when there is no such account (`stored` null), so that the time does not tell whether there is one. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, salt, hash] = form.exec(stored ?? '') ?? [];
  const expected = Buffer.from(hash ?? '', 'base64url');
  const actual = await derive(password, Buffer.from(salt ?? 'nobody', 'base64url'));
  return expected.length === hashBytes && timingSafeEqual(expected, actual);
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // One spelling per character: the same password typed on two keyboards must be the same bytes.
    scrypt(password.normalize('NFKC'), salt, hashBytes, cost, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
