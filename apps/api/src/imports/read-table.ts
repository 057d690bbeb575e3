import { RefusedError } from '@bangdai/contracts';
import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';
import { refuseZipBomb } from './zip-limits.js';
import type { Cell, SheetTable } from './portfolio-table.js';

/** A county has some thousands of loans; a file beyond this is not a portfolio. */
export const maxRows = 100_000;

const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/**
 * Reads a workbook's sheets or one CSV as tables; which of both is told by the bytes, not by the name.
 * @throws RefusedError `FILE_INVALID`
 */
export async function readTables(bytes: Uint8Array): Promise<SheetTable[]> {
  const tables = isZip(bytes) ? await readWorkbook(bytes) : [readCsv(bytes)];
  if (tables.some((table) => table.rows.length > maxRows)) throw new RefusedError('FILE_INVALID');
  return tables;
}

async function readWorkbook(bytes: Uint8Array): Promise<SheetTable[]> {
  try {
    refuseZipBomb(bytes);
    const workbook = await readXlsx(bytes, { maxRows: maxRows + 1 });
    return workbook.sheets.map((sheet) => ({ rows: sheet.rows as Cell[][] }));
  } catch {
    // The reader's own message may quote cells of the file, so only the code goes on.
    throw new RefusedError('FILE_INVALID');
  }
}

function readCsv(bytes: Uint8Array): SheetTable {
  try {
    return { rows: parse(decodeText(bytes), { relaxColumnCount: true, skipEmptyLines: false }) as Cell[][] };
  } catch {
    throw new RefusedError('FILE_INVALID');
  }
}

/** UTF-8 with or without a byte order mark; what is no UTF-8 is read as GB 18030, the superset of GBK. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new RefusedError('FILE_INVALID');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}
