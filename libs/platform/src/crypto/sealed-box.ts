import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Sizes of AES-GCM (NIST SP 800-38D): a random 96-bit nonce, a 128-bit tag. */
const nonceBytes = 12;
const tagBytes = 16;

/** Encrypts with AES-256-GCM; the answer is nonce ‖ tag ‖ ciphertext. */
export function seal(key: Buffer, plain: Uint8Array, aad: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws Error if a single bit of box, key or associated data differs from what was sealed */
export function open(key: Buffer, box: Uint8Array, aad: Uint8Array): Buffer {
  if (box.length < nonceBytes + tagBytes) throw new Error('Sealed box is too short');
  const nonce = box.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(box.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(box.subarray(nonceBytes + tagBytes)), decipher.final()]);
}
