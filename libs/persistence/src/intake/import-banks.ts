import { MAIN_BANK } from '../counties/county.store.js';
import type { Db } from '../database/database.js';

/** By name or code; a name that the county has not entered is its main bank's. */
export async function bankFinder(db: Db, county: string): Promise<(name: string) => string> {
  const banks = await db.rows<{ code: string; name: string }>(
    'select code, name from bank where county = $1',
    [county],
  );
  return (name) => banks.find((bank) => bank.name === name || bank.code === name)?.code ?? MAIN_BANK;
}
