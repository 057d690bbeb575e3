import {
  RefusedError,
  settlementUpdates,
  settlementWorkflowId,
  settlementWorkflowType,
  taskQueues,
  type CommandReceipt,
  type SettlementStart,
} from '@bangdai/contracts';
import type { MendedAccountRequest, SettlementLinesRequest } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { today } from '../clock.js';
import { NoAnswerError, noAnswer } from '../engine/engine.errors.js';
import { CommandService } from '../engine/command.service.js';
import { EngineService } from '../engine/engine.service.js';
import type { Command } from '../http/command.decorator.js';
import { PERSISTENCE } from '../tokens.js';

export interface SettlementOpening {
  workflowId: string;
  county: string;
  bank: string;
  settleOn: string;
}

interface SettlementCommand {
  update: keyof typeof settlementUpdates;
  payload: Record<string, unknown>;
  texts?: Record<string, string | undefined>;
}

/** Commands on a settlement. It opens a quarter's by hand; a Schedule does the same on the settlement day. */
@Injectable()
export class SettlementsService {
  constructor(
    private readonly engine: EngineService,
    private readonly commands: CommandService,
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
  ) {}

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

  /** @throws RefusedError `NOT_FOUND` for a settlement outside the actor's county or bank, and what the workflow refuses */
  settleLines(
    command: Command,
    id: string,
    { action, loanNos, reason, figuresHash }: z.infer<typeof SettlementLinesRequest>,
  ): Promise<CommandReceipt> {
    const { place } = command.actor;
    const payload = { action, loanNos, place, reasonGiven: Boolean(reason?.trim()), figuresHash };
    return this.send(command, id, { update: 'settleLines', payload, texts: { reason } }, action === 'failed');
  }

  /** The account is stored first; it travels to no workflow. */
  async mendAccount(
    command: Command,
    id: string,
    { loanNo, account }: z.infer<typeof MendedAccountRequest>,
  ): Promise<CommandReceipt> {
    await this.persistence.intake.correctAccount(command.actor, id, loanNo, account);
    const { place } = command.actor;
    const payload = { action: 'mended', loanNos: [loanNo], place, reasonGiven: false, figuresHash: null };
    return this.send(command, id, { update: 'settleLines', payload });
  }

  object(command: Command, id: string, reason: string): Promise<CommandReceipt> {
    const payload = { reasonGiven: true };
    return this.send(command, id, { update: 'raiseObjection', payload, texts: { reason } });
  }

  answerObjection(
    command: Command,
    id: string,
    { founded, reason }: { founded: boolean; reason: string },
  ): Promise<CommandReceipt> {
    const payload = { founded, reasonGiven: true };
    return this.send(command, id, { update: 'answerObjection', payload, texts: { reason } });
  }

  /** @param reopens a settlement that is closed is started again as it was left, for this command */
  private async send(
    { id: commandId, actor }: Command,
    settlementId: string,
    { update, payload, texts = {} }: SettlementCommand,
    reopens = false,
  ): Promise<CommandReceipt> {
    const { reads, intake } = this.persistence;
    const detail = await reads.getSettlement(actor, settlementId, today());
    const { workflowId, county, bank, settleOn, stage } = detail;
    const sent = { ...payload, commandId, actor };
    const name = settlementUpdates[update];
    if (!reopens || stage !== 'closed')
      return this.commands.sendNow({
        ...{ workflowId, subjectId: settlementId, update: name, texts },
        ...{ payload: sent, closedCode: 'CHAIN_CLOSED' },
      });
    await intake.storeCommandText(commandId, settlementId, { reason: texts['reason'] ?? '' });
    const input: SettlementStart = { county, bank, settleOn, openedBy: actor.id, reopened: true };
    const start = {
      ...{ type: settlementWorkflowType, workflowId, taskQueue: taskQueues.programme, input },
      ...{ again: true as const, attributes: { county, bank, place: '', stage } },
    };
    return this.commands.open(start, name, sent, `/v1/settlements/${settlementId}`);
  }
}
