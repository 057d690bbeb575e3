import type { ClearSuspensionCommand, LoanApproval, LoanDisbursed } from '@bangdai/contracts';
import { addDays, type CivilDate } from '@bangdai/domain';
import { byBank, byPerson, bySystem, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import { agendaOf, type LoanState } from '../state.js';
import { deskTask } from './desk-task.js';

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
        outcomes: ['complete'],
      }),
    )
    .build();
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
