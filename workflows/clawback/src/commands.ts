import type {
  Actor,
  ClawbackAppealCommand,
  ClawbackNoticeCommand,
  ClawbackRepaidCommand,
  ClawbackSetOffCommand,
  CommandReceipt,
  ReviewCommand,
} from '@bangdai/contracts';
import { isCivilDate } from '@bangdai/domain';
import {
  byPerson,
  decideReview,
  doneTask,
  isOutside,
  now,
  orFailTask,
  orRefuse,
  refused,
  refuseWith,
  type ReviewVerdict,
} from '@bangdai/procedure';
import { record } from './activities.js';
import { isEnded, type Case } from './case.js';

type Refusal = string | null;

const isUnpaid = ({ stage }: Case): boolean => stage === 'noticed' || stage === 'escalated';

export function checkReview(kase: Case, command: ReviewCommand): ReviewVerdict {
  if (kase.stage !== 'opened') return { accepted: false, code: 'CHAIN_CLOSED' };
  if (kase.figures === null) return { accepted: false, code: 'STEP_NOT_PENDING' };
  const verdict = decideReview(kase.chain, command, kase.subject, now().on);
  // What is agreed on is one amount: whoever approves signs the figures they saw.
  const isStale = command.decision === 'approve' && command.figuresHash !== kase.figures.figuresHash;
  return verdict.accepted && isStale ? { accepted: false, code: 'FIGURES_CHANGED' } : verdict;
}

export const refusalOfReview = (kase: Case, command: ReviewCommand): Refusal => {
  const verdict = checkReview(kase, command);
  return verdict.accepted ? null : verdict.code;
};

export async function submitReview(kase: Case, command: ReviewCommand): Promise<void> {
  const verdict = checkReview(kase, command);
  if (!verdict.accepted) throw refused(verdict.code);
  const { chain } = verdict;
  const { stepKey, decision, commandId: changeId } = command;
  const events = [byPerson('decided', command, { stepKey, decision })];
  const move = { changeId, events, closeTasks: [doneTask(command)], chain };
  if (chain.status === 'rejected') {
    const dropped = byPerson('clawbackDropped', command);
    const prepared = kase.prepare({ ...move, stage: 'dropped', events: [...events, dropped] });
    await record.dropClawback({ change: prepared.change, review: command });
    return kase.adopt(prepared);
  }
  if (chain.status !== 'approved') return kase.move({ ...move, stage: 'opened' }, command);
  const data = { amount: kase.figures?.amount ?? '0.00' };
  const prepared = kase.prepare({
    ...move,
    stage: 'decided',
    events: [...events, byPerson('clawbackDecided', command, { data })],
    openTasks: [kase.task('clawbackNotice', 'countyOffice', '送达贴息追回书面通知')],
  });
  const { figures } = await record.decideClawback({ change: prepared.change, review: command });
  kase.figures = figures;
  kase.adopt(prepared);
}

function refusalOfPerson(kase: Case, actor: Actor, roles: readonly string[]): Refusal {
  if (!roles.includes(actor.role)) return 'WRONG_ROLE';
  return isOutside(actor, kase.subject) ? 'OUT_OF_JURISDICTION' : null;
}

export function checkNotice(kase: Case, command: ClawbackNoticeCommand): Refusal {
  if (isEnded(kase)) return 'CHAIN_CLOSED';
  if (kase.stage !== 'decided') return 'STEP_NOT_PENDING';
  const { actor, noticedOn } = command;
  const refusal = refusalOfPerson(kase, actor, ['countyOffice']);
  if (refusal !== null) return refusal;
  return isCivilDate(noticedOn) && noticedOn <= now().on ? null : 'BAD_DATE';
}

export async function recordNotice(kase: Case, command: ClawbackNoticeCommand): Promise<void> {
  const { noticedOn, taskId, actor } = command;
  const prepared = kase.prepare({
    changeId: command.commandId,
    stage: 'noticed',
    events: [byPerson('clawbackNoticed', command, { data: { noticedOn } })],
    closeTasks: [{ taskId, outcome: 'done', decision: 'complete', actorId: actor.id }],
  });
  await record.recordClawbackNotice({ change: prepared.change, noticedOn });
  kase.noticedOn = noticedOn;
  kase.adopt(prepared);
}

