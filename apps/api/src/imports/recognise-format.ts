import { RefusedError } from '@bangdai/contracts';
import { textOf, type Cell, type SheetTable } from './portfolio-table.js';
import { portfolioFormats, type Field, type PortfolioFormat } from './portfolio-formats.js';

export interface RecognisedTable {
  format: PortfolioFormat;
  /** Column index of each field. */
  columns: Map<Field, number>;
  /** Index of the first row below the head. */
  firstRow: number;
  rows: Cell[][];
}

/** A title above the head, a reporting unit and a date: the head lies within the first rows. */
const headWithin = 20;

/** Brackets and blanks in titles vary between copies of the same form. */
function titleOf(cell: Cell): string {
  return textOf(cell).replace(/（/g, '(').replace(/）/g, ')').replace(/\s+/g, '');
}

/**
 * Leaf titles of a head that begins in row `at`. Where the row below names leaves under a merged parent
 * (`家庭住址` over 镇, 村, 组), both rows are the head.
 */
function headAt(rows: Cell[][], at: number): { titles: string[]; height: 1 | 2 } {
  const upper = (rows[at] ?? []).map(titleOf);
  const lower = (rows[at + 1] ?? []).map(titleOf);
  const isSplit = lower.some((leaf, column) => leaf !== '' && (upper[column] ?? '') === '');
  if (!isSplit) return { titles: upper, height: 1 };
  let parent = '';
  const titles = upper.map((title, column) => {
    if (title !== '') parent = title;
    const leaf = lower[column] ?? '';
    return leaf === '' ? title : `${parent}/${leaf}`;
  });
  return { titles, height: 2 };
}

function columnsOf(format: PortfolioFormat, titles: string[]): Map<Field, number> | null {
  const columns = new Map<Field, number>();
  for (const [field, title] of Object.entries(format.titles)) {
    const column = titles.indexOf(titleOf(title));
    if (column < 0) return null;
    columns.set(field as Field, column);
  }
  for (const [field, title] of Object.entries(format.optionalTitles)) {
    const column = titles.indexOf(titleOf(title));
    if (column >= 0) columns.set(field as Field, column);
  }
  return columns;
}

function findIn(rows: Cell[][]): RecognisedTable | null {
  for (let at = 0; at < Math.min(headWithin, rows.length); at += 1) {
    // A one-row head must not be taken for a split one because its first data row is longer.
    const single = { titles: (rows[at] ?? []).map(titleOf), height: 1 as const };
    for (const head of [single, headAt(rows, at)]) {
      for (const format of portfolioFormats) {
        const columns = columnsOf(format, head.titles);
        if (columns) return { format, columns, firstRow: at + head.height, rows };
      }
    }
  }
  return null;
}

/** @throws RefusedError `FILE_INVALID` when no sheet has the head of a known format */
export function recogniseFormat(tables: SheetTable[]): RecognisedTable {
  for (const table of tables) {
    const found = findIn(table.rows);
    if (found) return found;
  }
  throw new RefusedError('FILE_INVALID');
}
