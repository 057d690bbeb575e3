import { randomUUID } from 'node:crypto';
import type { Persistence } from '../persistence.js';

/** Money for subsidies that has arrived, so that a settlement of these years can be paid: amounts in yuan. */
export async function appropriate(
  persistence: Persistence,
  counties: readonly string[],
  years: readonly number[],
  amount = '100000000.00',
): Promise<void> {
  for (const county of counties)
    for (const year of years) {
      const actor = { id: randomUUID(), role: 'finance', county, place: '', bank: null };
      const entry = { county, year, kind: 'arrived' as const, amount };
      await persistence.budgets.record(actor, randomUUID(), {
        ...{ ...entry, day: `${year}-01-02`, documentNo: `财预〔${year}〕1号` },
      });
    }
}
