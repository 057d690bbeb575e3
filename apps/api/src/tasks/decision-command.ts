import {
  clawbackSignals,
  clawbackUpdates,
  correctionUpdates,
  compensationSignals,
  compensationUpdates,
  loanSignals,
  loanUpdates,
  portfolioImportUpdates,
  settlementSignals,
  settlementUpdates,
  type Actor,
  type LineAction,
  type MisuseDecision,
  type ClawbackNoticeCommand,
  type CorrectionDecision,
  type ImportDecision,
  type NoticeServedCommand,
  type ObjectionAnswerCommand,
  type ReopenApprovalCommand,
  type ReviewCommand,
  type SettlementLinesCommand,
  type TermRequestDecision,
  type UrgingCommand,
} from '@bangdai/contracts';
import type { DecisionBody, TaskRow } from '@bangdai/contracts/http';
import type { WorkflowCommand } from '../engine/command.service.js';
import { GuidedRefusal } from '../http/problem.js';

export interface DecisionContext {
  task: Pick<TaskRow, 'id' | 'kind' | 'stepKey' | 'subject' | 'subjectId' | 'township'>;
  workflowId: string;
  body: DecisionBody;
  commandId: string;
  actor: Actor;
  /** Documents on file for the subject. */
  documents: string[];
  today: string;
}

type Builder = (context: DecisionContext) => Pick<WorkflowCommand, 'update' | 'payload' | 'fallbackSignal'>;

/** Which command a decision on a task is: one entry per kind of task. */
const builders: Partial<Record<TaskRow['kind'], Builder>> = {
  review: submitReview,
  objection: answerObjection,
  misuse: decideMisuse,
  writtenNotice: recordNoticeServed,
  urging: recordUrging,
  termRequest: decideRequest,
  suspension: clearSuspension,
  disputedLine: settleLines,
  failedLine: settleLines,
  correction: decideCorrection,
  confirmImport: decideImport,
  clawback: recordClawbackNotice,
};

const closedCodes: Partial<Record<TaskRow['subject'], string>> = {
  loan: 'LOAN_CLOSED',
  import: 'IMPORT_DONE',
};

const hints: Partial<Record<TaskRow['kind'], string>> = {
  claimReady: '请在贷款页面提出风险补偿申请（POST /v1/loans/{id}/claims）。',
  stalled: '系统每 6 小时自动重试；请联系系统管理员排查，恢复后自动办结。',
  fundTopUp: '请在补偿金页面登记到账（POST /v1/funds/{id}/entries）；补足后任务自动办结。',
};

/** @throws GuidedRefusal `DECISION_NOT_ALLOWED` for a kind that is not decided here, `FIELD_REQUIRED` for what its kind needs */
export function decisionCommand(context: DecisionContext): WorkflowCommand {
  const { task, body, workflowId } = context;
  const build = builders[task.kind];
  if (!build) throw new GuidedRefusal('DECISION_NOT_ALLOWED', { hint: hints[task.kind] });
  return {
    workflowId,
    subjectId: task.subjectId,
    closedCode: closedCodes[task.subject] ?? 'CHAIN_CLOSED',
    texts: { reason: body.reason, opinion: body.opinion, remark: remarkOf(context) },
    ...build(context),
  };
}

const isGiven = (text: string | undefined): boolean => Boolean(text?.trim());

/** A visit or call has one free text; whichever field it came in, it is the remark. */
function remarkOf({ task, body }: DecisionContext): string | undefined {
  return task.kind === 'urging' ? body.opinion || body.reason : undefined;
}

export function required<T>(value: T | undefined, field: keyof DecisionBody): T {
  if (value !== undefined) return value;
  throw new GuidedRefusal('FIELD_REQUIRED', { fields: [{ pointer: `/${field}`, code: 'FIELD_REQUIRED' }] });
}

function submitReview(context: DecisionContext): ReturnType<Builder> {
  const { task, body, commandId, actor } = context;
  const payload: ReviewCommand = {
    commandId,
    taskId: task.id,
    stepKey: task.stepKey,
    decision: body.decision,
    ...(body.returnTo !== undefined && { returnTo: body.returnTo }),
    reasonGiven: isGiven(body.reason),
    opinionGiven: isGiven(body.opinion),
    documents: [...new Set([...context.documents, ...body.documents])],
    meeting: body.meeting,
    approvedTerms: body.approvedTerms,
    figuresHash: body.figuresHash,
    ...(body.payInPart === true && { payInPart: true }),
    actor,
  };
  const names = {
    loan: [loanUpdates.submitReview, loanSignals.reviewSubmitted],
    settlement: [settlementUpdates.submitReview, settlementSignals.reviewSubmitted],
    claim: [compensationUpdates.submitReview, compensationSignals.reviewSubmitted],
    clawback: [clawbackUpdates.submitReview, clawbackSignals.reviewSubmitted],
  } as const;
  if (task.subject === 'import' || task.subject === 'fund')
    throw new GuidedRefusal('DECISION_NOT_ALLOWED', {});
  const [update, fallbackSignal] = names[task.subject];
  return { update, fallbackSignal, payload };
}

