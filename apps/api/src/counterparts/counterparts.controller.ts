import { createHash } from 'node:crypto';
import { RefusedError, statementSource, textOf, type Actor } from '@bangdai/contracts';
import {
  CounterpartRequest,
  exchangeFiles,
  HandInRequest,
  readExchangeRows,
  readStatement,
  type CounterpartView,
  type ExchangeRow,
  type HandedInFile,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import type { UploadedFile } from '../http/api-request.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { AcceptsFile } from '../http/route-marks.js';
import { FileOf } from '../http/upload.interceptor.js';
import { readTables } from '../imports/read-table.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

const maxFileBytes = 10 * 1024 * 1024;

/** How banks and treasuries are reached, and the tables of those without a machine. */
@Controller('v1/counterparts')
export class CounterpartsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get()
  @Roles('readCounterparts')
  @Answers('对接方：方式、积压、线路状态', 'CounterpartViews')
  list(@ActorOf() actor: Actor): Promise<CounterpartView[]> {
    return this.persistence.counterparts.list(actor);
  }

  /** Holds from the next call on; what is under way ends by the way it began. */
  @Post(':county/:kind/:code')
  @HttpCode(200)
  @Roles('manageCounterparts')
  @Answers('设定对接方式（系统、文件、人工）', 'CounterpartView')
  change(
    @CommandOf() { actor }: Command,
    @Param('county') county: string,
    @Param('kind') kind: string,
    @Param('code') code: string,
    @Body({ schema: CounterpartRequest }) body: z.infer<typeof CounterpartRequest>,
  ): Promise<CounterpartView> {
    if (kind !== 'bank' && kind !== 'treasury') throw new RefusedError('NOT_FOUND');
    return this.persistence.counterparts.change(actor, { county, kind, code }, body);
  }

  /** Each row is a fact with an id made from the file's content: the same file again has no second effect. */
  @Post('files')
  @HttpCode(200)
  @Roles('handInFiles')
  @AcceptsFile(maxFileBytes)
  @Answers('报送文件（XLSX、CSV），逐行给出结果', 'HandedInFile', { multipart: true })
  async handIn(
    @CommandOf() { actor }: Command,
    @Body({ schema: HandInRequest }) { county, bank, type, sha256 }: z.infer<typeof HandInRequest>,
    @FileOf() file: UploadedFile,
  ): Promise<HandedInFile> {
    const sender = senderOf(
      actor,
      county,
      bank ?? null,
      type === 'statement' ? null : exchangeFiles[type].from,
    );
    await this.refuseMachine(sender);
    const digest = createHash('sha256').update(file.buffer).digest('hex');
    // A file that was changed or cut off on its way is none of the sender's.
    if (sha256 !== undefined && sha256.toLowerCase() !== digest) throw new RefusedError('FILE_INVALID');
    const [table] = await readTables(file.buffer);
    const texts = (table?.rows ?? []).map((row) => row.map(textOfCell));
    if (type === 'statement')
      return this.takeStatement(actor, sender, texts, { name: file.originalname, sha256: digest });
    const rows = readExchangeRows(type, sender, texts);
    if (rows === null) throw new RefusedError('FILE_INVALID');
    const results: HandedInFile['rows'] = [];
    for (const row of rows)
      results.push(await this.store(sender, `upload/${type}/${digest.slice(0, 16)}`, row));
    return answerOf(results);
  }

  /** A statement counts as a whole; the nightly comparison looks at it (reconciliation). */
  private async takeStatement(
    actor: Actor,
    { county, bank }: Sender,
    table: string[][],
    file: { name: string; sha256: string },
  ): Promise<HandedInFile> {
    const kind = bank === null ? 'treasury' : 'bank';
    const read = readStatement(kind, table);
    if (read === null) throw new RefusedError('FILE_INVALID');
    const of = { county, source: statementSource({ kind, code: bank ?? 'treasury' }) };
    if (read.statement !== null)
      await this.persistence.reconciliation.takeStatement(of, read.statement, { ...file, actor: actor.id });
    const rows = read.rows.map(({ row, code }) => ({
      row,
      code,
      detail: code === null ? null : textOf(code),
    }));
    return answerOf(rows);
  }

  /** What a machine reports is signed by it: nobody may speak for it by hand. @throws RefusedError `FORBIDDEN` */
  private async refuseMachine({ county, bank }: Sender): Promise<void> {
    const kind = bank === null ? 'treasury' : 'bank';
    const { adapter } = await this.persistence.counterparts.find(county, kind, bank ?? 'treasury');
    if (adapter === 'http') throw new RefusedError('FORBIDDEN');
  }

  private async store(
    { county, bank }: Sender,
    file: string,
    { row, code, kind, subjectNo, payload }: ExchangeRow,
  ): Promise<HandedInFile['rows'][number]> {
    if (code !== null) return { row, code, detail: textOf(code) };
    const source = bank === null ? `treasury:${county}` : `bank:${county}:${bank}`;
    const entry = { source, eventId: `${file}/${row}`, kind, county, subjectNo, payload };
    try {
      await this.persistence.intake.storeInbox(entry);
      return { row, code: null, detail: null };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      return { row, code: error.code, detail: textOf(error.code) };
    }
  }
}

interface Sender {
  county: string;
  /** Null for the treasury. */
  bank: string | null;
}

function answerOf(rows: HandedInFile['rows']): HandedInFile {
  const refused = rows.filter(({ code }) => code !== null).length;
  return { rows, accepted: rows.length - refused, refused };
}

/** A clerk hands in for the own house alone. @throws RefusedError `OUT_OF_JURISDICTION` | `WRONG_ROLE` */
function senderOf(
  actor: Actor,
  county: string,
  bank: string | null,
  from: 'bank' | 'treasury' | null,
): Sender {
  if (actor.county !== county) throw new RefusedError('OUT_OF_JURISDICTION');
  const house = actor.role === 'treasury' ? 'treasury' : 'bank';
  if (from !== null && from !== house) throw new RefusedError('WRONG_ROLE');
  if (house === 'treasury') return { county, bank: null };
  const own = actor.bank ?? bank;
  if (own === null || (actor.bank !== null && bank !== null && actor.bank !== bank))
    throw new RefusedError('OUT_OF_JURISDICTION');
  return { county, bank: own };
}

/** Cells of a workbook may be numbers or days; amounts get their two decimals back. */
function textOfCell(cell: unknown): string {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return cell === null || cell === undefined ? '' : String(cell).trim();
}
