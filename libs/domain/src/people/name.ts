/**
 * A personal name as it is compared and stored: the interpunct of minority names (买买提·艾力) comes in many code points
 * and is written as U+00B7; spaces between Chinese characters are typing, not name.
 */
export function normaliseName(name: string): string {
  return name
    .normalize('NFC')
    .replace(/[\u2022\u2027\u22C5\u30FB\uFF65\u2219\u0387\u1427\u318D]/g, '\u00B7')
    .replace(/[\s\u3000]+/g, ' ')
    .replace(/ ?\u00B7 ?/g, '\u00B7')
    .replace(/(?<=[\u3400-\u9FFF]) (?=[\u3400-\u9FFF])/g, '')
    .trim();
}

/** The first character and stars: enough to recognise in a list, not enough to know. */
export function maskName(name: string): string {
  const chars = [...normaliseName(name)];
  return chars.length === 0 ? '' : (chars[0] ?? '') + '*'.repeat(Math.max(1, chars.length - 1));
}

/** `'13812345678'` → `'138****5678'`; anything shorter keeps only its last two digits. */
export function maskPhone(phone: string): string {
  const text = phone.trim();
  if (text.length >= 11) return `${text.slice(0, 3)}${'*'.repeat(text.length - 7)}${text.slice(-4)}`;
  return '*'.repeat(Math.max(0, text.length - 2)) + text.slice(-2);
}
