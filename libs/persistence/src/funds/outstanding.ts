import type { Db } from '../database/database.js';

/** Outstanding principal of the loans that an account answers for: its bank's, or all banks' without one of their own. */
export async function outstandingOn(
  db: Db,
  { county, bank, shared }: { county: string; bank: string; shared: boolean },
): Promise<string> {
  const { outstanding } = await db.one<{ outstanding: string }>(
    `select coalesce(sum(balance), 0)::numeric(18,2)::text as outstanding from loan l
     where county = $1 and stage <> 'converted' and (bank = $2
       or $3 and not exists (select 1 from fund f where f.county = l.county and f.bank = l.bank))`,
    [county, bank, shared],
  );
  return outstanding;
}
