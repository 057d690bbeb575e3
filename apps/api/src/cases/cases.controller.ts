import { loanWorkflowId, type Actor } from '@bangdai/contracts';
import {
  AsOfQuery,
  type CaseAsOf,
  type CaseEvent,
  type CaseFigure,
  type CaseFlow,
  type CaseNotice,
  type CaseReview,
  type ConsistencyCheck,
  type RawEvent,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { EngineService } from '../engine/engine.service.js';
import { ActorOf } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** One loan as a reviewer and a supervisor look at it. Only the last check asks the engine, and bears its silence. */
@Controller('v1/loans/:id')
@Roles('readRecords')
export class CasesController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly engine: EngineService,
  ) {}

  @Get('timeline')
  @Answers('全程记录：贷款及其补偿、追回，含条款、依据和等待时间', 'CaseEvents')
  getTimeline(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<CaseEvent[]> {
    return this.persistence.cases.timeline(actor, id);
  }

  @Get('timeline/:eventId/raw')
  @Roles('readRawEvents')
  @Answers('记录原文，含流程引擎的工作流和运行编号', 'RawEvent')
  getRawEvent(
    @ActorOf() actor: Actor,
    @Param('id', SubjectId) id: string,
    @Param('eventId') eventId: string,
  ): Promise<RawEvent> {
    return this.persistence.cases.rawEvent(actor, id, eventId);
  }

  @Get('flow')
  @Answers('流程图：已办、办理中、未到、跳过、未通过', 'CaseFlow')
  getFlow(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<CaseFlow> {
    return this.persistence.cases.flow(actor, id);
  }

  @Get('review')
  @Answers('逐条核对、下一步去向和变更', 'CaseReview')
  getReview(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<CaseReview> {
    return this.persistence.cases.review(actor, id, today());
  }

  @Get('figures')
  @Answers('各项数字的算式和分录', 'CaseFigures')
  getFigures(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<CaseFigure[]> {
    return this.persistence.cases.figures(actor, id);
  }

  @Get('notices')
  @Answers('通知及送达情况', 'CaseNotices')
  getNotices(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<CaseNotice[]> {
    return this.persistence.cases.notices(actor, id);
  }

  @Get('as-of')
  @Answers('某日日终所知的贷款状态', 'CaseAsOf')
  getAsOf(
    @ActorOf() actor: Actor,
    @Param('id', SubjectId) id: string,
    @Query({ schema: AsOfQuery }) { on }: z.infer<typeof AsOfQuery>,
  ): Promise<CaseAsOf> {
    return this.persistence.cases.asOf(actor, id, on, today());
  }

  @Get('consistency')
  @Answers('台账、会计账、银行对账单与流程引擎是否一致', 'ConsistencyChecks')
  async getConsistency(
    @ActorOf() actor: Actor,
    @Param('id', SubjectId) id: string,
  ): Promise<ConsistencyCheck[]> {
    const { county, loanNo, stage } = await this.persistence.reads.getLoan(actor, id, today());
    const checks = await this.persistence.cases.consistency(actor, id);
    return [...checks, engineCheck(stage, await this.engine.describe(loanWorkflowId(county, loanNo)))];
  }
}

const ended = new Set([
  'refused',
  'rejected',
  'withdrawn',
  'lapsed',
  'settled',
  'renewed',
  'converted',
  'closedLoss',
]);

/** A loan that lives has a workflow that runs; for one that is over the engine may have forgotten it. */
function engineCheck(
  stage: string,
  found: { status: string; events: number } | null | undefined,
): ConsistencyCheck {
  const check = (state: ConsistencyCheck['state'], detail: string): ConsistencyCheck => ({
    ...{ key: 'engine', title: '流程引擎', state, detail },
  });
  if (found === undefined) return check('unknown', '流程引擎未应答；办理记录不受影响');
  if (found === null)
    return ended.has(stage)
      ? check('agrees', '流程已结束，引擎记录已过保留期；办理记录完整保存在平台')
      : check('differs', '引擎中没有这笔贷款的流程，请系统管理员按台账恢复');
  const runs = found.status === 'RUNNING';
  if (runs !== ended.has(stage))
    return check('agrees', `${runs ? '流程运行中' : '流程已结束'}（${found.events} 个引擎事件）`);
  // A settled loan is kept a while for late feeds; that is no difference.
  return runs
    ? check('agrees', `台账已结束，流程等待收尾（${found.events} 个引擎事件）`)
    : check('differs', `流程已结束（${found.status}），台账仍为在办`);
}
