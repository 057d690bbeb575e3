import type { MisuseDecision } from '@bangdai/contracts';
import { byPerson, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import type { LoanState } from '../state.js';
import { cancelTasks, deskTask } from './desk-task.js';
import { endTermRequest } from './term-request.js';

/** Working days within which the county office decides (DEFAULT). */
const daysToDecide = 5;

const isMisuse = (taskId: string): boolean => taskId.includes('.misuse.');

/** What may follow a misuse: a recall in every plan, beside it what the pack opens after a malicious exit (lifecycle §3). */
export function misuseOptions({ start }: LoanState): string[] {
  const others = (start.rules.maliciousExit?.options ?? []).filter((option) => option !== 'recall');
  return ['recall', ...others, 'noRecall'];
}

/** One decision is open at a time; a loan already due has nothing left to recall. */
export function offerRecall(draft: ChangeDraft): ChangeDraft {
  const { stage, openTaskIds } = draft.state;
  if ((stage !== 'active' && stage !== 'extended') || openTaskIds.some(isMisuse)) return draft;
  const outcomes = misuseOptions(draft.state);
  const task = deskTask(draft, 'misuse', {
    ...{ role: 'countyOffice', title: '改变用途处置', sla: daysToDecide, outcomes },
  });
  return draft.open({ ...task, requiresDetail: true });
}

/** The loan is due, recalled or converted for another cause: nothing is left to decide. */
export function withdrawOffer(draft: ChangeDraft): ChangeDraft {
  return cancelTasks(draft, 'misuse');
}

export function misuseDecided(state: LoanState, command: MisuseDecision, now: Now): Transition {
  const { taskId, option, payBy, actor } = command;
  const draft = new ChangeDraft(state, command.commandId, now);
  const data: Record<string, string> = payBy === null ? {} : { payBy };
  draft.tell(byPerson('misuseDecided', command, { decision: option, data }));
  draft.close({ taskId, outcome: 'done', decision: option, actorId: actor.id });
  if (option === 'noRecall') return draft.build();
  return leaveProgramme(endTermRequest(draft, 'LOAN_CLOSED'), payBy).build({ withAgenda: true });
}

/**
 * With a day to pay back by the loan is recalled: due on the nearer day; without one the bank keeps it as its own.
 * Notices of the old maturity need not be served any more.
 */
export function leaveProgramme(draft: ChangeDraft, payBy: string | null): ChangeDraft {
  withdrawOffer(draft);
  cancelTasks(draft, 'writtenNotice');
  if (payBy === null) return draft.moveTo('converted');
  return draft.moveTo('recalled').setFacts({ maturesOn: payBy, setOn: draft.now.on });
}
