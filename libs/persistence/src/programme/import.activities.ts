import type { PortfolioImportResult } from '@bangdai/contracts';
import type { PortfolioRow } from '@bangdai/contracts/http';
import { termMonths } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import { packInForce, type StoreContext } from '../context.js';
import { MAIN_BANK } from '../counties/county.store.js';
import type { Db } from '../database/database.js';
import { importRowPlace } from '../intake/import.intake.js';
import { ensurePlaces, sealedPerson } from '../intake/people.writer.js';
import { announce } from '../messages/live-feed.js';
import { bookTakeovers } from './takeover.ledger.js';
import { planHouseholds } from '../subsidy/replan-household.js';

const PAGE = 500;

interface Batch {
  id: string;
  county: string;
  as_of: string;
  created_by: string;
}

type Row = PortfolioRow & { loanId: string; personId: string; householdId: string };

/**
 * Writes the good rows page by page, each page one transaction: broken off, it goes on where it stopped. A loan number
 * that the county knows already is left as it is.
 */
export async function importPortfolioRows(
  context: StoreContext,
  importId: string,
): Promise<PortfolioImportResult> {
  for (;;) {
    const written = await context.database.transaction((db) => importPage(db, context, importId));
    if (written === 0) break;
  }
  return context.database.read((db) =>
    db.one<PortfolioImportResult>(
      `select count(*) filter (where state = 'imported')::int as imported, count(*) filter (where state = 'unchanged')::int as unchanged,
         (select count(*) from loan where import_id = $1 and workflow_started)::int as started
       from import_row where import_id = $1`,
      [importId],
    ),
  );
}

async function importPage(db: Db, context: StoreContext, importId: string): Promise<number> {
  const batch = await db.one<Batch>(
    'select id, county, as_of, created_by from import_batch where id = $1 for update',
    [importId],
  );
  const raw = await db.rows<{
    row_no: number;
    data: Omit<PortfolioRow, 'name' | 'idNumber' | 'phone'>;
    personal_enc: Buffer;
  }>(
    `select row_no, data, personal_enc from import_row where import_id = $1 and state = 'ready' order by row_no limit ${PAGE}`,
    [importId],
  );
  if (raw.length === 0) return 0;
  const rows = raw.map(({ row_no, data, personal_enc }) => {
    const personal = context.vault.open(importRowPlace(importId, row_no), personal_enc);
    return {
      ...data,
      ...(JSON.parse(personal) as Pick<PortfolioRow, 'name' | 'idNumber' | 'phone'>),
      rowNo: row_no,
    };
  });
  const fresh = await newRows(db, batch, rows);
  if (fresh.length > 0) await writeRows(db, context, batch, fresh);
  await db.run(
    `update import_row set state = case when row_no = any($2) then 'imported' else 'unchanged' end
     where import_id = $1 and row_no = any($3)`,
    [importId, fresh.map(({ rowNo }) => rowNo), rows.map(({ rowNo }) => rowNo)],
  );
  await announce(db, { topic: 'import', id: importId, county: batch.county });
  return raw.length;
}

async function newRows(db: Db, { county }: Batch, rows: PortfolioRow[]): Promise<PortfolioRow[]> {
  const known = await db.rows<{ loan_no: string }>(
    'select loan_no from loan where county = $1 and loan_no = any($2)',
    [county, rows.map(({ loanNo }) => loanNo)],
  );
  const seen = new Set(known.map(({ loan_no }) => loan_no));
  return rows.filter(({ loanNo }) => !seen.has(loanNo) && seen.add(loanNo));
}

async function writeRows(db: Db, context: StoreContext, batch: Batch, fresh: PortfolioRow[]): Promise<void> {
  await ensurePlaces(
    db,
    batch.county,
    fresh.map(({ township, village }) => `${township}/${village}`),
  );
  const households = await ensureHouseholds(db, batch, fresh);
  const people = await ensurePeople(db, context, batch, fresh, households);
  const rows = fresh.map((row): Row => {
    const person = people.get(context.vault.idNumberIndex(row.idNumber));
    if (person === undefined) throw new Error('an imported person was not written');
    return { ...row, loanId: randomUUID(), ...person };
  });
  await insertLoans(db, context, batch, rows);
  await bookTakeovers(db, batch, rows);
  await planHouseholds(db, context, [...new Set(rows.map(({ householdId }) => householdId))]);
}

