import {
  reconciliationWorkflowId,
  reconciliationWorkflowType,
  RefusedError,
  taskQueues,
  type Actor,
} from '@bangdai/contracts';
import {
  CaseNoteRequest,
  ReconciliationCaseQuery,
  ReconciliationRunRequest,
  type Page,
  type ReconciliationCaseDetail,
  type ReconciliationCaseQueryValue,
  type ReconciliationCaseRow,
  type ReconciliationRunRow,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { NoAnswerError, noAnswer } from '../engine/engine.errors.js';
import { EngineService } from '../engine/engine.service.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** Differences between the platform's books and those of banks and treasury; found each night, settled by people. */
@Controller('v1/reconciliation')
@Roles('readRecords')
export class ReconciliationController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly engine: EngineService,
  ) {}

  @Get('cases')
  @Answers('对账差异', 'ReconciliationCasePage')
  listCases(
    @ActorOf() actor: Actor,
    @Query({ schema: ReconciliationCaseQuery }) query: ReconciliationCaseQueryValue,
  ): Promise<Page<ReconciliationCaseRow>> {
    return this.persistence.reconciliationReads.listCases(actor, query);
  }

  @Get('cases/:id')
  @Answers('对账差异详情', 'ReconciliationCase')
  getCase(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<ReconciliationCaseDetail> {
    return this.persistence.reconciliationReads.getCase(actor, id);
  }

  @Post('cases/:id/notes')
  @HttpCode(200)
  @Roles('reconcile')
  @Answers('登记核对情况，可同时办结', 'ReconciliationCase')
  addNote(
    @CommandOf() { actor, id: commandId }: Command,
    @Param('id', SubjectId) caseId: string,
    @Body({ schema: CaseNoteRequest }) note: z.infer<typeof CaseNoteRequest>,
  ): Promise<ReconciliationCaseDetail> {
    return this.persistence.reconciliationReads.addNote(actor, commandId, caseId, note);
  }

  @Get('runs')
  @Answers('每晚对账记录', 'ReconciliationRuns')
  listRuns(@ActorOf() actor: Actor): Promise<ReconciliationRunRow[]> {
    return this.persistence.reconciliationReads.listRuns(actor);
  }

  /** Once more today, beside the Schedule; each command is a run of its own. */
  @Post('runs')
  @HttpCode(202)
  @Roles('runReconciliations')
  @Answers('立即对账', 'ReconciliationStarted', { status: 202 })
  async run(
    @CommandOf() { actor, id }: Command,
    @Body({ schema: ReconciliationRunRequest }) { county }: z.infer<typeof ReconciliationRunRequest>,
  ): Promise<{ workflowId: string }> {
    if (actor.county !== county) throw new RefusedError('FORBIDDEN');
    const workflowId = `${reconciliationWorkflowId(county, today())}/${id}`;
    const start = {
      ...{ type: reconciliationWorkflowType, workflowId, taskQueue: taskQueues.programme },
      input: { county, on: today() },
      attributes: { county, bank: '', place: '', stage: 'running' },
    };
    await this.engine.start(start, 'IDEMPOTENCY_IN_PROGRESS').catch((error: unknown) => {
      throw error instanceof NoAnswerError ? noAnswer() : error;
    });
    return { workflowId };
  }
}
