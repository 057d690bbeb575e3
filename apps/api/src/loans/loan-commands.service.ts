import { loanUpdates, type Actor, type CommandReceipt } from '@bangdai/contracts';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { today } from '../clock.js';
import { CommandService } from '../engine/command.service.js';
import type { Command } from '../http/command.decorator.js';
import { PERSISTENCE } from '../tokens.js';

export interface LoanCommand {
  update: keyof typeof loanUpdates;
  /** The payload beside command id and actor. */
  payload?: Record<string, unknown>;
  texts?: Record<string, string | undefined>;
}

/** Sends a command to the workflow of one loan that the actor may see. */
@Injectable()
export class LoanCommandsService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly commands: CommandService,
  ) {}

  /** @throws RefusedError `NOT_FOUND` for a loan outside the actor's place, bank or county */
  async send(
    { id: commandId, actor }: Command,
    loanId: string,
    command: LoanCommand,
  ): Promise<CommandReceipt> {
    const workflowId = await this.workflowOf(actor, loanId);
    const payload = { ...command.payload, commandId, actor };
    return this.commands.sendNow({
      workflowId,
      subjectId: loanId,
      update: loanUpdates[command.update],
      payload,
      texts: command.texts ?? {},
      closedCode: 'LOAN_CLOSED',
    });
  }

  private async workflowOf(actor: Actor, loanId: string): Promise<string> {
    const { workflowId } = await this.persistence.reads.getLoan(actor, loanId, today());
    return workflowId;
  }
}
