import {
  compensationUpdates,
  compensationWorkflowId,
  compensationWorkflowType,
  taskQueues,
  type ClaimCommand,
  type CloseRecoveryCommand,
  type CommandReceipt,
} from '@bangdai/contracts';
import type { NewClaim } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { today } from '../clock.js';
import { CommandService } from '../engine/command.service.js';
import type { Command } from '../http/command.decorator.js';
import { PERSISTENCE } from '../tokens.js';

export interface ClaimAnswer extends CommandReceipt {
  claimId: string;
  claimNo: string;
}

/** Risk compensation: a claim with its proofs, the insurer's answer, the end of the pursuit. */
@Injectable()
export class CompensationsService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly commands: CommandService,
  ) {}

  /** @throws RefusedError `CLAIM_EXISTS`; EngineRefusal with the reason of lifecycle §5 */
  async fileClaim(
    { id: commandId, actor }: Command,
    loanId: string,
    claim: NewClaim & { filedOn?: string | undefined },
  ): Promise<ClaimAnswer> {
    const { filedOn = today(), ...filed } = claim;
    const input = await this.persistence.intake.storeClaim(actor, commandId, loanId, filed);
    const { claimId, claimNo, county, bank, place } = input;
    const command: ClaimCommand = { commandId, filedOn, actor };
    const start = {
      type: compensationWorkflowType,
      workflowId: compensationWorkflowId(county, claimNo),
      taskQueue: taskQueues.loan,
      input,
      attributes: { county, bank, place, stage: 'filed' },
    };
    const instance = `/v1/claims/${claimId}`;
    const receipt = await this.commands.open(start, compensationUpdates.submitClaim, command, instance);
    return { claimId, claimNo, ...receipt };
  }

  /** A fact from outside, entered by a person: inbox first, like a bank's message. */
  async reportInsurance(
    { id: eventId, actor }: Command,
    claimId: string,
    report: { paid: string; reportedOn: string },
  ): Promise<{ inboxId: string }> {
    const { reads, intake } = this.persistence;
    const { county, claimNo, bank } = await reads.getClaim(actor, claimId, today());
    const source = `bank:${county}:${bank}`;
    const kind = 'insuranceReported' as const;
    const { id } = await intake.storeInbox({
      source,
      eventId,
      kind,
      county,
      subjectNo: claimNo,
      payload: report,
    });
    return { inboxId: id };
  }

  async closeRecovery(
    { id: commandId, actor }: Command,
    claimId: string,
    reason: string,
  ): Promise<CommandReceipt> {
    const { workflowId } = await this.persistence.reads.getClaim(actor, claimId, today());
    const payload: CloseRecoveryCommand = { commandId, reasonGiven: true, actor };
    const update = compensationUpdates.closeRecovery;
    const texts = { reason };
    return this.commands.sendNow({
      workflowId,
      subjectId: claimId,
      update,
      payload,
      texts,
      closedCode: 'CHAIN_CLOSED',
    });
  }
}
