import { createHmac } from 'node:crypto';

/**
 * Finds an encrypted value by equality: HMAC-SHA256 under a key of its own, because an ID number can be guessed
 * and a plain hash of it reversed. Each purpose has its own derived key, so that the same number in two columns
 * gives two unrelated indexes.
 */
export class BlindIndex {
  private readonly keys = new Map<string, Buffer>();

  constructor(private readonly key: Buffer) {
    if (key.length !== 32) throw new RangeError('The key of the blind index has 32 bytes');
  }

  /** 64 hex digits. Width, case and outer spaces do not matter: `１２x ` and `12X` are one value. */
  of(purpose: string, value: string): string {
    const normal = value.normalize('NFKC').trim().toUpperCase();
    return createHmac('sha256', this.keyOf(purpose)).update(normal, 'utf8').digest('hex');
  }

  private keyOf(purpose: string): Buffer {
    const known = this.keys.get(purpose);
    if (known !== undefined) return known;
    const derived = createHmac('sha256', this.key).update(`blind index ${purpose}`, 'utf8').digest();
    this.keys.set(purpose, derived);
    return derived;
  }
}
