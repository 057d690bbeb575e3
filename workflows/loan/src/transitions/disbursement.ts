import {
  deskOf,
  type ClearSuspensionCommand,
  type LoanApproval,
  type LoanDisbursed,
  type ReopenApprovalCommand,
} from '@bangdai/contracts';
import { addDays, reopenChain, type CivilDate, type Step } from '@bangdai/domain';
import { byBank, byPerson, bySystem, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import { agendaOf, type LoanState } from '../state.js';
import { deskTask } from './desk-task.js';
import { follow } from './review.js';

/** After the reminder the bank has 30 more days (lifecycle §3, disbursement limit). */
const daysAfterReminder = 30;
/** A suspended approval lapses after 90 days (lifecycle §3). */
const daysSuspended = 90;

export type Deadline = { on: CivilDate; then: 'remind' | 'lapse' };

/** The day at whose end an approval not disbursed is reminded of or lapses. */
export function deadlineOf(state: LoanState): Deadline {
  const approval = approvalOf(state);
  if (state.stage === 'suspended')
    return { on: addDays(approval.suspendedOn ?? approval.approvedOn, daysSuspended), then: 'lapse' };
  const limit = addDays(approval.approvedOn, state.start.rules.disbursement.maxDaysAfterApproval);
  return approval.reminded
    ? { on: addDays(limit, daysAfterReminder), then: 'lapse' }
    : { on: limit, then: 'remind' };
}

function approvalOf({ approval }: LoanState): LoanApproval {
  if (approval === null) throw new Error('a loan without approval waits for no disbursement');
  return approval;
}

function requestData(state: LoanState): Record<string, string> {
  const { application, rules } = state.start;
  const { terms } = approvalOf(state);
  return {
    amount: terms?.amount ?? application.amount,
    termMonths: String(terms?.termMonths ?? application.termMonths),
    ...(terms === null ? {} : { annualRate: terms.annualRate }),
    product: application.product,
    requires: rules.disbursement.requires.join(','),
  };
}

/** The check before disbursement passed: the bank is asked to pay out. */
export function cleared(
  state: LoanState,
  cause: string,
  now: Now,
  command?: ClearSuspensionCommand,
): Transition {
  const approval = { ...approvalOf(state), rechecked: true };
  const draft = new ChangeDraft(state, cause, now).moveTo('approved').set({ approval });
  if (command !== undefined) {
    draft.set({ approval: { ...approval, approvedOn: now.on, suspendedOn: null, reminded: false } });
    draft.tell(byPerson('suspensionCleared', command)).cancelOpenTasks();
  }
  draft.send(
    { kind: 'disbursementRequest', to: 'bank', data: requestData(draft.state) },
    draft.state.approval?.approvedOn ?? now.on,
  );
  return draft.tell(bySystem('disbursementRequested')).build();
}

/** The check before disbursement failed: the county office is asked to clear what stands in the way. */
export function suspended(state: LoanState, cause: string, now: Now): Transition {
  const draft = new ChangeDraft(state, cause, now).moveTo('suspended');
  if (state.stage === 'suspended') return draft.build();
  draft
    .set({ approval: { ...approvalOf(state), suspendedOn: now.on, rechecked: true } })
    .tell(bySystem('suspended'));
  return draft
    .open(
      deskTask(draft, 'suspension', {
        role: 'countyOffice',
        title: '暂缓发放待处理',
        outcomes: bankStepOf(state) === null ? ['complete'] : ['complete', 'return'],
      }),
    )
    .build();
}

/** The step at which the bank names its terms; null for a loan taken over, and in a chain without one. */
export function bankStepOf({ chain }: LoanState): Step | null {
  const steps = (chain?.steps ?? []).filter(({ role, kind }) => kind === 'review' && isBank(deskOf(role)));
  return steps.at(-1) ?? null;
}

const isBank = (desk: string): boolean => desk === 'bank' || desk === 'bankManager';

/** The check before disbursement is made once for each approval; its id tells them apart. */
export function recheckCause({ rounds }: LoanState): string {
  const again = rounds['recheck'] ?? 0;
  return again === 0 ? 'recheck' : `recheck/${again}`;
}

/** Back to the bank, whose new terms take the place of those that cannot be paid out. */
export function reopened(state: LoanState, command: ReopenApprovalCommand, now: Now): Transition {
  const step = bankStepOf(state);
  if (state.chain === null || step === null) throw new Error('no step of a bank to go back to');
  const chain = reopenChain(state.chain, { step: step.key, by: command.actor.role, at: now.on });
  const draft = new ChangeDraft(state, command.commandId, now);
  draft.tell(byPerson('approvalReopened', command, { stepKey: step.key, decision: 'return' }));
  for (const taskId of state.openTaskIds.filter((id) => id.includes('.suspension.')))
    draft.close({ taskId, outcome: 'done', decision: 'return', actorId: command.actor.id });
  draft.set({ rounds: { ...draft.state.rounds, recheck: (draft.state.rounds['recheck'] ?? 0) + 1 } });
  return follow(draft, chain).build();
}

export function disbursementReminded(state: LoanState, dueOn: CivilDate, now: Now): Transition {
  const draft = new ChangeDraft(state, `disbursementReminded/${dueOn}`, now);
  draft.set({ approval: { ...approvalOf(state), reminded: true } });
  draft.send(
    { kind: 'disbursementRequest', to: 'bank', data: { ...requestData(state), reminder: 'true' } },
    `${dueOn}/reminder`,
  );
  return draft.tell(bySystem('disbursementReminded', { dueOn })).build();
}

export function lapsed(state: LoanState, dueOn: CivilDate, now: Now): Transition {
  const draft = new ChangeDraft(state, `lapsed/${dueOn}`, now)
    .moveTo('lapsed')
    .tell(bySystem('lapsed', { dueOn }));
  if (state.stage === 'approved')
    draft.send({ kind: 'disbursementCancelled', to: 'bank', data: { cause: 'lapsed' } }, 'lapsed');
  return draft.build();
}

/** Money is out: the loan's timers are set by the rules it was approved under. */
export function disbursed(state: LoanState, fact: LoanDisbursed, now: Now): Transition {
  const draft = new ChangeDraft(state, `disbursed/${fact.contractNo}/${fact.inboxId}`, now).moveTo('active');
  const { amount, annualRate, disbursedOn, maturesOn, contractNo } = fact;
  draft.set({
    contractNo,
    facts: {
      principal: amount,
      balance: amount,
      annualRate,
      disbursedOn,
      maturesOn,
      originalMaturesOn: maturesOn,
      overdueSince: null,
      settledOn: null,
      renewalsUsed: 0,
      setOn: disbursedOn > now.on ? disbursedOn : now.on,
    },
  });
  draft.tell(byBank('disbursed', { data: { amount, annualRate, disbursedOn, maturesOn } }));
  return tellSkipped(draft).build({ withAgenda: true });
}

/** A late start skips the reminders that a later one has overtaken (lifecycle §3). */
export function tellSkipped(draft: ChangeDraft): ChangeDraft {
  const skipped = agendaOf(draft.state).filter(({ status }) => status === 'skipped');
  return draft.tell(
    ...skipped.map(({ dueOn, key }) => bySystem('reminderSkipped', { dueOn, data: { key } })),
  );
}
