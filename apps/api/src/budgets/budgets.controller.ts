import type { Actor } from '@bangdai/contracts';
import {
  BudgetEntryRequest,
  BudgetForecastQuery,
  BudgetQuery,
  type BudgetForecast,
  type BudgetView,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** The county's money for subsidies: planned and arrived as finance records them, spent as the treasury confirms it. */
@Controller('v1/budgets')
@Roles('readRecords')
export class BudgetsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get()
  @Answers('贴息资金预算：计划、到位、支出', 'BudgetViews')
  listBudgets(
    @ActorOf() actor: Actor,
    @Query({ schema: BudgetQuery }) query: z.infer<typeof BudgetQuery>,
  ): Promise<BudgetView[]> {
    return this.persistence.budgets.list(actor, query);
  }

  @Get('forecast')
  @Answers('贴息资金测算：按发放年度，余额 × 贴息率 × 季度数 / 4', 'BudgetForecast')
  forecast(
    @ActorOf() actor: Actor,
    @Query({ schema: BudgetForecastQuery }) query: z.infer<typeof BudgetForecastQuery>,
  ): Promise<BudgetForecast> {
    return this.persistence.budgets.forecast(actor, query);
  }

  @Post('entries')
  @Roles('recordBudgets')
  @Answers('登记预算计划或到位资金', 'BudgetView', { status: 201 })
  record(
    @CommandOf() { id, actor }: Command,
    @Body({ schema: BudgetEntryRequest }) body: z.infer<typeof BudgetEntryRequest>,
  ): Promise<BudgetView> {
    return this.persistence.budgets.record(actor, id, body);
  }
}
