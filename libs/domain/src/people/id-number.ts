import { civilDate, isCivilDate, type CivilDate } from '../calendar/civil-date.js';

export type Sex = 'male' | 'female';

export interface IdNumberCheck {
  ok: boolean;
  error?: 'BAD_ID_NUMBER';
  birthDate?: CivilDate;
  sex?: Sex;
}

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK = '10X98765432';

/** The check character of ISO 7064 MOD 11-2 over the first 17 digits (GB 11643). */
export function idCheckCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17.charAt(i)), 0);
  return CHECK.charAt(sum % 11);
}

/** A citizen's identity number: 18 characters, a birth date that exists, the check character right. Never throws. */
export function checkIdNumber(id: string): IdNumberCheck {
  const text = typeof id === 'string' ? id.trim().toUpperCase() : '';
  const bad: IdNumberCheck = { ok: false, error: 'BAD_ID_NUMBER' };
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return bad;
  const birthDate = civilDate(
    Number(text.slice(6, 10)),
    Number(text.slice(10, 12)),
    Number(text.slice(12, 14)),
  );
  if (!isCivilDate(birthDate) || birthDate < '1800-01-01') return bad;
  if (idCheckCharacter(text.slice(0, 17)) !== text.charAt(17)) return bad;
  return { ok: true, birthDate, sex: Number(text.charAt(16)) % 2 === 1 ? 'male' : 'female' };
}

/** First six and last four characters stay, as on the lists of the forms page; birth date and order number do not. */
export function maskIdNumber(id: string): string {
  const text = id.trim();
  if (text.length < 12) return '*'.repeat(text.length);
  return `${text.slice(0, 6)}${'*'.repeat(text.length - 10)}${text.slice(-4)}`;
}
