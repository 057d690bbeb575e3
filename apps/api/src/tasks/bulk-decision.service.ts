import type { Actor } from '@bangdai/contracts';
import { DecisionRequest, type BulkResult } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import type { Logger } from '@bangdai/platform';
import { Inject, Injectable } from '@nestjs/common';
import { commandIdOf } from '../http/command-id.js';
import { problemOf } from '../http/problem.js';
import { LOGGER, PERSISTENCE } from '../tokens.js';
import { DecisionService } from './decision.service.js';

type Row = BulkResult['results'][number];

export interface BulkDecision {
  actor: Actor;
  key: string;
  taskIds: string[];
  decision: string;
  opinion: string | undefined;
}

/** So many decisions are under way at once; more would only queue at the engine. */
const atOnce = 8;

/** Many like decisions: each task is a command of its own with its own answer, and one failure stops no other. */
@Injectable()
export class BulkDecisionService {
  constructor(
    private readonly decisions: DecisionService,
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws RefusedError `BULK_MIXED` before anything is decided */
  async decide(bulk: BulkDecision): Promise<BulkResult> {
    const taskIds = [...new Set(bulk.taskIds)];
    await this.persistence.reads.requireBatch(bulk.actor, taskIds);
    const results: Row[] = [];
    for (let at = 0; at < taskIds.length; at += atOnce) {
      const part = taskIds.slice(at, at + atOnce).map((taskId) => this.decideOne(bulk, taskId));
      results.push(...(await Promise.all(part)));
    }
    const count = (outcome: Row['outcome']) => results.filter((row) => row.outcome === outcome).length;
    return { results, done: count('done'), refused: count('refused'), failed: count('failed') };
  }

  private async decideOne(bulk: BulkDecision, taskId: string): Promise<Row> {
    const { actor, key, decision, opinion } = bulk;
    const commandId = commandIdOf(actor.id, 'bulk decision', `${key}:${taskId}`);
    try {
      const body = DecisionRequest.parse({ decision, opinion });
      const outcome = await this.decisions.decide(actor, taskId, commandId, body);
      return { taskId, outcome: 'done', code: null, detail: outcome.parked ? '已受理，稍后办理' : null };
    } catch (error) {
      return this.answerOf(error, bulk, taskId, commandId);
    }
  }

  private async answerOf(
    error: unknown,
    bulk: BulkDecision,
    taskId: string,
    commandId: string,
  ): Promise<Row> {
    const { code, detail, status } = problemOf(error, '');
    if (status >= 500) {
      this.logger.error({ err: error, taskId }, 'bulk decision failed');
      return { taskId, outcome: 'failed', code, detail };
    }
    await this.persistence.intake.storeRefusal(bulk.actor, commandId, taskId, 'bulk decision', code);
    return { taskId, outcome: 'refused', code, detail };
  }
}
