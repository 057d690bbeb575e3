import type { PortfolioImportResult } from '@bangdai/contracts';
import type { PortfolioRow } from '@bangdai/contracts/http';
import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { importRowPlace } from '../intake/import.intake.js';
import { ensurePlaces } from '../intake/people.writer.js';
import { announce } from '../messages/live-feed.js';
import { planHouseholds } from '../subsidy/replan-household.js';
import { insertLoans, type ImportBatch, type ImportedLoan } from './import.loans.js';
import { carryOverSubsidy, ensureHouseholds, ensurePeople } from './import.people.js';
import { bookTakeovers } from './takeover.ledger.js';

const PAGE = 500;

/**
 * Writes the good rows page by page, each page one transaction: broken off, it goes on where it stopped. A loan number
 * that the county knows already is left as it is.
 */
export async function importPortfolioRows(
  context: StoreContext,
  { importId, bank = null }: { importId: string; bank?: string | null },
): Promise<PortfolioImportResult> {
  for (;;) {
    const written = await context.database.transaction((db) => importPage(db, context, importId, bank));
    if (written === 0) break;
  }
  return context.database.read((db) =>
    db.one<PortfolioImportResult>(
      `select count(*) filter (where state = 'imported')::int as imported, count(*) filter (where state = 'unchanged')::int as unchanged,
         (select count(*) from loan where import_id = $1 and workflow_started)::int as started
       from import_row where import_id = $1 and ($2::text is null or bank = $2)`,
      [importId, bank],
    ),
  );
}

/** Where people have to agree, a row waits until its bank's part is confirmed. */
const READY = `state = 'ready' and ($2::text is null or bank = $2) and not exists (select 1 from import_confirmation c
  where c.import_id = r.import_id and c.bank = r.bank and c.state <> 'confirmed')`;

async function importPage(
  db: Db,
  context: StoreContext,
  importId: string,
  bank: string | null,
): Promise<number> {
  const batch = await db.one<ImportBatch>(
    'select id, county, as_of, created_by from import_batch where id = $1 for update',
    [importId],
  );
  const raw = await db.rows<{
    row_no: number;
    bank: string;
    data: Omit<PortfolioRow, 'name' | 'idNumber' | 'phone'>;
    personal_enc: Buffer;
  }>(
    `select row_no, bank, data, personal_enc from import_row r where import_id = $1 and ${READY} order by row_no limit ${PAGE}`,
    [importId, bank],
  );
  if (raw.length === 0) return 0;
  const rows = raw.map(({ row_no, bank: code, data, personal_enc }): ReadyRow => {
    const personal = context.vault.open(importRowPlace(importId, row_no), personal_enc);
    return {
      ...data,
      ...(JSON.parse(personal) as Pick<PortfolioRow, 'name' | 'idNumber' | 'phone'>),
      rowNo: row_no,
      bank: code,
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

/** A row with the bank that it was found to belong to. */
type ReadyRow = PortfolioRow & { bank: string };

async function newRows(db: Db, { county }: ImportBatch, rows: ReadyRow[]): Promise<ReadyRow[]> {
  const known = await db.rows<{ loan_no: string }>(
    'select loan_no from loan where county = $1 and loan_no = any($2)',
    [county, rows.map(({ loanNo }) => loanNo)],
  );
  const seen = new Set(known.map(({ loan_no }) => loan_no));
  return rows.filter(({ loanNo }) => !seen.has(loanNo) && seen.add(loanNo));
}

async function writeRows(
  db: Db,
  context: StoreContext,
  batch: ImportBatch,
  fresh: ReadyRow[],
): Promise<void> {
  await ensurePlaces(
    db,
    batch.county,
    fresh.map(({ township, village }) => `${township}/${village}`),
  );
  const households = await ensureHouseholds(db, batch.county, fresh);
  const people = await ensurePeople(db, context, batch.county, fresh, households);
  const rows = fresh.map((row): ImportedLoan => {
    const person = people.get(context.vault.idNumberIndex(row.idNumber));
    if (person === undefined) throw new Error('an imported person was not written');
    return { ...row, loanId: randomUUID(), ...person };
  });
  await insertLoans(db, context, batch, rows);
  await carryOverSubsidy(db, rows);
  await bookTakeovers(db, batch, rows);
  await planHouseholds(db, context, [...new Set(rows.map(({ householdId }) => householdId))]);
}
