import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { readXlsx } from 'hucre/xlsx';

export type Row = Record<string, string>;

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** The side of a counterpart on the shared folder: takes whole files out of `out/`, puts whole files into `in/`. */
export class ExchangeFiles {
  constructor(private readonly dir: string) {}

  /** Rows of the files that are complete and whole, in order; each is taken away once it was read. */
  async take(read: (type: string, row: Row) => void): Promise<number> {
    const out = path.join(this.dir, 'out');
    if (!existsSync(out)) return 0;
    const names = readdirSync(out)
      .filter((name) => name.endsWith('.done'))
      .map((name) => name.slice(0, -'.done'.length))
      .sort((a, b) => numberOf(a) - numberOf(b));
    for (const name of names) {
      const bytes = readFileSync(path.join(out, name));
      if (readFileSync(path.join(out, `${name}.sha256`), 'utf8').trim() !== sha256(bytes)) break;
      for (const row of await rowsOf(name, bytes)) read(name.split('-')[0] ?? '', row);
      mkdirSync(path.join(this.dir, 'taken'), { recursive: true });
      for (const part of ['.done', '.sha256', ''])
        renameSync(path.join(out, `${name}${part}`), path.join(this.dir, 'taken', `${name}${part}`));
    }
    return names.length;
  }

  /** Writes one file under the next number. `spoilt`: the checksum is wrong; `partial`: its marker is missing. */
  put(type: string, rows: Row[], fault: 'spoilt' | 'partial' | null = null): string {
    const inbox = path.join(this.dir, 'in');
    mkdirSync(inbox, { recursive: true });
    const name = `${type}-${String(this.lastNumber() + 1).padStart(6, '0')}.csv`;
    const head = Object.keys(rows[0] ?? {});
    const text = [head, ...rows.map((row) => head.map((column) => row[column] ?? ''))]
      .map((cells) => cells.join(','))
      .join('\n');
    writeFileSync(path.join(inbox, name), text);
    writeFileSync(path.join(inbox, `${name}.sha256`), fault === 'spoilt' ? sha256('') : sha256(text));
    if (fault !== 'partial') writeFileSync(path.join(inbox, `${name}.done`), '');
    return name;
  }

  /** Puts right what was spoilt or partial. */
  mend(name: string): void {
    const file = path.join(this.dir, 'in', name);
    writeFileSync(`${file}.sha256`, sha256(readFileSync(file)));
    writeFileSync(`${file}.done`, '');
  }

  private lastNumber(): number {
    const folders = ['in', 'in/processed', 'in/refused'].map((folder) => path.join(this.dir, folder));
    const names = folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder));
    return Math.max(0, ...names.map(numberOf));
  }
}

function numberOf(name: string): number {
  return Number(/-(\d+)\.(?:csv|xlsx)/.exec(name)?.[1] ?? 0);
}

async function rowsOf(name: string, bytes: Buffer): Promise<Row[]> {
  if (name.endsWith('.csv')) return parseCsv(bytes, { bom: true, columns: true }) as Row[];
  const [head = [], ...rows] = (await readXlsx(bytes)).sheets[0]?.rows ?? [];
  return rows.map((row) =>
    Object.fromEntries(head.map((column, at) => [String(column), String(row[at] ?? '')])),
  );
}
