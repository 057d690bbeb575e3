import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BlindIndex } from './blind-index.js';
import { FieldCipher, FieldDecryptionError } from './field-cipher.js';
import { createKeyRing } from './key-ring.js';

const oldKey = randomBytes(32);
const newKey = randomBytes(32);
const cipher = new FieldCipher(createKeyRing([newKey, oldKey]));
const anyText = fc.string({ unit: 'grapheme' });

describe('FieldCipher', () => {
  it('gives back what was encrypted', () => {
    fc.assert(
      fc.property(anyText, anyText, (plain, aad) =>
        expect(cipher.decrypt(cipher.encrypt(plain, aad), aad)).toBe(plain),
      ),
    );
  });

  it('does not open at another place', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (plain, aad, other) => {
        fc.pre(aad !== other);
        expect(() => cipher.decrypt(cipher.encrypt(plain, aad), other)).toThrow(FieldDecryptionError);
      }),
    );
  });

  it('notices every changed bit', () => {
    const box = cipher.encrypt('李明', 'person/1/name');
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const tampered = Buffer.from(box);
      tampered[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => cipher.decrypt(tampered, 'person/1/name')).toThrow(FieldDecryptionError);
    }
  });

  it('never writes the same text in the same way', () => {
    expect(cipher.encrypt('a', 'x').equals(cipher.encrypt('a', 'x'))).toBe(false);
  });

  it('reads fields of an older key and says that they are outdated', () => {
    const written = new FieldCipher(createKeyRing([oldKey])).encrypt('李明', 'a');
    expect(cipher.decrypt(written, 'a')).toBe('李明');
    expect(cipher.isOutdated(written)).toBe(true);
    expect(cipher.isOutdated(cipher.encrypt('李明', 'a'))).toBe(false);
  });

  it('refuses fields of an unknown key and of no key at all', () => {
    const stranger = new FieldCipher(createKeyRing([randomBytes(32)]));
    expect(() => cipher.decrypt(stranger.encrypt('a', 'a'), 'a')).toThrow(FieldDecryptionError);
    expect(() => cipher.decrypt(Buffer.alloc(3), 'a')).toThrow(FieldDecryptionError);
  });
});

describe('BlindIndex', () => {
  const index = new BlindIndex(randomBytes(32));

  it('finds equal values whatever their width, case and outer spaces', () => {
    expect(index.of('idNumber', ' ６５99x')).toBe(index.of('idNumber', '6599X'));
    expect(index.of('idNumber', '1')).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives unrelated answers for another purpose or another key', () => {
    const value = '659999199104024674';
    const answers = [index.of('idNumber', value), index.of('phone', value), new BlindIndex(randomBytes(32)).of('idNumber', value)]; // prettier-ignore
    expect(new Set(answers).size).toBe(3);
  });
});
