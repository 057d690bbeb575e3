/**
 * The sandbox counts for itself, in whole fen and millionths, so that an error of the platform's own arithmetic
 * shows as a difference instead of being made twice.
 */

/** `50000.00` → 5000000 fen. */
export function parseFen(amount: string): bigint {
  const [, yuan, fen] = /^(\d{1,13})\.(\d{2})$/.exec(amount) ?? [];
  if (yuan === undefined || fen === undefined) throw new RangeError('An amount has two decimals');
  return BigInt(yuan) * 100n + BigInt(fen);
}

export function formatFen(fen: bigint): string {
  const digits = String(fen < 0n ? -fen : fen).padStart(3, '0');
  return `${fen < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** `0.0345` → 34500 millionths. */
export function parseRate(rate: string): bigint {
  const [, fraction] = /^0(?:\.(\d{1,6}))?$/.exec(rate) ?? [];
  if (!/^0(\.\d{1,6})?$/.test(rate))
    throw new RangeError('A rate lies between 0 and 1 with at most six decimals');
  return BigInt((fraction ?? '').padEnd(6, '0'));
}

/** `34500` → `0.0345`. */
export function formatRate(millionths: bigint): string {
  const fraction = String(millionths).padStart(6, '0').replace(/0+$/, '');
  return fraction === '' ? '0' : `0.${fraction}`;
}

/** Quotient of two positive numbers, half upwards. */
export const divideHalfUp = (dividend: bigint, divisor: bigint): bigint =>
  (2n * dividend + divisor) / (2n * divisor);
