import { writeXlsx } from 'hucre/xlsx';
import { formatCsv } from './csv.js';
import type { ExchangeFolder } from './exchange-folder.js';

const formats = ['csv', 'xlsx'] as const;
type Format = (typeof formats)[number];

/**
 * Tables that go out to one counterpart, each as one file under its number, as CSV or as a workbook. What went out once
 * stays what it was: after a change of the format the same table is still the file that the counterpart has.
 */
export class OutTables {
  constructor(
    private readonly folder: ExchangeFolder,
    private readonly format: Format = 'csv',
  ) {}

  /** @returns false when another table went out under this number */
  async send(type: string, number: number, rows: readonly (readonly string[])[]): Promise<boolean> {
    const stem = stemOf(type, number);
    const format = (await this.sentAs(stem)) ?? this.format;
    const text = formatCsv(rows);
    const content = format === 'csv' ? text : await workbook(type, rows);
    return this.folder.send(`${stem}.${format}`, content, text);
  }

  /** Whether the counterpart can have seen the file of this number. */
  async wasSent(type: string, number: number): Promise<boolean> {
    return (await this.sentAs(stemOf(type, number))) !== null;
  }

  private async sentAs(stem: string): Promise<Format | null> {
    for (const format of formats) if (await this.folder.wasSent(`${stem}.${format}`)) return format;
    return null;
  }
}

const stemOf = (type: string, number: number): string => `${type}-${String(number).padStart(6, '0')}`;

/** Every cell is a text, so that no office program shortens a number or takes a text for a formula. */
async function workbook(name: string, rows: readonly (readonly string[])[]): Promise<Uint8Array> {
  const sheet = { name, rows: rows.map((row) => [...row]), freezePane: { rows: 1 } };
  return (await writeXlsx({ sheets: [sheet] })) as Uint8Array;
}
