import type { CounterpartKey, DispatchStore, InboxEntry } from '@bangdai/contracts';
import { isExchangeType, readExchangeRows, type ExchangeRow } from '@bangdai/contracts/http';
import type { Logger } from '@bangdai/platform';
import { formatCsv, parseCsv } from './csv.js';
import { sha256, type ExchangeFolder } from './exchange-folder.js';

export interface ArrivalPorts {
  dispatches: DispatchStore;
  /** @throws an error with a `code` for a fact that concerns nobody here */
  storeInbox: (entry: Omit<InboxEntry, 'id' | 'receivedAt'>) => Promise<unknown>;
  logger: Logger;
}

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
    const table = parseCsv(file.bytes);
    const { county, kind, code } = this.counterpart;
    const bank = kind === 'bank' ? code : null;
    const rows =
      table !== null && isExchangeType(type) ? readExchangeRows(type, { county, bank }, table) : null;
    const results =
      rows === null ? [] : await this.store(`${file.name}/${sha256(file.bytes).slice(0, 12)}`, rows);
    const refused = results.filter(({ code: reason }) => reason !== null).length;
    await dispatches.recordArrival(this.counterpart, {
      ...{ number, name: file.name, sha256: sha256(file.bytes), rows: results.length, refused },
    });
    if (rows === null) return this.refuse(file, 'FILE_INVALID');
    await this.folder.putAway(file.name, 'processed', resultFile(results));
    logger.info({ ...fields, rows: results.length, refused }, 'file was read');
    return true;
  }

  private async refuse(file: Arrived, code: string): Promise<boolean> {
    this.ports.logger.warn({ ...this.counterpart, file: file.name, code }, 'file was refused');
    await this.folder.putAway(file.name, 'refused', resultFile([{ row: 1, code }]));
    return true;
  }

  /** Each row is a fact of its own with an id of its own, so that a file read twice after a crash has one effect. */
  private async store(file: string, rows: ExchangeRow[]): Promise<{ row: number; code: string | null }[]> {
    const { county, kind: side, code: bank } = this.counterpart;
    const source = side === 'bank' ? `bank:${county}:${bank}` : `treasury:${county}`;
    const results: { row: number; code: string | null }[] = [];
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

const resultFile = (results: readonly { row: number; code: string | null }[]): string =>
  formatCsv([['row', 'result'], ...results.map(({ row, code }) => [String(row), code ?? 'ACCEPTED'])]);
