import type { Actor, CommandReceipt } from '@bangdai/contracts';
import {
  BulkDecisionRequest,
  DecisionRequest,
  TaskQuery,
  type BulkResult,
  type DecisionBody,
  type Page,
  type TaskCounts,
  type TaskDetail,
  type TaskQueryValue,
  type TaskRow,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';
import { BulkDecisionService } from './bulk-decision.service.js';
import { DecisionService } from './decision.service.js';

@Controller('v1/tasks')
export class TasksController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly decisions: DecisionService,
    private readonly bulkDecisions: BulkDecisionService,
  ) {}

  @Get()
  @Roles('readRecords')
  @Answers('待办列表', 'TaskPage')
  listTasks(
    @ActorOf() actor: Actor,
    @Query({ schema: TaskQuery }) query: TaskQueryValue,
  ): Promise<Page<TaskRow>> {
    return this.persistence.reads.listTasks(actor, query, today());
  }

  @Get('counts')
  @Roles('readRecords')
  @Answers('待办数量', 'TaskCounts')
  countTasks(@ActorOf() actor: Actor): Promise<TaskCounts> {
    return this.persistence.reads.countTasks(actor, today());
  }

  @Post('bulk-decision')
  @HttpCode(200)
  @Roles('decideTasks')
  @Answers('批量办理，逐项给出结果', 'BulkResult')
  decideBulk(
    @CommandOf() { actor, key }: Command,
    @Body({ schema: BulkDecisionRequest }) body: z.infer<typeof BulkDecisionRequest>,
  ): Promise<BulkResult> {
    const { taskIds, decision, opinion } = body;
    return this.bulkDecisions.decide({ actor, key, taskIds, decision, opinion });
  }

  @Get(':id')
  @Roles('readRecords')
  @Answers('待办详情', 'TaskDetail')
  getTask(@ActorOf() actor: Actor, @Param('id') id: string): Promise<TaskDetail> {
    return this.persistence.reads.getTask(actor, id, today());
  }

  @Post(':id/claim')
  @HttpCode(200)
  @Roles('decideTasks')
  @Answers('认领', 'TaskRow')
  claimTask(@CommandOf() { actor }: Command, @Param('id') id: string): Promise<TaskRow> {
    return this.persistence.reads.claimTask(actor, id);
  }

  @Post(':id/release')
  @HttpCode(200)
  @Roles('decideTasks')
  @Answers('退回认领', 'TaskRow')
  releaseTask(@CommandOf() { actor }: Command, @Param('id') id: string): Promise<TaskRow> {
    return this.persistence.reads.releaseTask(actor, id);
  }

  /** 202 when no worker answered in time: the decision is kept by the engine and carried out later. */
  @Post(':id/decision')
  @HttpCode(200)
  @Roles('decideTasks')
  @Answers('办理（同意、不同意、退回、完成）', 'CommandReceipt', { parked: true })
  async decideTask(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id') id: string,
    @Body({ schema: DecisionRequest }) body: DecisionBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CommandReceipt | { commandId: string }> {
    const outcome = await this.decisions.decide(actor, id, commandId, body);
    if (!outcome.parked) return outcome.receipt;
    response.status(202);
    return { commandId: outcome.commandId };
  }
}
