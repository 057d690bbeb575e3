import { RefusedError, type Actor } from '@bangdai/contracts';
import type { ImportView, IntakeStore, PortfolioRow } from '@bangdai/contracts/http';
import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { readImport } from '../reads/import.reader.js';
import type { PersonalVault } from '../privacy/personal-vault.js';

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
    await db.run(
      `insert into import_batch (id, county, file_name_enc, format, as_of, file_sha256, rows, good, bad, balance, findings_enc, created_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
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
        ...[seal('findings', JSON.stringify({ errors, warnings, sample })), actor.id],
      ],
    );
    for (let start = 0; start < rows.length; start += PAGE) {
      await insertRows(db, context.vault, id, rows.slice(start, start + PAGE));
    }
  });
  return context.database.read((db) => readImport(db, context, actor, id));
}

async function insertRows(
  db: Db,
  vault: PersonalVault,
  importId: string,
  rows: readonly PortfolioRow[],
): Promise<void> {
  const data = rows.map(({ name: _name, idNumber: _idNumber, phone: _phone, ...rest }) =>
    JSON.stringify(rest),
  );
  const personal = rows.map(({ rowNo, name, idNumber, phone }) =>
    vault.seal(importRowPlace(importId, rowNo), JSON.stringify({ name, idNumber, phone })),
  );
  await db.run(
    `insert into import_row (import_id, row_no, loan_no, data, personal_enc)
     select $1, r, n, d::jsonb, p from unnest($2::int[], $3::text[], $4::text[], $5::bytea[]) as x(r, n, d, p)`,
    [importId, rows.map(({ rowNo }) => rowNo), rows.map(({ loanNo }) => loanNo), data, personal],
  );
}

export const importRowPlace = (importId: string, rowNo: number) => ({
  table: 'import_row',
  column: 'personal',
  rowId: `${importId}/${rowNo}`,
});

/** @throws RefusedError `IMPORT_DONE` unless it is still a preview */
export async function commitImport(
  context: StoreContext,
  actor: Actor,
  importId: string,
): Promise<ImportView> {
  await context.database.transaction(async (db) => {
    await readImport(db, context, actor, importId);
    const started = await db.run(
      `update import_batch set state = 'running' where id = $1 and state = 'preview'`,
      [importId],
    );
    if (started === 0) throw new RefusedError('IMPORT_DONE');
  });
  return context.database.read((db) => readImport(db, context, actor, importId));
}
