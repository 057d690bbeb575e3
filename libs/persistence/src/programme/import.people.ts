import type { PortfolioRow } from '@bangdai/contracts/http';
import { compareMoney } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { sealedPerson } from '../intake/people.writer.js';

/** By the county's household number. */
export async function ensureHouseholds(
  db: Db,
  county: string,
  rows: readonly PortfolioRow[],
): Promise<Map<string, string>> {
  const wanted = new Map(rows.map((row) => [row.householdNo, `${row.township}/${row.village}`]));
  await db.run(
    `insert into household (id, county, household_no, place)
     select gen_random_uuid(), $1, n, p from unnest($2::text[], $3::text[]) as x(n, p) on conflict do nothing`,
    [county, [...wanted.keys()], [...wanted.values()]],
  );
  const known = await db.rows<{ id: string; household_no: string }>(
    'select id, household_no from household where county = $1 and household_no = any($2)',
    [county, [...wanted.keys()]],
  );
  return new Map(known.map(({ id, household_no }) => [household_no, id]));
}

/**
 * Subsidy that households had before: days and sum are the household's, so each of its rows says the same, and the
 * highest figure counts. Only rows that become loans are asked, so that a second import changes nothing.
 */
export async function carryOverSubsidy(
  db: Db,
  rows: readonly (PortfolioRow & ImportedPerson)[],
): Promise<void> {
  const told = rows
    .map(({ householdId, usedSubsidyDays = 0, priorSubsidyTotal = '0.00' }) => ({
      id: householdId,
      days: usedSubsidyDays,
      total: priorSubsidyTotal,
    }))
    .filter(({ days, total }) => days > 0 || compareMoney(total, '0.00') > 0);
  if (told.length === 0) return;
  await db.run(
    `update household h set used_subsidy_days = greatest(h.used_subsidy_days, x.days),
       prior_subsidy_total = greatest(h.prior_subsidy_total, x.total)
     from (select id, max(days) as days, max(total) as total
       from jsonb_to_recordset($1::jsonb) as t(id uuid, days int, total numeric) group by id) x where h.id = x.id`,
    [JSON.stringify(told)],
  );
}

export interface ImportedPerson {
  personId: string;
  householdId: string;
}

/** By the index of the ID number; somebody whom the county knows already keeps household and details. */
export async function ensurePeople(
  db: Db,
  { vault }: StoreContext,
  county: string,
  rows: readonly PortfolioRow[],
  households: ReadonlyMap<string, string>,
): Promise<Map<string, ImportedPerson>> {
  const byIndex = new Map(rows.map((row) => [vault.idNumberIndex(row.idNumber), row]));
  const people = await knownPeople(db, county, [...byIndex.keys()]);
  const missing = [...byIndex].filter(([index]) => !people.has(index));
  const sealed = missing.map(([index, { name, idNumber, phone, householdNo }]): SealedRow => {
    const id = randomUUID();
    const householdId = households.get(householdNo) ?? '';
    people.set(index, { personId: id, householdId });
    return { id, householdId, ...sealedPerson(vault, id, { county, name, idNumber, phone, account: '' }) };
  });
  await insertPeople(db, county, sealed);
  return people;
}

type SealedRow = ReturnType<typeof sealedPerson> & { id: string; householdId: string };

async function insertPeople(db: Db, county: string, rows: readonly SealedRow[]): Promise<void> {
  const column = <Key extends keyof SealedRow>(key: Key) => rows.map((row) => row[key]);
  await db.run(
    `insert into person (county, id, household_id, name_enc, id_number_enc, phone_enc, account_enc, id_number_idx, id_tail_idx, name_idx, search_idx)
     select $1, x.id, x.household, x.name, x.id_number, x.phone, x.account, x.id_number_idx, x.id_tail_idx, x.name_idx,
       array(select jsonb_array_elements_text(x.search_idx))
     from unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::text[], $9::text[], $10::text[], $11::jsonb[])
       as x(id, household, name, id_number, phone, account, id_number_idx, id_tail_idx, name_idx, search_idx)`,
    [
      county,
      column('id'),
      column('householdId'),
      column('name'),
      column('idNumber'),
      column('phone'),
      column('account'),
      column('idNumberIndex'),
      column('idTailIndex'),
      column('nameIndex'),
      // Arrays of unequal length fit into no array of arrays, so each travels as JSON.
      rows.map(({ searchIndexes }) => JSON.stringify(searchIndexes)),
    ],
  );
}

async function knownPeople(db: Db, county: string, indexes: string[]): Promise<Map<string, ImportedPerson>> {
  const rows = await db.rows<{ id: string; household_id: string; id_number_idx: string }>(
    'select id, household_id, id_number_idx from person where county = $1 and id_number_idx = any($2)',
    [county, indexes],
  );
  return new Map(rows.map((row) => [row.id_number_idx, { personId: row.id, householdId: row.household_id }]));
}
