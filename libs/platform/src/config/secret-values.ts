import { z } from 'zod';
import { createKeyRing, type KeyRing } from '../crypto/key-ring.js';

/** How to make a key, said wherever one is refused. */
export const remedy = `make one with: node -p "require('crypto').randomBytes(32).toString('base64')"`;

export const requiredText = z.string('is missing');

/** 32 random bytes hold about 30 different values; a repeated pattern or a typed sentence is not a key. */
const minDistinctBytes = 16;

/** One or more keys, newest first, separated by commas: the first encrypts, the others still decrypt. */
export const keyRingValue = z.string(`is missing; ${remedy}`).transform((text, context): KeyRing => {
  const parts = splitList(text);
  const fault = parts.map(faultOfKey).find((found) => found !== null);
  if (fault === undefined && parts.length > 0) return createKeyRing(parts.map(decodeKey));
  context.addIssue({ code: 'custom', message: `${fault ?? 'is empty'}; ${remedy}` });
  return z.NEVER;
});

export const singleKey = z.string(`is missing; ${remedy}`).transform((text, context): Buffer => {
  const fault = faultOfKey(text.trim());
  if (fault === null) return decodeKey(text.trim());
  context.addIssue({ code: 'custom', message: `${fault}; ${remedy}` });
  return z.NEVER;
});

/** Signature secrets in base64, newest first, with or without the prefix `whsec_`. */
export const secretList = z.string(`is missing; ${remedy}`).transform((text, context): string[] => {
  const parts = splitList(text).map((part) => part.replace(/^whsec_/, ''));
  const fault = parts.map(faultOfKey).find((found) => found !== null);
  if (fault === undefined && parts.length > 0) return parts;
  context.addIssue({ code: 'custom', message: `${fault ?? 'is empty'}; ${remedy}` });
  return z.NEVER;
});

/** Why a text is no key or secret of 32 random bytes in base64; null when it is one. */
export function faultOfKey(text: string): string | null {
  const bytes = decodeKey(text);
  if (bytes.length !== 32 || bytes.toString('base64') !== text) return 'must be 32 bytes in base64';
  const isPattern = new Set(bytes).size < minDistinctBytes;
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return isPattern || isText ? 'is weak: its bytes are not random' : null;
}

const decodeKey = (text: string): Buffer => Buffer.from(text, 'base64');

const splitList = (text: string): string[] => text.split(/[\s,]+/).filter((part) => part !== '');
