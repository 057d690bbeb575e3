import {
  RefusedError,
  importTaskId,
  type Actor,
  type ImportConfirmation,
  type ImportPart,
} from '@bangdai/contracts';
import type { ImportView, IntakeStore, PortfolioRow } from '@bangdai/contracts/http';
import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import type { PersonalVault } from '../privacy/personal-vault.js';
import { readImport } from '../reads/import.reader.js';
import type { Subject } from '../subjects/subject.js';
import { appendTimeline, systemEvent } from '../subjects/timeline.writer.js';
import { bankFinder } from './import-banks.js';

export type ImportPreview = Parameters<IntakeStore['createImport']>[1];

const PAGE = 1000;

/** Keeps a checked file: what names people sealed, the rest readable for set-based work. */
export async function createImport(
  context: StoreContext,
  actor: Actor,
  preview: ImportPreview,
  fileSha256: string,
  rows: PortfolioRow[],
): Promise<ImportView> {
  const id = randomUUID();
  const seal = (column: string, plain: string) =>
    context.vault.seal({ table: 'import_batch', column, rowId: id }, plain);
  const { errors, warnings = [], sample } = preview;
  await context.database.transaction(async (db) => {
    const bankOf = await bankFinder(db, preview.county);
    const found = rows.map((row) => ({ ...row, bank: bankOf(row.bankName) }));
    // A bank uploads loans of its own; the file was checked for that row by row.
    if (actor.bank !== null && found.some(({ bank }) => bank !== actor.bank))
      throw new RefusedError('FORBIDDEN');
    await db.run(
      `insert into import_batch (id, county, file_name_enc, format, as_of, file_sha256, rows, good, bad, balance, findings_enc, created_by,
         uploaded_bank)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        ...[
          id,
          preview.county,
          seal('file_name', preview.fileName),
          preview.format,
          preview.asOf,
          fileSha256,
        ],
        ...[preview.rows, preview.good, preview.bad, preview.balance],
        ...[seal('findings', JSON.stringify({ errors, warnings, sample })), actor.id, actor.bank],
      ],
    );
    for (let start = 0; start < found.length; start += PAGE) {
      await insertRows(db, context.vault, id, found.slice(start, start + PAGE));
    }
  });
  return context.database.read((db) => readImport(db, context, actor, id));
}

async function insertRows(
  db: Db,
  vault: PersonalVault,
  importId: string,
  rows: readonly (PortfolioRow & { bank: string })[],
): Promise<void> {
  const data = rows.map(({ name: _name, idNumber: _idNumber, phone: _phone, bank: _bank, ...rest }) =>
    JSON.stringify(rest),
  );
  const personal = rows.map(({ rowNo, name, idNumber, phone }) =>
    vault.seal(importRowPlace(importId, rowNo), JSON.stringify({ name, idNumber, phone })),
  );
  await db.run(
    `insert into import_row (import_id, row_no, loan_no, bank, data, personal_enc)
     select $1, r, n, b, d::jsonb, p from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bytea[]) as x(r, n, b, d, p)`,
    [
      ...[importId, rows.map(({ rowNo }) => rowNo), rows.map(({ loanNo }) => loanNo)],
      ...[rows.map(({ bank }) => bank), data, personal],
    ],
  );
}

export const importRowPlace = (importId: string, rowNo: number) => ({
  table: 'import_row',
  column: 'personal',
  rowId: `${importId}/${rowNo}`,
});

/**
 * Puts the file before the other side: for each bank of it one part, that the bank confirms when the county office
 * uploaded, and the county office when the bank did (lifecycle §6, importLegacy).
 * @throws RefusedError `IMPORT_DONE` unless it is still a preview | `FORBIDDEN` for the other side
 */
export async function commitImport(
  context: StoreContext,
  actor: Actor,
  importId: string,
): Promise<ImportView> {
  await context.database.transaction(async (db) => {
    await readImport(db, context, actor, importId);
    const batch = await db.one<{
      state: string;
      uploaded_bank: string | null;
      county: string;
      as_of: string;
    }>('select state, uploaded_bank, county, as_of from import_batch where id = $1 for update', [importId]);
    if (batch.uploaded_bank !== actor.bank) throw new RefusedError('FORBIDDEN');
    if (batch.state !== 'preview') throw new RefusedError('IMPORT_DONE');
    const parts = await insertParts(db, importId, batch.uploaded_bank === null ? 'bank' : 'countyOffice');
    // A file without a good row needs nobody's word.
    const state = parts === 0 ? 'running' : 'confirming';
    await db.run('update import_batch set state = $2, submitted_by = $3 where id = $1', [
      importId,
      state,
      actor.id,
    ]);
    const event = { ...systemEvent('importSubmitted'), lane: 'people' as const, actor };
    await appendTimeline(db, importSubject({ id: importId, ...batch }), new Date().toISOString(), [event]);
  });
  return context.database.read((db) => readImport(db, context, actor, importId));
}

async function insertParts(db: Db, importId: string, role: 'bank' | 'countyOffice'): Promise<number> {
  const parts = await db.rows<{ bank: string; rows: number; balance: string }>(
    `select bank, count(*)::int as rows, sum((data->>'balance')::numeric)::numeric(18,2)::text as balance
     from import_row where import_id = $1 group by bank order by bank`,
    [importId],
  );
  for (const { bank, rows, balance } of parts) {
    await db.run(
      `insert into import_confirmation (import_id, bank, role, task_id, rows, balance) values ($1, $2, $3, $4, $5, $6)`,
      [importId, bank, role, importTaskId(importId, bank), rows, balance],
    );
  }
  return parts.length;
}

/** Ids and figures alone: what the workflow of a submitted import has to know. */
export async function importConfirmation(db: Db, importId: string): Promise<ImportConfirmation> {
  const { created_by, submitted_by } = await db.one<{ created_by: string; submitted_by: string | null }>(
    'select created_by, submitted_by from import_batch where id = $1',
    [importId],
  );
  const parts = await db.rows<ImportPart>(
    'select bank, role, rows, balance from import_confirmation where import_id = $1 order by bank',
    [importId],
  );
  return { makers: [...new Set([created_by, submitted_by ?? created_by])], parts };
}

/** The number that people see on tasks: the file's day and the beginning of its id. */
export const importSubject = (batch: { id: string; county: string; as_of: string }): Subject => ({
  kind: 'import',
  id: batch.id,
  no: `DR-${batch.as_of.replaceAll('-', '')}-${batch.id.slice(0, 4).toUpperCase()}`,
  county: batch.county,
  loanId: null,
});
