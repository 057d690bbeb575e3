import { addDays, sumMoney, type CivilDate, type Money } from '@bangdai/domain';
import type { ImportError, ImportView, PortfolioRow } from '@bangdai/contracts/http';
import { importSample } from '@bangdai/persistence';
import { checkRow } from './check-row.js';
import type { ImportRules } from './import-rules.js';
import type { PortfolioFormat } from './portfolio-formats.js';
import { textOf } from './portfolio-table.js';
import { readTables } from './read-table.js';
import { recogniseFormat, type RecognisedTable } from './recognise-format.js';
import { RowReader } from './row-reader.js';

export interface PortfolioPreview {
  format: ImportView['format'];
  rows: number;
  good: PortfolioRow[];
  bad: number;
  /** Sum of the balances of the good rows, yuan. */
  balance: Money;
  errors: ImportError[];
  warnings: ImportError[];
  sample: Record<string, string>[];
}

/** Every error is named, since each keeps a row out; of oddities a person looks at some. */
const maxWarnings = 200;

/**
 * Reads a portfolio file and checks each row by the county's pack; a row with any fault is left out.
 * @throws RefusedError `FILE_INVALID` when the bytes are no table of a known head
 */
export async function previewPortfolio(bytes: Uint8Array, rules: ImportRules): Promise<PortfolioPreview> {
  const table = recogniseFormat(await readTables(bytes));
  const good: PortfolioRow[] = [];
  const errors: ImportError[] = [];
  const warnings: ImportError[] = [];
  const seen = new Set<string>();
  const strangers = new Map<string, ImportError>();
  let rows = 0;
  for (const row of rowsOf(table)) {
    rows += 1;
    const read = checkRow(row, rules, table.format.amountUnit);
    if (isRepeated(row, read, table.format, seen)) row.fault(identityField(table.format), 'duplicateRow');
    if (row.faults.length === 0) good.push(read);
    noteStranger(row, read, rules, strangers);
    errors.push(...row.faults);
    if (warnings.length < maxWarnings) warnings.push(...row.warnings);
  }
  const balance = sumMoney(good.map((row) => row.balance));
  const format = table.format.key;
  return {
    ...{
      format,
      rows,
      good,
      bad: rows - good.length,
      balance,
      errors,
      sample: good.slice(0, 5).map(importSample),
    },
    // Before all else: a bank that the county has not entered concerns every row that names it.
    warnings: [...strangers.values(), ...warnings],
  };
}

/** Once for each name, at the first row that has it. */
function noteStranger(
  row: RowReader,
  { bankName }: PortfolioRow,
  { knownBanks }: ImportRules,
  strangers: Map<string, ImportError>,
): void {
  if (bankName === '' || knownBanks.includes(bankName) || strangers.has(bankName)) return;
  strangers.set(bankName, row.noteOf('bank', 'unknownBank'));
}

/** Blank rows and the signatures at the foot of a form are no loans. */
function* rowsOf(table: RecognisedTable): Generator<RowReader> {
  const { rows, firstRow, columns, format } = table;
  const marks = format.rowMarks.map((field) => columns.get(field) ?? -1);
  for (let at = firstRow; at < rows.length; at += 1) {
    const cells = rows[at] ?? [];
    const filled = marks.filter((column) => textOf(cells[column]) !== '').length;
    if (filled >= Math.min(2, marks.length)) yield new RowReader(table, cells, at + 1);
  }
}

const identityField = (format: PortfolioFormat) => (format.titles.loanNo ? 'loanNo' : 'name');

/** The first of equal rows counts; later ones are faults, whether the first was good or not. */
function isRepeated(row: RowReader, read: PortfolioRow, format: PortfolioFormat, seen: Set<string>): boolean {
  const key = format.titles.loanNo
    ? row.text('loanNo')
    : [read.idNumber, read.disbursedOn, read.maturesOn, read.contractAmount].join('|');
  if (key === '' || read.idNumber === '') return false;
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

/** Moves all dates by whole days, so that an old portfolio looks live; the demo alone does so. */
export function shiftRows(rows: PortfolioRow[], days: number): PortfolioRow[] {
  if (days === 0) return rows;
  const shift = (day: CivilDate): CivilDate => addDays(day, days);
  return rows.map((row) => ({
    ...row,
    disbursedOn: shift(row.disbursedOn),
    maturesOn: shift(row.maturesOn),
    overdueSince: row.overdueSince && shift(row.overdueSince),
  }));
}
