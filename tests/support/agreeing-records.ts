import { expect } from '@jest/globals';
import type { World } from './worlds.js';

/** What the platform keeps about itself agrees from end to end: the nightly comparison has nothing to say about it. */
export async function expectRecordsAgree(world: World, county: string): Promise<void> {
  const span = { county, from: '2000-01-01', to: '2099-12-31', on: '2100-01-01' };
  await world.database.persistence.reconciliation.compareBooks(span);
  const cases = await world.sql(
    `select kind, ref, expected, found from reconciliation_case where county = $1 and source = 'books' and state = 'open'`,
    [county],
  );
  expect(cases).toEqual([]);
}
