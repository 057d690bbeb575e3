import type { Actor, CommandReceipt } from '@bangdai/contracts';
import {
  MendedAccountRequest,
  ObjectionAnswerRequest,
  ReasonRequest,
  SettlementLinesRequest,
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
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
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

  /** Reviewers exclude single lines; towns settle what is disputed; finance and bank report what an account refused. */
  @Post(':id/lines')
  @HttpCode(200)
  @Roles('settleLines')
  @Answers('处理单笔明细：剔除、认可平台或银行数、留待下期、入账失败', 'CommandReceipt')
  settleLines(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: SettlementLinesRequest }) body: z.infer<typeof SettlementLinesRequest>,
  ): Promise<CommandReceipt> {
    return this.settlements.settleLines(command, id, body);
  }

  @Post(':id/accounts')
  @HttpCode(200)
  @Roles('mendAccounts')
  @Answers('更正入账失败的收款账户', 'CommandReceipt')
  mendAccount(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: MendedAccountRequest }) body: z.infer<typeof MendedAccountRequest>,
  ): Promise<CommandReceipt> {
    return this.settlements.mendAccount(command, id, body);
  }

  @Post(':id/objections')
  @HttpCode(200)
  @Roles('raiseObjections')
  @Answers('公示期提出异议；公示期后登记为投诉', 'CommandReceipt')
  raiseObjection(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ReasonRequest }) { reason }: z.infer<typeof ReasonRequest>,
  ): Promise<CommandReceipt> {
    return this.settlements.object(command, id, reason);
  }

  @Post(':id/objections/answer')
  @HttpCode(200)
  @Roles('answerObjections')
  @Answers('答复异议', 'CommandReceipt')
  answerObjection(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ObjectionAnswerRequest }) body: z.infer<typeof ObjectionAnswerRequest>,
  ): Promise<CommandReceipt> {
    return this.settlements.answerObjection(command, id, body);
  }
}
