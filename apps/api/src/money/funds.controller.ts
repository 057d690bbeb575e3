import type { Actor } from '@bangdai/contracts';
import {
  FundEntryRequest,
  FundMovementQuery,
  type FundDetail,
  type FundEntryBody,
  type FundEntryRow,
  type FundMovementRow,
  type FundView,
  type Page,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** Funds: what lies there and what moved it. Money that arrived is recorded by one person and confirmed by another's task. */
@Controller('v1/funds')
@Roles('readRecords')
export class FundsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get()
  @Answers('风险补偿金', 'FundViews')
  listFunds(@ActorOf() actor: Actor): Promise<FundView[]> {
    return this.persistence.funds.list(actor, today());
  }

  @Get(':id')
  @Answers('风险补偿金专户', 'FundDetail')
  getFund(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<FundDetail> {
    return this.persistence.funds.get(actor, id, today());
  }

  @Get(':id/movements')
  @Answers('专户收支明细', 'FundMovementPage')
  listMovements(
    @ActorOf() actor: Actor,
    @Param('id', SubjectId) id: string,
    @Query({ schema: FundMovementQuery }) query: z.infer<typeof FundMovementQuery>,
  ): Promise<Page<FundMovementRow>> {
    return this.persistence.funds.listMovements(actor, id, query);
  }

  @Post(':id/entries')
  @Roles('recordFundEntries')
  @Answers('登记专户到账（存入、利息）', 'FundEntryRow', { status: 201 })
  recordEntry(
    @CommandOf() { id: commandId, actor }: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: FundEntryRequest }) body: FundEntryBody,
  ): Promise<FundEntryRow> {
    return this.persistence.funds.recordEntry(actor, id, commandId, body);
  }
}
