import { addMonths, civilDate, dateParts, type CivilDate } from '../calendar/civil-date.js';
import { ZERO, type Decimal } from '../money/decimal.js';
import { formatMoney, parseMoney, type Money } from '../money/money.js';

export interface MaturityWall {
  due: { month: string; amount: Money; wall: boolean }[];
  total: Money;
}

/**
 * What falls due month by month: the rest of the current month from today and the following months up to the horizon;
 * a month with at least `wallShare` of it all is a wall (集中还款期, calculations §7).
 * @throws DomainError `BAD_DATE` | `BAD_AMOUNT`
 */
export function maturityWall(
  rule: { horizonMonths: number; wallShare: string },
  input: { asOf: CivilDate; loans: { maturityDate: CivilDate; balance: Money }[] },
): MaturityWall {
  const { year, month } = dateParts(input.asOf);
  const end = addMonths(civilDate(year, month, 1), rule.horizonMonths);
  const byMonth = new Map<string, Decimal>();
  let total = ZERO;
  for (const { maturityDate, balance } of input.loans) {
    const amount = parseMoney(balance);
    if (maturityDate < input.asOf || maturityDate >= end || !amount.greaterThan(0)) continue;
    const key = maturityDate.slice(0, 7);
    byMonth.set(key, (byMonth.get(key) ?? ZERO).plus(amount));
    total = total.plus(amount);
  }
  const due = [...byMonth.keys()].sort().map((key) => {
    const amount = byMonth.get(key) ?? ZERO;
    return {
      month: key,
      amount: formatMoney(amount),
      wall: amount.greaterThanOrEqualTo(total.times(rule.wallShare)),
    };
  });
  return { due, total: formatMoney(total) };
}
