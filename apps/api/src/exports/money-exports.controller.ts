import type { Actor } from '@bangdai/contracts';
import {
  accountTitle,
  BudgetQuery,
  ClawbackQuery,
  LedgerQuery,
  ReconciliationCaseQuery,
  StatementQuery,
  TrialBalanceQuery,
  type LedgerQueryValue,
  type ReconciliationCaseQueryValue,
  type StatementQueryValue,
  type TrialBalanceQueryValue,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import type { Logger } from '@bangdai/platform';
import { Controller, Get, Inject, Param, Query, type StreamableFile } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { LOGGER, PERSISTENCE } from '../tokens.js';
import {
  budgetColumns,
  clawbackColumns,
  entryColumns,
  fundMovementColumns,
  reconciliationColumns,
  statementColumns,
  trialBalanceColumns,
} from './money-columns.js';
import { sheetOf } from './sheet.js';
import { allRows, exportPage } from './workbook.js';

const whole = { limit: exportPage };

/** The books and what concerns money as Excel files, by the same filters and rights as their screens. */
@Controller('v1/exports')
@Roles('readBooks')
export class MoneyExportsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('trial-balance')
  @Answers('导出科目余额表（XLSX）', 'File')
  async exportTrialBalance(
    @ActorOf() actor: Actor,
    @Query({ schema: TrialBalanceQuery }) query: TrialBalanceQueryValue,
  ): Promise<StreamableFile> {
    const { countyName, on, rows } = await this.persistence.books.trialBalance(actor, query, today());
    return sheetOf(this.logger, actor, `科目余额表 ${countyName} 截至${on}`, trialBalanceColumns, rows);
  }

  @Get('statement')
  @Answers('导出账户明细账（XLSX）', 'File')
  async exportStatement(
    @ActorOf() actor: Actor,
    @Query({ schema: StatementQuery }) query: StatementQueryValue,
  ): Promise<StreamableFile> {
    const { books } = this.persistence;
    const rows = await allRows((after) => books.statement(actor, { ...query, ...whole, after }));
    return sheetOf(this.logger, actor, `明细账 ${accountTitle(query.account)}`, statementColumns, rows);
  }

  @Get('entries')
  @Roles('readRecords')
  @Answers('导出会计分录（XLSX）', 'File')
  async exportEntries(
    @ActorOf() actor: Actor,
    @Query({ schema: LedgerQuery }) query: LedgerQueryValue,
  ): Promise<StreamableFile> {
    const { reads } = this.persistence;
    const rows = await allRows((after) => reads.listLedger(actor, { ...query, ...whole, after }));
    return sheetOf(this.logger, actor, '会计分录', entryColumns, rows);
  }

  @Get('funds/:id/movements')
  @Roles('readRecords')
  @Answers('导出补偿金专户收支（XLSX）', 'File')
  async exportMovements(
    @ActorOf() actor: Actor,
    @Param('id', SubjectId) id: string,
  ): Promise<StreamableFile> {
    const { funds } = this.persistence;
    const { countyName, bankName } = await funds.get(actor, id, today());
    const rows = await allRows((after) =>
      funds.listMovements(actor, id, { ...whole, ...(after === undefined ? {} : { after }) }),
    );
    const title = `补偿金收支 ${countyName} ${bankName}`;
    return sheetOf(this.logger, actor, title, fundMovementColumns, rows);
  }

  @Get('clawbacks')
  @Roles('readRecords')
  @Answers('导出贴息追回（XLSX）', 'File')
  async exportClawbacks(
    @ActorOf() actor: Actor,
    @Query({ schema: ClawbackQuery }) query: z.infer<typeof ClawbackQuery>,
  ): Promise<StreamableFile> {
    const { reads } = this.persistence;
    const rows = await allRows((after) => reads.listClawbacks(actor, { ...query, ...whole, after }));
    return sheetOf(this.logger, actor, '贴息追回', clawbackColumns, rows);
  }

  @Get('reconciliation-cases')
  @Roles('readRecords')
  @Answers('导出对账差异（XLSX）', 'File')
  async exportCases(
    @ActorOf() actor: Actor,
    @Query({ schema: ReconciliationCaseQuery }) query: ReconciliationCaseQueryValue,
  ): Promise<StreamableFile> {
    const { reconciliationReads: cases } = this.persistence;
    const rows = await allRows((after) => cases.listCases(actor, { ...query, ...whole, after }));
    return sheetOf(this.logger, actor, '对账差异', reconciliationColumns, rows);
  }

  @Get('budgets')
  @Roles('readRecords')
  @Answers('导出贴息预算（XLSX）', 'File')
  async exportBudgets(
    @ActorOf() actor: Actor,
    @Query({ schema: BudgetQuery }) query: z.infer<typeof BudgetQuery>,
  ): Promise<StreamableFile> {
    const rows = await this.persistence.budgets.list(actor, query);
    return sheetOf(this.logger, actor, '贴息预算', budgetColumns, rows);
  }
}
