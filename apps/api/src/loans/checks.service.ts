import { loanUpdates, type Actor, type CommandReceipt, type UsageCheckCommand } from '@bangdai/contracts';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { today } from '../clock.js';
import { CommandService } from '../engine/command.service.js';
import { PERSISTENCE } from '../tokens.js';

export type UsageCheck = Pick<
  UsageCheckCommand,
  'commandId' | 'taskId' | 'checkedOn' | 'finding' | 'round'
> & {
  remark: string | undefined;
};

/**
 * A check of a loan's use. One that finds nothing amiss is kept in the record; misuse is the loan's own affair and goes to
 * its workflow, which stops the subsidy and asks the county office about a recall.
 */
@Injectable()
export class ChecksService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly commands: CommandService,
  ) {}

  /** @throws RefusedError `NOT_FOUND` for a loan outside the actor's place, bank or county, and what stands against the check */
  async submit(actor: Actor, loanId: string, { remark, ...check }: UsageCheck): Promise<CommandReceipt> {
    const { workflowId } = await this.persistence.reads.getLoan(actor, loanId, today());
    if (check.finding === 'misuse') return this.report(actor, { workflowId, loanId }, { ...check, remark });
    const { commandId, finding } = check;
    if (remark) await this.persistence.intake.storeCommandText(commandId, loanId, { remark });
    const entry = { ...check, finding, loanId, at: new Date().toISOString() };
    const { stage } = await this.persistence.checks.record(actor, entry);
    return { commandId, accepted: true, code: null, reasons: [], stage, pendingStep: null };
  }

  private report(
    actor: Actor,
    { workflowId, loanId }: { workflowId: string; loanId: string },
    { remark, ...check }: UsageCheck,
  ): Promise<CommandReceipt> {
    return this.commands.sendNow({
      ...{ workflowId, subjectId: loanId, update: loanUpdates.submitUsageCheck, closedCode: 'LOAN_CLOSED' },
      payload: { ...check, remarkGiven: Boolean(remark), actor } as UsageCheckCommand,
      texts: { remark },
    });
  }
}
