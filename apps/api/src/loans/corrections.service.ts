import {
  correctionUpdates,
  loanWorkflowId,
  loanWorkflowType,
  taskQueues,
  type CommandReceipt,
  type CorrectionCommand,
} from '@bangdai/contracts';
import type { CorrectionBody } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { today } from '../clock.js';
import { CommandService } from '../engine/command.service.js';
import type { Command } from '../http/command.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** A bank feed that is wrong: the first of the bank's two people says so (lifecycle §9). */
@Injectable()
export class CorrectionsService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly commands: CommandService,
  ) {}

  /**
   * A settled loan has no running workflow: it is started as it stood, for this correction.
   * @throws RefusedError `NOT_FOUND`; EngineRefusal with the reason why it cannot be corrected so
   */
  async propose(
    { id: commandId, actor }: Command,
    loanId: string,
    { reason, ...correction }: CorrectionBody,
  ): Promise<CommandReceipt> {
    const { reads, intake, corrections } = this.persistence;
    const { stage, workflowId, county, loanNo, bank } = await reads.getLoan(actor, loanId, today());
    const payload: CorrectionCommand = { commandId, correction, reasonGiven: true, actor };
    const update = correctionUpdates.proposeCorrection;
    const texts = { reason };
    if (stage !== 'settled')
      return this.commands.sendNow({
        ...{ workflowId, subjectId: loanId, update, payload, texts },
        closedCode: 'LOAN_CLOSED',
      });
    await intake.storeCommandText(commandId, loanId, texts);
    const input = await corrections.startOfSettled(loanId);
    const start = {
      ...{ type: loanWorkflowType, workflowId: loanWorkflowId(county, loanNo), taskQueue: taskQueues.loan },
      again: true as const,
      ...{ input, attributes: { county, bank, place: input.place, stage } },
    };
    return this.commands.open(start, update, payload, `/v1/loans/${loanId}`);
  }
}
