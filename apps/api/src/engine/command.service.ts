import { RefusedError, type CommandReceipt } from '@bangdai/contracts';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PERSISTENCE } from '../tokens.js';
import { NoAnswerError, accepted, noAnswer } from './engine.errors.js';
import { EngineService, type WorkflowToStart } from './engine.service.js';

/** One command to one workflow, ready to be sent. */
export interface WorkflowCommand {
  workflowId: string;
  /** Whom the texts belong to: loan, settlement or claim. */
  subjectId: string;
  update: string;
  payload: { commandId: string };
  /** Free texts; they stay in PostgreSQL under the command's id. */
  texts: Record<string, string | undefined>;
  /** Signal with the same payload, for commands that may wait for a worker. */
  fallbackSignal?: string;
  closedCode: string;
}

/** Accepted and carried out, or parked with the engine until a worker is there. */
export type CommandOutcome = { parked: false; receipt: CommandReceipt } | { parked: true; commandId: string };

/** Sends people's commands: texts first, then the Update; parks what may be parked when no worker answers. */
@Injectable()
export class CommandService {
  constructor(
    private readonly engine: EngineService,
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
  ) {}

  /** @throws EngineRefusal | RefusedError `ENGINE_UNAVAILABLE` */
  async send(command: WorkflowCommand): Promise<CommandOutcome> {
    await this.storeTexts(command);
    const { workflowId, update: name, payload, closedCode, fallbackSignal } = command;
    try {
      const receipt = await this.engine.update({ workflowId, name, command: payload, closedCode });
      return { parked: false, receipt: accepted(receipt) };
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      if (!fallbackSignal) throw noAnswer();
      await this.engine.signal(workflowId, fallbackSignal, payload, closedCode);
      return { parked: true, commandId: payload.commandId };
    }
  }

  /** As `send`, for commands that are never parked. */
  async sendNow(command: Omit<WorkflowCommand, 'fallbackSignal'>): Promise<CommandReceipt> {
    const outcome = await this.send(command);
    if (outcome.parked) throw new RefusedError('ENGINE_UNAVAILABLE');
    return outcome.receipt;
  }

  /** First command of a new workflow. `instance` is where a refused subject can be read. */
  async open(start: WorkflowToStart, name: string, command: { commandId: string }, instance: string) {
    try {
      const receipt = await this.engine.startWithUpdate(start, { name, command, closedCode: 'CHAIN_CLOSED' });
      return accepted(receipt, instance);
    } catch (error) {
      throw error instanceof NoAnswerError ? noAnswer() : error;
    }
  }

  private async storeTexts({ payload, subjectId, texts }: WorkflowCommand): Promise<void> {
    const given = Object.entries(texts).filter((entry): entry is [string, string] => Boolean(entry[1]));
    if (given.length === 0) return;
    await this.persistence.intake.storeCommandText(payload.commandId, subjectId, Object.fromEntries(given));
  }
}
