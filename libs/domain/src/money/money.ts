import { DomainError } from '../errors/domain-error.js';
import { Decimal, ZERO } from './decimal.js';

/** Yuan as a string with exactly two decimals, for example `'50000.00'`. */
export type Money = string;

const AMOUNT = /^-?(0|[1-9]\d{0,17})(\.\d{1,2})?$/;

/** Whether `value` is an amount in yuan with at most two decimals. */
export function isMoney(value: unknown): value is Money {
  return typeof value === 'string' && AMOUNT.test(value);
}

/** Yuan as an exact decimal. @throws DomainError `BAD_AMOUNT` when malformed or finer than a fen (lifecycle §1, row 10). */
export function parseMoney(value: Money): Decimal {
  if (!isMoney(value)) throw new DomainError('BAD_AMOUNT');
  return new Decimal(value);
}

/** An amount that money can move by: well-formed and above zero. @throws DomainError `BAD_AMOUNT` */
export function parsePositiveMoney(value: Money): Decimal {
  const amount = parseMoney(value);
  if (!amount.greaterThan(0)) throw new DomainError('BAD_AMOUNT');
  return amount;
}

/** Rounds HALF_UP to the fen: the one rounding of every formula (calculations, head). */
export function formatMoney(amount: Decimal): Money {
  const text = amount.toFixed(2, Decimal.ROUND_HALF_UP);
  return text === '-0.00' ? '0.00' : text;
}

export function addMoney(a: Money, b: Money): Money {
  return formatMoney(parseMoney(a).plus(parseMoney(b)));
}

export function subtractMoney(a: Money, b: Money): Money {
  return formatMoney(parseMoney(a).minus(parseMoney(b)));
}

/** Below, equal or above: −1, 0, 1. */
export function compareMoney(a: Money, b: Money): -1 | 0 | 1 {
  return parseMoney(a).comparedTo(parseMoney(b)) as -1 | 0 | 1;
}

export function minMoney(a: Money, b: Money): Money {
  return compareMoney(a, b) <= 0 ? formatMoney(parseMoney(a)) : formatMoney(parseMoney(b));
}

export function sumMoney(amounts: readonly Money[]): Money {
  return formatMoney(amounts.reduce((sum, amount) => sum.plus(parseMoney(amount)), ZERO));
}

/** Yuan shown in 万元, exactly: `'52648.97'` → `'5.264897'`; at least two decimals. */
export function toWan(amount: Money): string {
  const wan = parseMoney(amount).dividedBy(10000);
  return wan.toFixed(Math.max(2, wan.decimalPlaces()));
}

/** 万元 to yuan. @throws DomainError `BAD_AMOUNT` when the text is no number or finer than a fen. */
export function fromWan(wan: string): Money {
  if (!/^-?\d{1,14}(\.\d{1,6})?$/.test(wan)) throw new DomainError('BAD_AMOUNT');
  return formatMoney(new Decimal(wan).times(10000));
}