async function ensureHouseholds(
  db: Db,
  { county }: Batch,
  rows: PortfolioRow[],
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

type Person = Pick<Row, 'personId' | 'householdId'>;

async function ensurePeople(
  db: Db,
  { vault }: StoreContext,
  { county }: Batch,
  rows: PortfolioRow[],
  households: ReadonlyMap<string, string>,
): Promise<Map<string, Person>> {
  const byIndex = new Map(rows.map((row) => [vault.idNumberIndex(row.idNumber), row]));
  const people = await knownPeople(db, county, [...byIndex.keys()]);
  const missing = [...byIndex].filter(([index]) => !people.has(index));
  const sealed = missing.map(([index, row]) => {
    const id = randomUUID();
    const householdId = households.get(row.householdNo) ?? '';
    people.set(index, { personId: id, householdId });
    return {
      id,
      householdId,
      ...sealedPerson(vault, id, {
        county,
        name: row.name,
        idNumber: row.idNumber,
        phone: row.phone,
        account: '',
      }),
    };
  });
  await db.run(
    `insert into person (county, id, household_id, name_enc, id_number_enc, phone_enc, account_enc, id_number_idx, id_tail_idx, name_idx)
     select $1, x.* from unnest($2::uuid[], $3::uuid[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::text[], $9::text[], $10::text[]) as x`,
    [
      ...[
        county,
        sealed.map(({ id }) => id),
        sealed.map(({ householdId }) => householdId),
        sealed.map(({ name }) => name),
      ],
      ...[
        sealed.map(({ idNumber }) => idNumber),
        sealed.map(({ phone }) => phone),
        sealed.map(({ account }) => account),
      ],
      ...[
        sealed.map((s) => s.idNumberIndex),
        sealed.map((s) => s.idTailIndex),
        sealed.map((s) => s.nameIndex),
      ],
    ],
  );
  return people;
}

async function knownPeople(db: Db, county: string, indexes: string[]): Promise<Map<string, Person>> {
  const rows = await db.rows<{ id: string; household_id: string; id_number_idx: string }>(
    'select id, household_id, id_number_idx from person where county = $1 and id_number_idx = any($2)',
    [county, indexes],
  );
  return new Map(rows.map((row) => [row.id_number_idx, { personId: row.id, householdId: row.household_id }]));
}

/** A live loan keeps its own dates, rate and amounts; it lives by the version in force on the day of take-over. */
async function insertLoans(db: Db, context: StoreContext, batch: Batch, rows: Row[]): Promise<void> {
  const pack = packInForce(context, batch.county, batch.as_of);
  const product = Object.hasOwn(pack.products, 'household')
    ? 'household'
    : (Object.keys(pack.products)[0] ?? 'household');
  const banks = await db.rows<{ code: string; name: string; main: boolean }>(
    'select code, name, main from bank where county = $1',
    [batch.county],
  );
  const bankOf = (name: string) =>
    banks.find((bank) => bank.name === name || bank.code === name)?.code ?? MAIN_BANK;
  const data = rows.map((row) => ({
    ...{
      id: row.loanId,
      loan_no: row.loanNo,
      place: `${row.township}/${row.village}`,
      township: row.township,
    },
    ...{ village: row.village, group_name: row.group, bank: bankOf(row.bankName), branch: row.branch },
    ...{
      household_id: row.householdId,
      person_id: row.personId,
      target_group: row.targetGroup,
      purpose: row.purpose,
    },
    ...{ contract_amount: row.contractAmount, balance: row.balance, annual_rate: row.annualRate },
    term_months: termMonths(row.disbursedOn, row.maturesOn),
    ...{ disbursed_on: row.disbursedOn, matures_on: row.maturesOn, overdue_since: row.overdueSince },
  }));
  await db.run(
    `insert into loan (id, county, loan_no, place, township, village, group_name, bank, branch, household_id, person_id, scheme_key,
       pack_version, product, request_type, target_group, purpose, applied_on, requested_amount, requested_months, approved_amount,
       stage, principal, balance, annual_rate, disbursed_on, matures_on, original_matures_on, overdue_since, created_by,
       import_id, taken_over_on, opening_principal)
     select x.id, $2, x.loan_no, x.place, x.township, x.village, x.group_name, x.bank, x.branch, x.household_id, x.person_id, $3,
       $4, $5, 'new', x.target_group, x.purpose, x.disbursed_on, x.contract_amount,
       x.term_months, x.contract_amount, case when x.overdue_since is null then 'active' else 'overdue' end, x.contract_amount, x.balance,
       x.annual_rate, x.disbursed_on, x.matures_on, x.matures_on, x.overdue_since, $6, $7, $8, x.balance
     from jsonb_to_recordset($1::jsonb) as x(id uuid, loan_no text, place text, township text, village text, group_name text, bank text,
       branch text, household_id uuid, person_id uuid, target_group text, purpose text, contract_amount numeric, balance numeric,
       annual_rate numeric, term_months int, disbursed_on date, matures_on date, overdue_since date)`,
    [
      JSON.stringify(data),
      batch.county,
      pack.schemeKey,
      pack.packVersion,
      product,
      batch.created_by,
      batch.id,
      batch.as_of,
    ],
  );
}
