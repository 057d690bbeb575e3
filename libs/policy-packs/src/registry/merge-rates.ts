import { Decimal, type ReferenceRateRow, type ReferenceRates } from '@bangdai/domain';
import type { Fault } from '../schema/fault.js';

/**
 * Adds the rows of `extra`. A published rate is never changed: a row of the same day may add tenors or repeat a figure,
 * not alter it.
 */
export function mergeRates(
  base: ReferenceRates,
  extra: ReferenceRates,
): { rates: ReferenceRates; faults: Fault[] } {
  const faults: Fault[] = [];
  const rates: ReferenceRates = { ...base };
  for (const [table, rows] of Object.entries(extra)) {
    const byDay = new Map<string, ReferenceRateRow>(
      (Object.hasOwn(rates, table) ? (rates[table] ?? []) : []).map((row) => [row.from, row]),
    );
    for (const row of rows) {
      const known = byDay.get(row.from);
      for (const [tenor, rate] of Object.entries(row.rates)) {
        const before =
          known !== undefined && Object.hasOwn(known.rates, tenor) ? known.rates[tenor] : undefined;
        if (before !== undefined && !new Decimal(before).equals(rate)) {
          faults.push({
            path: `${table}.${row.from}.${tenor}`,
            reason: `已公布 ${before}，不能改为 ${rate}`,
          });
        }
      }
      byDay.set(row.from, { from: row.from, rates: { ...row.rates, ...known?.rates } });
    }
    rates[table] = [...byDay.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  }
  return { rates, faults };
}
