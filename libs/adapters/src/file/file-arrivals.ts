import type { CounterpartKey, DispatchStore, InboxEntry } from '@bangdai/contracts';
import {
  isExchangeType,
  readExchangeRows,
  readStatement,
  type ExchangeRow,
  type HandedStatement,
} from '@bangdai/contracts/http';
import type { Logger } from '@bangdai/platform';
import { formatCsv, parseCsv } from './csv.js';
import { sha256, type ExchangeFolder } from './exchange-folder.js';

export interface ArrivalPorts {
  dispatches: DispatchStore;
  /** @throws an error with a `code` for a fact that concerns nobody here */
  storeInbox: (entry: Omit<InboxEntry, 'id' | 'receivedAt'>) => Promise<unknown>;
  /** @throws an error with a `code` for days that are not over */
  storeStatement: (
    statement: HandedStatement,
    from: CounterpartKey & { name: string; sha256: string },
  ) => Promise<void>;
  logger: Logger;
}

type RowResult = { row: number; code: string | null };
type Arrived = Awaited<ReturnType<ExchangeFolder['arrived']>>[number];

/** `receipts-000012.csv`: what it holds and its number. */
const fileName = /^([a-z]+)-(\d{1,9})\.csv$/;

/**
 * Reads the files of one counterpart in order of their numbers, each once. A file that is not whole, or whose number is
 * not the next one, waits: a later one could tell what an earlier one has still to explain. Each row has its result.
 */
export class FileArrivals {
  constructor(
    private readonly folder: ExchangeFolder,
    private readonly counterpart: CounterpartKey,
    private readonly ports: ArrivalPorts,
  ) {}

  /** @returns how many files were read */
  async take(): Promise<number> {
    let taken = 0;
    const files = (await this.folder.arrived()).map((file) => ({ ...file, ...this.partsOf(file) }));
    for (const file of files.sort((a, b) => a.number - b.number)) {
      if (!(await this.takeOne(file, file.type, file.number))) break;
      taken += 1;
    }
    return taken;
  }

  private partsOf({ name }: Arrived): { type: string; number: number } {
    const [, type = '', number = '0'] = fileName.exec(name) ?? [];
    return { type, number: Number(number) };
  }

  /** @returns false when this file, and with it all later ones, has to wait */
  private async takeOne(file: Arrived, type: string, number: number): Promise<boolean> {
    const { dispatches, logger } = this.ports;
    const last = await dispatches.lastArrival(this.counterpart);
    const fields = { ...this.counterpart, file: file.name, number, expected: last + 1 };
    if (number === 0) return this.refuse(file, 'UNKNOWN_FILE');
    if (!file.isWhole) {
      logger.warn(fields, 'file is not whole yet, or its checksum is wrong');
      return false;
    }
    // Read before: a counterpart that writes it again gets the same answer and no second effect.
    if (number <= last) return this.refuse(file, 'DUPLICATE_EVENT');
    if (number > last + 1) {
      logger.warn(fields, 'an earlier file is missing');
      return false;
    }
    const read = await this.read(file, type);
    const results = read ?? [];
    const refused = results.filter(({ code: reason }) => reason !== null).length;
    await dispatches.recordArrival(this.counterpart, {
      ...{ number, name: file.name, sha256: sha256(file.bytes), rows: results.length, refused },
    });
    if (read === null) return this.refuse(file, 'FILE_INVALID');
    await this.folder.putAway(file.name, 'processed', resultFile(results));
    logger.info({ ...fields, rows: results.length, refused }, 'file was read');
    return true;
  }

  /** The result of each row; null for a file without the columns of its kind. */
  private async read(file: Arrived, type: string): Promise<RowResult[] | null> {
    const table = parseCsv(file.bytes);
    if (table === null) return null;
    const { county, kind, code } = this.counterpart;
    if (type === 'statement') return this.takeStatement(file, table);
    if (!isExchangeType(type)) return null;
    const rows = readExchangeRows(type, { county, bank: kind === 'bank' ? code : null }, table);
    return rows === null ? null : this.store(`${file.name}/${sha256(file.bytes).slice(0, 12)}`, rows);
  }

  private async takeStatement(file: Arrived, table: string[][]): Promise<RowResult[] | null> {
    const read = readStatement(this.counterpart.kind, table);
    if (read === null) return null;
    const { statement, rows } = read;
    if (statement === null) return rows;
    const from = { ...this.counterpart, name: file.name, sha256: sha256(file.bytes) };
    const code = await codeOf(this.ports.storeStatement(statement, from));
    return rows.map(({ row }) => ({ row, code }));
  }

  private async refuse(file: Arrived, code: string): Promise<boolean> {
    this.ports.logger.warn({ ...this.counterpart, file: file.name, code }, 'file was refused');
    await this.folder.putAway(file.name, 'refused', resultFile([{ row: 1, code }]));
    return true;
  }

  /** Each row is a fact of its own with an id of its own, so that a file read twice after a crash has one effect. */
  private async store(file: string, rows: ExchangeRow[]): Promise<RowResult[]> {
    const { county, kind: side, code: bank } = this.counterpart;
    const source = side === 'bank' ? `bank:${county}:${bank}` : `treasury:${county}`;
    const results: RowResult[] = [];
    for (const { row, code, kind, subjectNo, payload } of rows) {
      if (code !== null) {
        results.push({ row, code });
        continue;
      }
      const entry = { source, eventId: `file/${file}/${row}`, kind, county, subjectNo, payload };
      results.push({ row, code: await codeOf(this.ports.storeInbox(entry)) });
    }
    return results;
  }
}

/** A refusal with a code is an answer to the row; anything else stops the file, which is read again. */
async function codeOf(stored: Promise<unknown>): Promise<string | null> {
  try {
    await stored;
    return null;
  } catch (error) {
    const { code, name } = error as { code?: string; name?: string };
    if (name === 'RefusedError' && code !== undefined) return code;
    throw error;
  }
}

const resultFile = (results: readonly RowResult[]): string =>
  formatCsv([['row', 'result'], ...results.map(({ row, code }) => [String(row), code ?? 'ACCEPTED'])]);
