import { normaliseName } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import type { Db } from '../database/database.js';
import type { PersonalVault } from '../privacy/personal-vault.js';

export interface PersonDetails {
  county: string;
  name: string;
  idNumber: string;
  phone: string;
  account: string;
}

export interface KnownPerson {
  personId: string;
  householdId: string;
}

/** The same ID number is the same person of the county; what a form tells anew of them waits until it is accepted. */
export async function findPerson(
  db: Db,
  vault: PersonalVault,
  details: PersonDetails,
): Promise<KnownPerson | null> {
  const row = await db.maybe<{ id: string; household_id: string }>(
    'select id, household_id from person where county = $1 and id_number_idx = $2',
    [details.county, vault.idNumberIndex(details.idNumber)],
  );
  return row && { personId: row.id, householdId: row.household_id };
}

export async function createPerson(
  db: Db,
  vault: PersonalVault,
  householdId: string,
  details: PersonDetails,
): Promise<KnownPerson> {
  const id = randomUUID();
  const row = sealedPerson(vault, id, details);
  await db.run(
    `insert into person (id, county, household_id, name_enc, id_number_enc, phone_enc, account_enc, id_number_idx, id_tail_idx, name_idx, search_idx)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[id, details.county, householdId, row.name, row.idNumber, row.phone, row.account],
      ...[row.idNumberIndex, row.idTailIndex, row.nameIndex, row.searchIndexes],
    ],
  );
  return { personId: id, householdId };
}

export function sealedPerson(vault: PersonalVault, id: string, details: PersonDetails) {
  const seal = (column: string, plain: string) => vault.seal({ table: 'person', column, rowId: id }, plain);
  return {
    name: seal('name', normaliseName(details.name)),
    idNumber: seal('id_number', details.idNumber.trim().toUpperCase()),
    phone: seal('phone', details.phone),
    account: seal('account', details.account),
    idNumberIndex: vault.idNumberIndex(details.idNumber),
    idTailIndex: vault.idTailIndex(details.idNumber),
    nameIndex: vault.nameIndex(details.name),
    searchIndexes: vault.searchIndexes(details.name),
  };
}

/** The county's own number where the form has it; else the household is known by its first loan. */
export async function findOrCreateHousehold(
  db: Db,
  input: { county: string; householdNo: string; place: string; matchedHouseholds: number | null },
): Promise<string> {
  const { id } = await db.one<{ id: string }>(
    `insert into household (id, county, household_no, place, matched_households) values ($1, $2, $3, $4, $5)
     on conflict (county, household_no) do update set matched_households = coalesce(excluded.matched_households, household.matched_households)
     returning id`,
    [randomUUID(), input.county, input.householdNo, input.place, input.matchedHouseholds],
  );
  return id;
}

/** Townships and villages come into being with the first household that names them. */
export async function ensurePlaces(db: Db, county: string, paths: readonly string[]): Promise<void> {
  const all = new Set(paths.flatMap((path) => [path, path.split('/')[0] ?? path]));
  const rows = [...all].map((path) => {
    const [township = '', village] = path.split('/');
    return { path, level: village === undefined ? 'township' : 'village', name: village ?? township };
  });
  await db.run(
    `insert into place (county, path, level, name)
     select $1, path, level, name from jsonb_to_recordset($2::jsonb) as x(path text, level text, name text)
     on conflict do nothing`,
    [county, JSON.stringify(rows)],
  );
}
