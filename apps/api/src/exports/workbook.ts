import { writeXlsx } from 'hucre/xlsx';
import type { Page } from '@bangdai/contracts/http';

export interface Column<Row> {
  title: string;
  width: number;
  value: (row: Row) => string | number | null | undefined;
  /** Yuan: a number with two decimals in the sheet. */
  isMoney?: boolean;
}

/** More than any county's list; a file beyond it would not open on an office computer. */
const MAX_ROWS = 100_000;
const PAGE = 500;

/** All rows of a list, page by page, as the person who asks may see them. */
export async function allRows<Row>(page: (after?: string) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let after: string | undefined;
  do {
    const { rows: found, next } = await page(after);
    rows.push(...found);
    after = next ?? undefined;
  } while (after !== undefined && rows.length < MAX_ROWS);
  return rows;
}

export const exportPage = PAGE;

/** One sheet with a head that stays in sight and can be filtered. Numbers of loans and people stay texts. */
export async function workbookOf<Row>(
  sheet: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<Uint8Array> {
  const cells = rows.map((row) => columns.map((column) => cellOf(column, row)));
  const output = await writeXlsx({
    sheets: [
      {
        name: sheet,
        columns: columns.map(({ width, isMoney }) => ({ width, ...(isMoney ? { numFmt: '#,##0.00' } : {}) })),
        rows: [columns.map(({ title }) => title), ...cells],
        freezePane: { rows: 1 },
      },
    ],
  });
  return output as Uint8Array;
}

/** Excel keeps numbers as doubles, exact to the fen far beyond any county's sums. A text never becomes a formula. */
function cellOf<Row>({ value, isMoney }: Column<Row>, row: Row): string | number | null {
  const cell = value(row) ?? null;
  if (typeof cell !== 'string') return cell;
  if (isMoney) return Number(cell);
  return /^[=+@\t\r-]/.test(cell) && cell !== '-' ? `'${cell}` : cell;
}
