import { purposeWords } from './purpose-words.js';

export interface Purposes {
  allowed: string[];
  banned: string[];
}

export interface PurposeReading {
  /** The pack's code, or the text's own code; the text itself when nothing is known about it. */
  code: string;
  isBanned: boolean;
  /** Neither allowed nor banned by the pack: a legacy loan may have it, but a person should look. */
  isUnknown: boolean;
}

/** Reads a code (`breeding`) or a text (`养殖生猪`) by the words table and the pack's purposes. */
export function readPurpose(text: string, purposes: Purposes): PurposeReading {
  const code = codeOf(text, [...purposes.allowed, ...purposes.banned]);
  const isBanned = purposes.banned.includes(code);
  return { code, isBanned, isUnknown: !isBanned && !purposes.allowed.includes(code) };
}

function codeOf(text: string, known: string[]): string {
  if (known.includes(text)) return text;
  const entry = purposeWords.find(({ words }) => words.some((word) => text.includes(word)));
  if (!entry) return text;
  return entry.codes.find((code) => known.includes(code)) ?? entry.codes[0] ?? text;
}
