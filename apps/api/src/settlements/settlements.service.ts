import {
  RefusedError,
  settlementWorkflowId,
  settlementWorkflowType,
  taskQueues,
  type SettlementStart,
} from '@bangdai/contracts';
import { Injectable } from '@nestjs/common';
import { NoAnswerError, noAnswer } from '../engine/engine.errors.js';
import { EngineService } from '../engine/engine.service.js';
import type { Command } from '../http/command.decorator.js';

export interface SettlementOpening {
  workflowId: string;
  county: string;
  bank: string;
  settleOn: string;
}

/** Opens a quarter's subsidy settlement by hand; a Schedule does the same on the settlement day. */
@Injectable()
export class SettlementsService {
  constructor(private readonly engine: EngineService) {}

  /** @throws EngineRefusal `SETTLEMENT_EXISTS` */
  async open(
    { actor }: Command,
    { county, bank, settleOn }: { county: string; bank: string; settleOn: string },
  ): Promise<SettlementOpening> {
    if (actor.county !== county) throw new RefusedError('FORBIDDEN');
    if (actor.bank !== null && actor.bank !== bank) throw new RefusedError('FORBIDDEN');
    const workflowId = settlementWorkflowId(county, bank, settleOn);
    const input: SettlementStart = { county, bank, settleOn, openedBy: actor.id };
    const attributes = { county, bank, place: '', stage: 'collecting' };
    const start = {
      type: settlementWorkflowType,
      workflowId,
      taskQueue: taskQueues.programme,
      input,
      attributes,
    };
    try {
      await this.engine.start(start, 'SETTLEMENT_EXISTS');
    } catch (error) {
      throw error instanceof NoAnswerError ? noAnswer() : error;
    }
    return { workflowId, county, bank, settleOn };
  }
}
