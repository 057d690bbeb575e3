import type { Actor } from '@bangdai/contracts';
import {
  SettlementLineQuery,
  SettlementQuery,
  SettlementRequest,
  type HistoryRow,
  type Page,
  type SettlementDetail,
  type SettlementLineRow,
  type SettlementRow,
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
import { SettlementsService, type SettlementOpening } from './settlements.service.js';

@Controller('v1/settlements')
@Roles('readRecords')
export class SettlementsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly settlements: SettlementsService,
  ) {}

  @Get()
  @Answers('贴息结算列表', 'SettlementPage')
  listSettlements(
    @ActorOf() actor: Actor,
    @Query({ schema: SettlementQuery }) query: z.infer<typeof SettlementQuery>,
  ): Promise<Page<SettlementRow>> {
    return this.persistence.reads.listSettlements(actor, query);
  }

  /** The engine has it; the settlement appears in the list when its lines are collected. */
  @Post()
  @Roles('openSettlements')
  @Answers('开启一期贴息结算', 'SettlementOpening', { status: 201 })
  openSettlement(
    @CommandOf() command: Command,
    @Body({ schema: SettlementRequest }) body: z.infer<typeof SettlementRequest>,
  ): Promise<SettlementOpening> {
    return this.settlements.open(command, body);
  }

  @Get(':id')
  @Answers('贴息结算详情', 'SettlementDetail')
  getSettlement(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<SettlementDetail> {
    return this.persistence.reads.getSettlement(actor, id, today());
  }

  @Get(':id/lines')
  @Answers('贴息明细', 'SettlementLinePage')
  listLines(
    @ActorOf() actor: Actor,
    @Param('id', SubjectId) id: string,
    @Query({ schema: SettlementLineQuery }) query: z.infer<typeof SettlementLineQuery>,
  ): Promise<Page<SettlementLineRow>> {
    return this.persistence.reads.listSettlementLines(actor, id, query);
  }

  @Get(':id/history')
  @Answers('结算办理过程', 'HistoryRows')
  getHistory(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<HistoryRow[]> {
    return this.persistence.reads.getSettlementHistory(actor, id);
  }
}
