import { RefusedError, deskOf, loanWorkflowId, type Actor } from '@bangdai/contracts';
import type { DecisionBody, TaskDetail } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { today } from '../clock.js';
import { CommandService, type CommandOutcome } from '../engine/command.service.js';
import { PERSISTENCE } from '../tokens.js';
import { decisionCommand } from './decision-command.js';
import { termsRefusal } from './terms-refusal.js';

/** One person's decision on one task, on its way to the workflow that owns the task. */
@Injectable()
export class DecisionService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly commands: CommandService,
  ) {}

  /** @throws RefusedError `NOT_FOUND` | `TASK_DONE` | `TASK_TAKEN`, what the pack says against the terms, and whatever the workflow refuses */
  async decide(actor: Actor, taskId: string, commandId: string, body: DecisionBody): Promise<CommandOutcome> {
    const task = await this.persistence.reads.getTask(actor, taskId, today());
    if (task.status === 'done' || task.status === 'cancelled') throw new RefusedError('TASK_DONE');
    if (task.claimedBy && task.claimedBy !== actor.id) throw new RefusedError('TASK_TAKEN');
    await this.checkTerms(actor, task, body);
    const { workflowId, documents } = await this.subjectOf(actor, task);
    const context = { task, workflowId, documents, body, commandId, actor, today: today() };
    return this.commands.send(decisionCommand(context));
  }

  /** Refused here, the bank can still name other terms; refused before disbursement, the loan would stand still. */
  private async checkTerms(actor: Actor, task: TaskDetail, body: DecisionBody): Promise<void> {
    const { approvedTerms: terms, decision } = body;
    if (terms === null || decision !== 'approve') return;
    // Whoever may not decide at all is told so by the workflow.
    if (task.subject !== 'loan' || task.kind !== 'review' || deskOf(task.role) !== actor.role) return;
    const verdict = await this.persistence.reads.checkTerms(actor, task.subjectId, terms, today());
    const refusal = termsRefusal(verdict);
    if (refusal !== null) throw refusal;
  }

  /** The workflow that owns the task, and the documents on file for it. */
  private async subjectOf(
    actor: Actor,
    task: TaskDetail,
  ): Promise<{ workflowId: string; documents: string[] }> {
    const { reads, intake } = this.persistence;
    if (task.subject === 'loan') {
      const documents = await intake.documentKeys(task.subjectId);
      return { workflowId: loanWorkflowId(task.county, task.subjectNo), documents };
    }
    if (task.subject === 'settlement') {
      const { workflowId } = await reads.getSettlement(actor, task.subjectId, today());
      return { workflowId, documents: [] };
    }
    const claim = await reads.getClaim(actor, task.subjectId, today());
    const onFile = await intake.documentKeys(claim.loanId);
    return { workflowId: claim.workflowId, documents: [...onFile, ...claim.proofs.map(({ key }) => key)] };
  }
}