export function checkRepaid(kase: Case, { actor, receiptNo }: ClawbackRepaidCommand): Refusal {
  if (isEnded(kase)) return 'CHAIN_CLOSED';
  if (!isUnpaid(kase)) return 'STEP_NOT_PENDING';
  return refusalOfPerson(kase, actor, ['finance']) ?? (receiptNo.trim() === '' ? 'FIELD_REQUIRED' : null);
}

export async function recordRepaid(kase: Case, command: ClawbackRepaidCommand): Promise<void> {
  const { receiptNo, amount, paidOn, commandId: changeId } = command;
  const events = [byPerson('clawbackRepaid', command, { data: { receiptNo, amount, paidOn } })];
  const ifOpen = kase.prepare({ changeId, stage: kase.stage, events });
  const ifWhole = kase.prepare({ changeId, stage: 'repaid', events });
  const { whole } = await record.recordClawbackRepaid({
    ...{ changeIfOpen: ifOpen.change, changeIfWhole: ifWhole.change },
    ...{ receiptNo, amount, paidOn },
  });
  kase.adopt(whole ? ifWhole : ifOpen);
}

export function checkSetOff(kase: Case, { actor }: ClawbackSetOffCommand): Refusal {
  if (isEnded(kase)) return 'CHAIN_CLOSED';
  if (!isUnpaid(kase) || kase.isSetOffOrdered) return 'STEP_NOT_PENDING';
  return refusalOfPerson(kase, actor, ['countyOffice', 'finance']);
}

export async function orderSetOff(kase: Case, command: ClawbackSetOffCommand): Promise<void> {
  const prepared = kase.prepare({
    changeId: command.commandId,
    stage: kase.stage,
    events: [byPerson('clawbackSetOffOrdered', command)],
  });
  await record.orderClawbackSetOff({ change: prepared.change });
  kase.isSetOffOrdered = true;
  kase.adopt(prepared);
}

export function checkAppeal(kase: Case, { actor, reasonGiven }: ClawbackAppealCommand): Refusal {
  if (isEnded(kase)) return 'CHAIN_CLOSED';
  const refusal = refusalOfPerson(kase, actor, [
    'village',
    'township',
    'bank',
    'bankManager',
    'countyOffice',
  ]);
  return refusal ?? (reasonGiven ? null : 'REASON_REQUIRED');
}

/** A note on the case: the amount stands until changed (lifecycle §9). */
export const noteAppeal = (kase: Case, command: ClawbackAppealCommand): Promise<void> =>
  kase.move({
    changeId: command.commandId,
    stage: kase.stage,
    events: [byPerson('clawbackAppealed', command)],
  });

/** One at a time; a repeated command gets its first answer. */
export function answer<C extends { commandId: string }>(
  kase: Case,
  command: C,
  refusal: (kase: Case, command: C) => Refusal,
  work: (kase: Case, command: C) => Promise<void>,
): Promise<CommandReceipt> {
  const { commandId } = command;
  return kase.turns.run(async () => {
    const first = kase.commands.firstAnswer(commandId);
    if (first !== undefined) return first;
    refuseWith(refusal(kase, command));
    await orRefuse(() => work(kase, command));
    return kase.commands.keep(kase.receipt(commandId, null));
  });
}

/** The same decision as by Update, for when no worker answered in time. */
export function takeReview(kase: Case, command: ReviewCommand): Promise<void> {
  return kase.turns.run(() =>
    orFailTask(async () => {
      if (kase.commands.firstAnswer(command.commandId) !== undefined) return;
      const code = refusalOfReview(kase, command);
      const entry = byPerson('commandRefused', command, { code, stepKey: command.stepKey });
      if (code === null) await submitReview(kase, command);
      else await kase.move({ changeId: command.commandId, stage: kase.stage, events: [entry] });
      kase.commands.keep(kase.receipt(command.commandId, code));
    }),
  );
}
