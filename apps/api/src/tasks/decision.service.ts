import { deskTaskKinds, type DecisionBody, type TaskDetail } from '@bangdai/contracts/http';
import { RefusedError, deskOf, importWorkflowId, loanWorkflowId, type Actor } from '@bangdai/contracts';
import type { Persistence } from '@bangdai/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { today } from '../clock.js';
import { EngineRefusal } from '../engine/engine.errors.js';
import { CommandService, type CommandOutcome } from '../engine/command.service.js';
import { ChecksService } from '../loans/checks.service.js';
import { PERSISTENCE } from '../tokens.js';
import { decisionCommand, required } from './decision-command.js';
import { termsRefusal } from './terms-refusal.js';

/** One person's decision on one task, on its way to the workflow that owns the task. */
@Injectable()
export class DecisionService {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly commands: CommandService,
    private readonly checks: ChecksService,
  ) {}

  /** @throws RefusedError `NOT_FOUND` | `TASK_DONE` | `TASK_TAKEN` | `CONSULTATION_OPEN` | `STAND_IN_SCOPE`, what the pack says against the terms, and whatever the workflow refuses */
  async decide(actor: Actor, taskId: string, commandId: string, body: DecisionBody): Promise<CommandOutcome> {
    const task = await this.persistence.reads.getTask(actor, taskId, today());
    if (task.status === 'done' || task.status === 'cancelled') throw new RefusedError('TASK_DONE');
    const isMine = task.claimedBy === actor.id || task.claimedBy === actor.onBehalfOf;
    if (task.claimedBy && !isMine) throw new RefusedError('TASK_TAKEN');
    await this.persistence.handovers.requireAnswered(taskId);
    const { kind, stepKey } = task;
    await this.persistence.standIns.authorise(actor, { commandId, taskId, kind, stepKey, today: today() });
    if (isDeskTask(task)) return this.settleAtDesk(actor, task, commandId, body);
    if (task.kind === 'usageCheck') return this.submitCheck(actor, task, commandId, body);
    await this.requireReceipt(actor, task);
    await this.checkTerms(actor, task, body);
    const { workflowId, documents, seen } = await this.subjectOf(actor, task, body.documents);
    const signed = { ...body, documents: seen };
    const context = { task, workflowId, documents, body: signed, commandId, actor, today: today() };
    return this.tellShortage(() => this.commands.send(decisionCommand(context)));
  }

  /** Says by how much a payment goes beyond the money that has arrived. */
  private async tellShortage<Result>(send: () => Promise<Result>): Promise<Result> {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof EngineRefusal) || error.code !== 'BUDGET_SHORT') throw error;
      const hint = `尚缺 ${error.reasons[0] ?? ''} 元。可先登记到位资金，或按到位资金部分拨付，先付发放最早的贷款。`;
      throw new EngineRefusal(error.code, { hint });
    }
  }

  /** A task that no workflow owns: settled in the record itself, its texts stored first like those of any command. */
  private async settleAtDesk(
    actor: Actor,
    task: TaskDetail,
    commandId: string,
    body: DecisionBody,
  ): Promise<CommandOutcome> {
    const { decision, reason } = body;
    const reasonGiven = Boolean(reason?.trim());
    if (reasonGiven && reason !== undefined)
      await this.persistence.intake.storeCommandText(commandId, task.subjectId, { reason });
    const on = body.on ?? today();
    const { stage } = await this.persistence.desk.decide(actor, {
      ...{ taskId: task.id, commandId, decision, on, reasonGiven },
    });
    const receipt = { commandId, accepted: true, code: null, reasons: [], stage, pendingStep: null };
    return { parked: false, receipt };
  }

  private async submitCheck(
    actor: Actor,
    task: TaskDetail,
    commandId: string,
    body: DecisionBody,
  ): Promise<CommandOutcome> {
    const finding = required(body.finding, 'finding');
    const entry = { commandId, taskId: task.id, finding, checkedOn: body.on ?? today() };
    const remark = body.opinion || body.reason;
    const receipt = await this.checks.submit(actor, task.subjectId, { ...entry, remark });
    return { parked: false, receipt };
  }

  /** A written notice counts as served with the signed receipt: on the task, or among the loan's papers (lifecycle §3). */
  private async requireReceipt(actor: Actor, task: TaskDetail): Promise<void> {
    if (task.kind !== 'writtenNotice' || deskOf(task.role) !== actor.role) return;
    const { desk, intake } = this.persistence;
    const keys = [
      ...(await desk.listFiles(actor, task.id)).map(({ key }) => key),
      ...(await intake.documentKeys(task.subjectId)),
    ];
    if (!keys.includes('servedNotice')) throw new RefusedError('DOCUMENT_MISSING');
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

  /** The workflow that owns the task, the documents on file for it, and those whose originals count as seen now. */
  private async subjectOf(
    actor: Actor,
    task: TaskDetail,
    seen: string[],
  ): Promise<{ workflowId: string; documents: string[]; seen: string[] }> {
    const { intake } = this.persistence;
    if (task.subject !== 'loan') return { ...(await this.otherSubjectOf(actor, task)), seen };
    const documents = await intake.documentKeys(task.subjectId, seen);
    return { workflowId: loanWorkflowId(task.county, task.subjectNo), documents, seen: [] };
  }

  private async otherSubjectOf(
    actor: Actor,
    task: TaskDetail,
  ): Promise<{ workflowId: string; documents: string[] }> {
    const { reads, intake } = this.persistence;
    if (task.subject === 'import')
      return { workflowId: importWorkflowId(task.county, task.subjectId), documents: [] };
    if (task.subject === 'settlement') {
      const { workflowId } = await reads.getSettlement(actor, task.subjectId, today());
      return { workflowId, documents: [] };
    }
    // Decided at the desk, above; what is left of a fund's tasks is done by its deposits.
    if (task.subject === 'fund') return { workflowId: '', documents: [] };
    if (task.subject === 'clawback') {
      const { workflowId } = await reads.getClawback(actor, task.subjectId, today());
      return { workflowId, documents: [] };
    }
    const claim = await reads.getClaim(actor, task.subjectId, today());
    const onFile = await intake.documentKeys(claim.loanId);
    return { workflowId: claim.workflowId, documents: [...onFile, ...claim.proofs.map(({ key }) => key)] };
  }
}

const isDeskTask = ({ kind }: TaskDetail): boolean => (deskTaskKinds as readonly string[]).includes(kind);
