import type { Actor, CommandReceipt } from '@bangdai/contracts';
import {
  ClawbackQuery,
  ClawbackRepaidRequest,
  ClawbackRequest,
  ReasonRequest,
  type ClawbackBody,
  type ClawbackDetail,
  type ClawbackRow,
  type Page,
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
import { ClawbacksService } from './clawbacks.service.js';

@Controller('v1')
@Roles('readRecords')
export class ClawbacksController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly clawbacks: ClawbacksService,
  ) {}

  /** The amount is figured from what was paid for the nights; office and finance agree on it by their tasks. */
  @Post('loans/:id/clawbacks')
  @Roles('openClawbacks')
  @Answers('贴息追回立案', 'ClawbackAnswer', { status: 201 })
  openClawback(
    @CommandOf() command: Command,
    @Param('id', SubjectId) loanId: string,
    @Body({ schema: ClawbackRequest }) body: ClawbackBody,
  ): Promise<{ caseId: string; caseNo: string }> {
    return this.clawbacks.open(command, loanId, body);
  }

  @Get('clawbacks')
  @Answers('贴息追回列表', 'ClawbackPage')
  listClawbacks(
    @ActorOf() actor: Actor,
    @Query({ schema: ClawbackQuery }) query: z.infer<typeof ClawbackQuery>,
  ): Promise<Page<ClawbackRow>> {
    return this.persistence.reads.listClawbacks(actor, query);
  }

  @Get('clawbacks/:id')
  @Answers('贴息追回案件', 'ClawbackDetail')
  getClawback(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<ClawbackDetail> {
    return this.persistence.reads.getClawback(actor, id, today());
  }

  @Post('clawbacks/:id/repayments')
  @HttpCode(200)
  @Roles('receiveClawbacks')
  @Answers('登记追回款到账', 'CommandReceipt')
  recordRepaid(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ClawbackRepaidRequest }) body: z.infer<typeof ClawbackRepaidRequest>,
  ): Promise<CommandReceipt> {
    return this.clawbacks.send(command, id, 'recordRepaid', body);
  }

  @Post('clawbacks/:id/set-off')
  @HttpCode(200)
  @Roles('setOffClawbacks')
  @Answers('从后续贴息中抵扣', 'CommandReceipt')
  orderSetOff(@CommandOf() command: Command, @Param('id', SubjectId) id: string): Promise<CommandReceipt> {
    return this.clawbacks.send(command, id, 'orderSetOff');
  }

  /** A note on the case: the amount stands until changed. */
  @Post('clawbacks/:id/appeals')
  @HttpCode(200)
  @Roles('appealClawbacks')
  @Answers('登记申诉', 'CommandReceipt')
  noteAppeal(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ReasonRequest }) { reason }: z.infer<typeof ReasonRequest>,
  ): Promise<CommandReceipt> {
    return this.clawbacks.send(command, id, 'noteAppeal', { reasonGiven: true }, { reason });
  }
}
