import type { Actor } from '@bangdai/contracts';
import type { ImportError, ImportView } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { EVERY_COUNTY } from './scope.js';

interface ImportRow {
  id: string;
  county: string;
  file_name_enc: Buffer;
  format: ImportView['format'];
  as_of: string;
  state: ImportView['state'];
  rows: number;
  good: number;
  bad: number;
  balance: string;
  findings_enc: Buffer;
  created_at: string;
  imported: number;
  unchanged: number;
  started: number;
}

const SELECT = `select b.id, b.county, b.file_name_enc, b.format, b.as_of, b.state, b.rows, b.good, b.bad, b.balance,
    b.findings_enc, b.created_at,
    (select count(*) from import_row r where r.import_id = b.id and r.state = 'imported')::int as imported,
    (select count(*) from import_row r where r.import_id = b.id and r.state = 'unchanged')::int as unchanged,
    (select count(*) from loan l where l.import_id = b.id and l.workflow_started)::int as started
  from import_batch b`;

/** @throws RefusedError `NOT_FOUND` */
export async function readImport(
  db: Db,
  context: StoreContext,
  actor: Actor,
  importId: string,
): Promise<ImportView> {
  const row = await db.one<ImportRow>(`${SELECT} where b.id = $1 and $2 in (b.county, '${EVERY_COUNTY}')`, [
    importId,
    actor.county,
  ]);
  return importView(context, row);
}

export async function readImports(db: Db, context: StoreContext, actor: Actor): Promise<ImportView[]> {
  const rows = await db.rows<ImportRow>(
    `${SELECT} where $1 in (b.county, '${EVERY_COUNTY}') order by b.created_at desc limit 50`,
    [actor.county],
  );
  return rows.map((row) => importView(context, row));
}

function importView({ vault }: StoreContext, row: ImportRow): ImportView {
  const open = (column: string, sealed: Buffer) =>
    vault.open({ table: 'import_batch', column, rowId: row.id }, sealed);
  const { id, county, format, state, rows, good, bad, balance, imported, unchanged, started } = row;
  const { errors, warnings, sample } = JSON.parse(open('findings', row.findings_enc)) as {
    errors: ImportError[];
    warnings: ImportError[];
    sample: Record<string, string>[];
  };
  return {
    id,
    county,
    format,
    state,
    rows,
    good,
    bad,
    balance,
    imported,
    unchanged,
    started,
    errors,
    warnings,
    sample,
    fileName: open('file_name', row.file_name_enc),
    asOf: row.as_of,
    createdAt: row.created_at,
    progress: progressOf(row),
  };
}

/** Two stretches of work: rows written, then workflows started. */
function progressOf({ state, good, imported, unchanged, started }: ImportRow): ImportView['progress'] {
  if (state === 'preview') return { phase: '预览', done: 0, total: good };
  const written = imported + unchanged;
  if (written < good) return { phase: '写入数据', done: written, total: good };
  return { phase: state === 'done' ? '完成' : '启动流程', done: started, total: imported };
}
