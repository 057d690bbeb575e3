import type { TermRequestCommand, TermRequestDecision } from '@bangdai/contracts';
import { addMonths, type CivilDate } from '@bangdai/domain';
import { byPerson, bySystem, cancelledTask, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import type { LoanState } from '../state.js';
import { cancelTasks, deskTask } from './desk-task.js';
import { tellSkipped } from './disbursement.js';

/** The bank decides on the request; the office sees it on the timeline. */
export function termRequested(state: LoanState, command: TermRequestCommand, now: Now): Transition {
  const { kind, months } = command;
  const draft = new ChangeDraft(state, command.commandId, now);
  const title = kind === 'extension' ? '展期申请审批' : '续贷申请审批';
  const task = deskTask(draft, 'termRequest', {
    role: 'bank',
    title,
    sla: 5,
    dueOn: state.facts?.maturesOn,
    outcomes: ['approve', 'reject'],
  });
  draft.open(task).set({ termRequest: { taskId: task.taskId, kind, months } });
  return draft
    .tell(byPerson('termRequested', command, { decision: kind, data: { months: String(months) } }))
    .build();
}

export function termNotAdmitted(state: LoanState, command: TermRequestCommand, now: Now): Transition {
  return new ChangeDraft(state, command.commandId, now)
    .tell(byPerson('termRefused', command, { decision: command.kind }))
    .build();
}

/** A request that time or another decision overtook: nobody has to answer it any more. */
export function endTermRequest(draft: ChangeDraft, code: 'AFTER_MATURITY' | 'LOAN_CLOSED'): ChangeDraft {
  const { termRequest } = draft.state;
  if (termRequest === null) return draft;
  draft.close(cancelledTask(termRequest.taskId)).set({ termRequest: null });
  return draft.tell(bySystem('termRefused', { code, decision: termRequest.kind }));
}

function answered(state: LoanState, command: TermRequestDecision, now: Now): ChangeDraft {
  const { taskId, decision } = command;
  const draft = new ChangeDraft(state, command.commandId, now);
  return draft
    .close({ taskId, outcome: 'done', decision, actorId: command.actor.id })
    .set({ termRequest: null });
}

export function termRefused(state: LoanState, command: TermRequestDecision, now: Now): Transition {
  return answered(state, command, now)
    .tell(byPerson('termRefused', command, { decision: command.decision }))
    .build();
}

/** A renewal agreed to is a new loan with its full chain; this one goes on until the new money pays it off. */
export function renewalAgreed(state: LoanState, command: TermRequestDecision, now: Now): Transition {
  return answered(state, command, now).tell(byPerson('renewalAgreed', command)).build();
}

/** Same contract, later date, and all reminders anew for it; those of the old day need not be served (lifecycle §6). */
export function extended(
  state: LoanState,
  command: TermRequestDecision,
  now: Now,
): Transition & { maturesOn: CivilDate } {
  const { facts, termRequest } = state;
  if (facts === null || termRequest === null) throw new Error('no request to extend by');
  const maturesOn = addMonths(facts.maturesOn, termRequest.months);
  const draft = answered(state, command, now).moveTo('extended');
  cancelTasks(draft, 'writtenNotice');
  draft.setFacts({ maturesOn, setOn: now.on, renewalsUsed: facts.renewalsUsed + 1 });
  draft.tell(byPerson('extended', command, { data: { from: facts.maturesOn, to: maturesOn } }));
  draft.send({ kind: 'extensionAdvice', to: 'bank', data: { maturesOn } }, maturesOn);
  return { ...tellSkipped(draft).build({ withAgenda: true }), maturesOn };
}
