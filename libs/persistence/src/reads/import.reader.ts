import type { Actor } from '@bangdai/contracts';
import type { ImportConfirmationView, ImportError, ImportView, PortfolioRow } from '@bangdai/contracts/http';
import { maskIdNumber, maskName, maskPhone } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { commandTexts, staffNames } from './people.reader.js';
import { EVERY_COUNTY } from './scope.js';

interface ImportRow {
  id: string;
  county: string;
  file_name_enc: Buffer;
  format: ImportView['format'];
  as_of: string;
  state: ImportView['state'];
  uploaded_bank: string | null;
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

interface PartRow {
  import_id: string;
  task_id: string;
  bank: string;
  bank_name: string;
  role: string;
  rows: number;
  balance: string;
  state: ImportConfirmationView['state'];
  decided_by: string | null;
  decided_at: string | null;
  command_id: string | null;
}

type Findings = Pick<ImportView, 'errors' | 'warnings' | 'sample'>;

/** Rows of one bank, or of all: `$2` is the reader's bank. */
const SELECT = `select b.id, b.county, b.file_name_enc, b.format, b.as_of, b.state, b.uploaded_bank, b.rows, b.good, b.bad, b.balance,
    b.findings_enc, b.created_at,
    (select count(*) from import_row r where r.import_id = b.id and r.state = 'imported' and ($2::text is null or r.bank = $2))::int as imported,
    (select count(*) from import_row r where r.import_id = b.id and r.state = 'unchanged' and ($2::text is null or r.bank = $2))::int as unchanged,
    (select count(*) from loan l where l.import_id = b.id and l.workflow_started and ($2::text is null or l.bank = $2))::int as started
  from import_batch b`;

/** Files of the county; a bank sees what it uploaded itself, and once it is submitted what has rows of its own. */
const IN_SCOPE = `$1 in (b.county, '${EVERY_COUNTY}') and ($2::text is null or b.uploaded_bank = $2
  or exists (select 1 from import_confirmation c where c.import_id = b.id and c.bank = $2))`;

/** @throws RefusedError `NOT_FOUND` */
export async function readImport(
  db: Db,
  context: StoreContext,
  actor: Actor,
  importId: string,
): Promise<ImportView> {
  const row = await db.one<ImportRow>(`${SELECT} where ${IN_SCOPE} and b.id = $3`, [
    actor.county,
    actor.bank,
    importId,
  ]);
  const [view] = await importViews(db, context, actor, [row]);
  return view as ImportView;
}

export async function readImports(db: Db, context: StoreContext, actor: Actor): Promise<ImportView[]> {
  const rows = await db.rows<ImportRow>(`${SELECT} where ${IN_SCOPE} order by b.created_at desc limit 50`, [
    actor.county,
    actor.bank,
  ]);
  return importViews(db, context, actor, rows);
}

async function importViews(
  db: Db,
  context: StoreContext,
  actor: Actor,
  rows: ImportRow[],
): Promise<ImportView[]> {
  const parts = await partsOf(
    db,
    rows.map(({ id }) => id),
    actor.bank,
  );
  const views = await withPeople(db, context, parts);
  const found: ImportView[] = [];
  for (const row of rows) {
    const own = await ownRows(db, context, actor, row, parts);
    const confirmations = views.filter(({ importId }) => importId === row.id).map(({ view }) => view);
    found.push(importView(context, own.row, confirmations, own.findings));
  }
  return found;
}

async function partsOf(db: Db, importIds: string[], bank: string | null): Promise<PartRow[]> {
  return db.rows<PartRow>(
    `select c.import_id, c.task_id, c.bank, k.name as bank_name, c.role, c.rows, c.balance, c.state, c.decided_by, c.decided_at, c.command_id
     from import_confirmation c join import_batch b on b.id = c.import_id join bank k on k.county = b.county and k.code = c.bank
     where c.import_id = any($1) and ($2::text is null or c.bank = $2) order by k.main desc, c.bank`,
    [importIds, bank],
  );
}

async function withPeople(
  db: Db,
  { vault }: StoreContext,
  parts: PartRow[],
): Promise<{ importId: string; view: ImportConfirmationView }[]> {
  const names = await staffNames(
    db,
    parts.map(({ decided_by }) => decided_by),
  );
  const texts = await commandTexts(
    db,
    vault,
    parts.map(({ command_id }) => command_id),
  );
  return parts.map(({ import_id, task_id, bank_name, decided_by, decided_at, command_id, ...part }) => ({
    importId: import_id,
    view: {
      ...part,
      taskId: task_id,
      bankName: bank_name,
      byName: decided_by === null ? null : (names.get(decided_by) ?? null),
      at: decided_at,
      reason: command_id === null ? null : (texts.get(command_id) ?? null),
    },
  }));
}

/** Of a file that others uploaded, a bank is shown the figures and first rows of its own loans alone. */
async function ownRows(
  db: Db,
  context: StoreContext,
  { bank }: Actor,
  row: ImportRow,
  parts: PartRow[],
): Promise<{ row: ImportRow; findings: Findings }> {
  if (bank === null || row.uploaded_bank === bank) return { row, findings: findingsOf(context, row) };
  const part = parts.find(({ import_id }) => import_id === row.id);
  const rows = part?.rows ?? 0;
  const sample = await firstRows(db, context, row.id, bank);
  return {
    row: { ...row, rows, good: rows, bad: 0, balance: part?.balance ?? '0.00' },
    findings: { errors: [], warnings: [], sample },
  };
}

function findingsOf({ vault }: StoreContext, { id, findings_enc }: ImportRow): Findings {
  const place = { table: 'import_batch', column: 'findings', rowId: id };
  return JSON.parse(vault.open(place, findings_enc)) as {
    errors: ImportError[];
    warnings: ImportError[];
    sample: Record<string, string>[];
  };
}

async function firstRows(
  db: Db,
  { vault }: StoreContext,
  importId: string,
  bank: string,
): Promise<Record<string, string>[]> {
  const rows = await db.rows<{ row_no: number; data: PortfolioRow; personal_enc: Buffer }>(
    'select row_no, data, personal_enc from import_row where import_id = $1 and bank = $2 order by row_no limit 5',
    [importId, bank],
  );
  return rows.map(({ row_no, data, personal_enc }) => {
    const place = { table: 'import_row', column: 'personal', rowId: `${importId}/${row_no}` };
    const personal = JSON.parse(vault.open(place, personal_enc)) as PortfolioRow;
    return importSample({ ...data, ...personal, rowNo: row_no });
  });
}

/** A row for the eye: what names people is masked. */
export function importSample(row: PortfolioRow): Record<string, string> {
  return {
    rowNo: String(row.rowNo),
    loanNo: row.loanNo,
    name: maskName(row.name),
    idNumber: maskIdNumber(row.idNumber),
    phone: maskPhone(row.phone),
    township: row.township,
    village: row.village,
    contractAmount: row.contractAmount,
    balance: row.balance,
    annualRate: row.annualRate,
    disbursedOn: row.disbursedOn,
    maturesOn: row.maturesOn,
  };
}

function importView(
  { vault }: StoreContext,
  row: ImportRow,
  confirmations: ImportConfirmationView[],
  findings: Findings,
): ImportView {
  const { id, county, format, state, rows, good, bad, balance, imported, unchanged, started } = row;
  const place = { table: 'import_batch', column: 'file_name', rowId: id };
  return {
    ...{ id, county, format, state, rows, good, bad, balance, imported, unchanged, started },
    ...findings,
    fileName: vault.open(place, row.file_name_enc),
    asOf: row.as_of,
    createdAt: row.created_at,
    progress: progressOf(row, confirmations),
    confirmations,
  };
}

const emptyPhases: Partial<Record<ImportView['state'], string>> = {
  confirming: '等待确认',
  returned: '已退回',
};

/** Two stretches of work for what people agreed to: rows written, then workflows started. */
function progressOf(row: ImportRow, confirmations: ImportConfirmationView[]): ImportView['progress'] {
  const { state, good, imported, unchanged, started } = row;
  if (state === 'preview') return { phase: '预览', done: 0, total: good };
  const agreed = confirmations.filter((part) => part.state === 'confirmed');
  const total = confirmations.length === 0 ? good : agreed.reduce((sum, part) => sum + part.rows, 0);
  if (total === 0) return { phase: emptyPhases[state] ?? '完成', done: 0, total: good };
  const written = imported + unchanged;
  if (written < total) return { phase: '写入数据', done: written, total };
  if (started < imported || state === 'running') return { phase: '启动流程', done: started, total: imported };
  return { phase: state === 'done' ? '完成' : '等待确认', done: started, total: imported };
}