function answerObjection({ task, body, commandId, actor }: DecisionContext): ReturnType<Builder> {
  const payload: ObjectionAnswerCommand = {
    commandId,
    founded: required(body.founded, 'founded'),
    reasonGiven: isGiven(body.reason),
    actor,
  };
  const updates = task.subject === 'settlement' ? settlementUpdates : loanUpdates;
  return { update: updates.answerObjection, payload };
}

/** What a desk does to all its disputed lines, or to those whose account refused the money. */
function settleLines({ task, body, commandId, actor }: DecisionContext): ReturnType<Builder> {
  const actions: readonly LineAction[] =
    task.kind === 'failedLine' ? ['mended'] : ['acceptPlatform', 'acceptBank', 'hold', 'acknowledge'];
  const action = actions.find((each) => each === body.decision);
  if (action === undefined) throw new GuidedRefusal('DECISION_NOT_ALLOWED', {});
  const payload: SettlementLinesCommand = {
    ...{ commandId, action, loanNos: [], place: task.township, reasonGiven: isGiven(body.reason) },
    ...{ figuresHash: body.figuresHash, actor },
  };
  return { update: settlementUpdates.settleLines, payload };
}

/** `on` is the day to pay a recalled loan back by. */
function decideMisuse({ task, body, commandId, actor }: DecisionContext): ReturnType<Builder> {
  const payload: MisuseDecision = {
    commandId,
    taskId: task.id,
    option: body.decision,
    payBy: body.decision === 'recall' ? required(body.on, 'on') : null,
    reasonGiven: isGiven(body.reason),
    actor,
  };
  return { update: loanUpdates.decideMisuse, payload };
}

function recordNoticeServed({ task, body, commandId, actor, today }: DecisionContext): ReturnType<Builder> {
  const payload: NoticeServedCommand = { commandId, taskId: task.id, servedOn: body.on ?? today, actor };
  return { update: loanUpdates.recordNoticeServed, payload };
}

function recordUrging(context: DecisionContext): ReturnType<Builder> {
  const { task, body, commandId, actor } = context;
  const payload: UrgingCommand = {
    commandId,
    taskId: task.id,
    kind: required(body.urgingKind, 'urgingKind'),
    remarkGiven: isGiven(remarkOf(context)),
    actor,
  };
  return { update: loanUpdates.recordUrging, payload };
}

function decideRequest({ task, body, commandId, actor }: DecisionContext): ReturnType<Builder> {
  if (body.decision !== 'approve' && body.decision !== 'reject')
    throw new GuidedRefusal('DECISION_NOT_ALLOWED', {});
  const payload: TermRequestDecision = {
    commandId,
    taskId: task.id,
    decision: body.decision,
    reasonGiven: isGiven(body.reason),
    actor,
  };
  return { update: loanUpdates.decideRequest, payload };
}

/** The notice is the one task of a case that is done here; an overdue case is settled on its own page. */
function recordClawbackNotice({ task, body, commandId, actor, today }: DecisionContext): ReturnType<Builder> {
  if (task.stepKey !== 'clawbackNotice')
    throw new GuidedRefusal('DECISION_NOT_ALLOWED', { hint: '请在追回案件页面登记到账或决定抵扣。' });
  const payload: ClawbackNoticeCommand = { commandId, taskId: task.id, noticedOn: body.on ?? today, actor };
  return { update: clawbackUpdates.recordNotice, payload };
}

function decideCorrection({ task, body, commandId, actor }: DecisionContext): ReturnType<Builder> {
  if (body.decision !== 'approve' && body.decision !== 'reject')
    throw new GuidedRefusal('DECISION_NOT_ALLOWED', {});
  const payload: CorrectionDecision = {
    commandId,
    taskId: task.id,
    decision: body.decision,
    reasonGiven: isGiven(body.reason),
    actor,
  };
  return { update: correctionUpdates.decideCorrection, payload };
}

function clearSuspension({ body, commandId, actor }: DecisionContext): ReturnType<Builder> {
  if (body.decision === 'return') {
    const payload: ReopenApprovalCommand = { commandId, reasonGiven: isGiven(body.reason), actor };
    return { update: loanUpdates.reopenApproval, payload };
  }
  return { update: loanUpdates.clearSuspension, payload: { commandId, actor } as WorkflowCommand['payload'] };
}

function decideImport({ task, body, commandId, actor }: DecisionContext): ReturnType<Builder> {
  const { decision, reason } = body;
  const payload: ImportDecision = {
    commandId,
    taskId: task.id,
    decision,
    reasonGiven: isGiven(reason),
    actor,
  };
  return { update: portfolioImportUpdates.decideImport, payload };
}
