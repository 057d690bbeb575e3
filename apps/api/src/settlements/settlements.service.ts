import {
  RefusedError,
  settlementWorkflowId,
  settlementWorkflowType,
  taskQueues,
  type SettlementStart,
} from '@bangdai/contracts';
import { Injectable } from '@nestjs/common';
import { today } from '../clock.js';
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

  /**
   * A quarter is opened on its settlement day or later: before it, the nights to come are not known.
   * @throws RefusedError `BAD_DATE` | EngineRefusal `SETTLEMENT_EXISTS`
   */
  async open(
    { actor }: Command,
    { county, bank, settleOn }: { county: string; bank: string; settleOn: string },
  ): Promise<SettlementOpening> {
    if (actor.county !== county) throw new RefusedError('FORBIDDEN');
    if (actor.bank !== null && actor.bank !== bank) throw new RefusedError('FORBIDDEN');
    if (settleOn > today()) throw new RefusedError('BAD_DATE');
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
