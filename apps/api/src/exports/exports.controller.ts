import type { Actor } from '@bangdai/contracts';
import {
  ClaimQuery,
  LoanQuery,
  SettlementLineQuery,
  TaskQuery,
  type LoanQueryValue,
  type TaskQueryValue,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import type { Logger } from '@bangdai/platform';
import { Controller, Get, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { LOGGER, PERSISTENCE } from '../tokens.js';
import { claimColumns, loanColumns, settlementLineColumns, taskColumns } from './columns.js';
import { sheetOf } from './sheet.js';
import { allRows, exportPage, type Column } from './workbook.js';

/** Pages are walked here; where a reader begins is not a matter of the file. */
const whole = { limit: exportPage };

/** Lists as Excel files: all rows that the filters leave, within the person's place and bank, names masked as on screen. */
@Controller('v1/exports')
@Roles('readRecords')
export class ExportsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('loans')
  @Answers('导出贷款台账（XLSX）', 'File')
  async exportLoans(
    @ActorOf() actor: Actor,
    @Query({ schema: LoanQuery }) query: LoanQueryValue,
  ): Promise<StreamableFile> {
    const { reads } = this.persistence;
    const rows = await allRows((after) => reads.listLoans(actor, { ...query, ...whole, after }));
    return this.file(actor, '贷款台账', loanColumns, rows);
  }

  @Get('claims')
  @Answers('导出风险补偿（XLSX）', 'File')
  async exportClaims(
    @ActorOf() actor: Actor,
    @Query({ schema: ClaimQuery }) query: z.infer<typeof ClaimQuery>,
  ): Promise<StreamableFile> {
    const { reads } = this.persistence;
    const rows = await allRows((after) => reads.listClaims(actor, { ...query, ...whole, after }));
    return this.file(actor, '风险补偿', claimColumns, rows);
  }

  @Get('tasks')
  @Answers('导出待办（XLSX）', 'File')
  async exportTasks(
    @ActorOf() actor: Actor,
    @Query({ schema: TaskQuery }) query: TaskQueryValue,
  ): Promise<StreamableFile> {
    const { reads } = this.persistence;
    const on = today();
    const rows = await allRows((after) => reads.listTasks(actor, { ...query, ...whole, after }, on));
    return this.file(actor, '待办事项', taskColumns, rows);
  }

  @Get('settlements/:id/lines')
  @Answers('导出贴息明细（XLSX）', 'File')
  async exportLines(
    @ActorOf() actor: Actor,
    @Param('id', SubjectId) id: string,
    @Query({ schema: SettlementLineQuery }) query: z.infer<typeof SettlementLineQuery>,
  ): Promise<StreamableFile> {
    const { reads } = this.persistence;
    const { settlementNo } = await reads.getSettlement(actor, id, today());
    const rows = await allRows((after) =>
      reads.listSettlementLines(actor, id, { ...query, ...whole, after }),
    );
    return this.file(actor, `贴息明细 ${settlementNo}`, settlementLineColumns, rows);
  }

  private file<Row>(
    actor: Actor,
    title: string,
    columns: readonly Column<Row>[],
    rows: readonly Row[],
  ): Promise<StreamableFile> {
    return sheetOf(this.logger, actor, title, columns, rows);
  }
}
