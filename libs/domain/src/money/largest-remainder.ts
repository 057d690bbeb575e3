import { DomainError } from '../errors/domain-error.js';
import { Decimal, ZERO } from './decimal.js';
import { formatMoney, parseMoney, type Money } from './money.js';

export interface SharePart {
  key: string;
  /** A weight: a share such as `'0.70'` or an amount still owed; only the proportion counts. */
  share: string | Decimal;
}

export interface ShareAmount {
  key: string;
  amount: Money;
}

/**
 * Splits `total` in whole fen: floor each part, then one fen each to the largest fractions, ties in the order listed.
 * Never negative, sums exactly (calculations §5).
 * @throws DomainError `BAD_SPLIT` when the weights are negative or all zero while there is something to split.
 */
export function largestRemainder(total: Money, parts: readonly SharePart[]): ShareAmount[] {
  const fen = parseMoney(total).times(100);
  if (fen.isNegative() && !fen.isZero()) throw new DomainError('BAD_AMOUNT');
  const weights = parts.map((part) => new Decimal(part.share));
  const sum = weights.reduce((a, b) => a.plus(b), ZERO);
  if (weights.some((weight) => weight.isNegative() && !weight.isZero())) throw new DomainError('BAD_SPLIT');
  if (sum.isZero()) {
    if (!fen.isZero()) throw new DomainError('BAD_SPLIT');
    return parts.map((part) => ({ key: part.key, amount: '0.00' }));
  }
  // Floors and remainders stay integers over the common denominator `sum`, so that ties are exact ties.
  const products = weights.map((weight) => weight.times(fen));
  const floors = products.map((product) => product.divToInt(sum));
  const remainders = products.map((product, i) => product.minus((floors[i] as Decimal).times(sum)));
  let left = floors.reduce((rest, floor) => rest.minus(floor), fen).toNumber();
  const order = remainders
    .map((remainder, index) => ({ remainder, index }))
    .sort((a, b) => b.remainder.comparedTo(a.remainder) || a.index - b.index);
  const extra = new Set<number>();
  for (const { index } of order) {
    if (left <= 0) break;
    extra.add(index);
    left -= 1;
  }
  return parts.map((part, i) => ({
    key: part.key,
    amount: formatMoney((floors[i] as Decimal).plus(extra.has(i) ? 1 : 0).dividedBy(100)),
  }));
}
