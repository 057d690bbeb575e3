import {
  clawbackUpdates,
  clawbackWorkflowId,
  clawbackWorkflowType,
  RefusedError,
  taskQueues,
  type CommandReceipt,
} from '@bangdai/contracts';
import type { ClawbackBody } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { today } from '../clock.js';
import { CommandService } from '../engine/command.service.js';
import { EngineRefusal } from '../engine/engine.errors.js';
import { EngineService } from '../engine/engine.service.js';
import type { Command } from '../http/command.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** Subsidy to be taken back: a case on one loan, then what happens to it beside its tasks (lifecycle §9). */
@Injectable()
export class ClawbacksService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly commands: CommandService,
    private readonly engine: EngineService,
  ) {}

  /** @throws RefusedError `NOT_FOUND` | `BAD_DATE` | `BAD_AMOUNT`; `NOTHING_TO_SETTLE` when no subsidy was paid for the nights */
  async open(
    { id: commandId, actor }: Command,
    loanId: string,
    { reason, ...opening }: ClawbackBody,
  ): Promise<{ caseId: string; caseNo: string }> {
    const { clawbacks, intake } = this.persistence;
    const input = await clawbacks.openCase({ ...opening, commandId, loanId }, actor);
    if (input === null) throw new RefusedError('NOTHING_TO_SETTLE');
    const { caseId, caseNo, county, bank, place } = input;
    await intake.storeCommandText(commandId, caseId, { reason });
    const start = {
      type: clawbackWorkflowType,
      workflowId: clawbackWorkflowId(county, caseNo),
      taskQueue: taskQueues.loan,
      input,
      attributes: { county, bank, place, stage: 'opened' },
    };
    await this.engine.start(start, 'DUPLICATE_EVENT').catch((error: unknown) => {
      // The same command, whose first answer was lost on the way.
      if (!(error instanceof EngineRefusal) || error.code !== 'DUPLICATE_EVENT') throw error;
    });
    return { caseId, caseNo };
  }

  async send(
    { id: commandId, actor }: Command,
    caseId: string,
    update: keyof typeof clawbackUpdates,
    payload: Record<string, unknown> = {},
    texts: Record<string, string> = {},
  ): Promise<CommandReceipt> {
    const { workflowId } = await this.persistence.reads.getClawback(actor, caseId, today());
    return this.commands.sendNow({
      ...{ workflowId, subjectId: caseId, update: clawbackUpdates[update], texts },
      payload: { ...payload, commandId, actor } as { commandId: string },
      closedCode: 'CHAIN_CLOSED',
    });
  }
}
