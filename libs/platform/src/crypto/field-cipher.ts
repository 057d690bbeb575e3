import { findKey, type KeyRing } from './key-ring.js';
import { open, seal } from './sealed-box.js';

/** A field could not be decrypted: other key, other row or column (AAD), or changed bytes. Says nothing about the value. */
export class FieldDecryptionError extends Error {
  readonly code = 'FIELD_NOT_DECRYPTABLE';

  constructor() {
    super('FIELD_NOT_DECRYPTABLE');
    this.name = 'FieldDecryptionError';
  }
}

const version = 1;
const keyIdBytes = 4;
const headBytes = 1 + keyIdBytes;

/**
 * Encrypts one field of one row: version (1 byte) ‖ key id (4) ‖ nonce (12) ‖ tag (16) ‖ ciphertext.
 * `aad` binds it to its place, for example `person/<id>/id_number`: a value copied to another row does not open.
 */
export class FieldCipher {
  constructor(private readonly ring: KeyRing) {}

  encrypt(plain: string, aad: string): Buffer {
    const { current } = this.ring;
    const head = Buffer.concat([Buffer.of(version), Buffer.from(current.id, 'hex')]);
    return Buffer.concat([head, seal(current.bytes, Buffer.from(plain, 'utf8'), bind(head, aad))]);
  }

  /** @throws FieldDecryptionError */
  decrypt(cipher: Uint8Array, aad: string): string {
    const head = Buffer.from(cipher.subarray(0, headBytes));
    const key = head[0] === version ? findKey(this.ring, head.toString('hex', 1)) : undefined;
    if (key === undefined) throw new FieldDecryptionError();
    try {
      return open(key.bytes, cipher.subarray(headBytes), bind(head, aad)).toString('utf8');
    } catch {
      // The cause is dropped on purpose: it tells an attacker which part did not fit, and nobody else anything.
      throw new FieldDecryptionError();
    }
  }

  /** Whether the field still lies under an older key and should be written again. */
  isOutdated(cipher: Uint8Array): boolean {
    return Buffer.from(cipher.subarray(1, headBytes)).toString('hex') !== this.ring.current.id;
  }
}

const bind = (head: Buffer, aad: string): Buffer => Buffer.concat([head, Buffer.from(aad, 'utf8')]);
