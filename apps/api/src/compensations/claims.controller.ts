import type { Actor, CommandReceipt } from '@bangdai/contracts';
import {
  ClaimQuery,
  ClaimRequest,
  InsuranceRequest,
  ReasonRequest,
  type ClaimDetail,
  type ClaimRow,
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
import { CompensationsService, type ClaimAnswer } from './compensations.service.js';

@Controller('v1')
@Roles('readRecords')
export class ClaimsController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly compensations: CompensationsService,
  ) {}

  @Post('loans/:id/claims')
  @Roles('fileClaims')
  @Answers('提出风险补偿申请', 'ClaimAnswer', { status: 201 })
  submitClaim(
    @CommandOf() command: Command,
    @Param('id', SubjectId) loanId: string,
    @Body({ schema: ClaimRequest }) body: z.infer<typeof ClaimRequest>,
  ): Promise<ClaimAnswer> {
    return this.compensations.fileClaim(command, loanId, body);
  }

  @Get('claims')
  @Answers('风险补偿列表', 'ClaimPage')
  listClaims(
    @ActorOf() actor: Actor,
    @Query({ schema: ClaimQuery }) query: z.infer<typeof ClaimQuery>,
  ): Promise<Page<ClaimRow>> {
    return this.persistence.reads.listClaims(actor, query);
  }

  @Get('claims/:id')
  @Answers('风险补偿详情', 'ClaimDetail')
  getClaim(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<ClaimDetail> {
    return this.persistence.reads.getClaim(actor, id, today());
  }

  @Post('claims/:id/insurance')
  @HttpCode(202)
  @Roles('reportInsurance')
  @Answers('登记保险理赔结果', 'Accepted', { status: 202 })
  reportInsurance(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: InsuranceRequest }) body: z.infer<typeof InsuranceRequest>,
  ): Promise<{ inboxId: string }> {
    return this.compensations.reportInsurance(command, id, body);
  }

  @Post('claims/:id/close-recovery')
  @HttpCode(200)
  @Roles('closeRecoveries')
  @Answers('结束追偿', 'CommandReceipt')
  closeRecovery(
    @CommandOf() command: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: ReasonRequest }) { reason }: z.infer<typeof ReasonRequest>,
  ): Promise<CommandReceipt> {
    return this.compensations.closeRecovery(command, id, reason);
  }
}
