import {
  deskOf,
  type NoticeServedCommand,
  type UrgingCommand,
  type UsageCheckCommand,
} from '@bangdai/contracts';
import { byPerson, bySystem, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import type { LoanState } from '../state.js';
import { offerRecall } from './misuse.js';

/** Which round it is for, and whether it comes late, the store says; misuse is put before the county office here. */
export function usageChecked(state: LoanState, command: UsageCheckCommand, now: Now): Transition {
  const { finding: decision, checkedOn, taskId } = command;
  const draft = new ChangeDraft(state, command.commandId, now);
  draft.tell(byPerson('usageChecked', command, { decision, data: { checkedOn } }));
  if (taskId !== null) draft.close({ taskId, outcome: 'done', decision, actorId: command.actor.id });
  if (decision === 'misuse') {
    draft.tell(bySystem('misuseFound', { data: { checkedOn } }));
    offerRecall(draft);
  }
  return draft.build();
}

/** Whether it answers the task or is entered from the loan's page: the open task of the person's own desk is done with it. */
export function urged(state: LoanState, command: UrgingCommand, now: Now): Transition {
  const { kind: decision, taskId: named, actor } = command;
  const draft = new ChangeDraft(state, command.commandId, now).tell(byPerson('urged', command, { decision }));
  const own = state.openTaskIds.filter((id) => isUrgingOf(id, actor.role));
  for (const taskId of named === null ? own : [named])
    draft.close({ taskId, outcome: 'done', decision, actorId: actor.id });
  return draft.build();
}

/** The id of an urging names the party that urges, as `deskTask` builds it. */
function isUrgingOf(id: string, role: string): boolean {
  const [, kind, party] = id.split('.');
  return kind === 'urging' && party !== undefined && deskOf(party) === role;
}

export function noticeServed(state: LoanState, command: NoticeServedCommand, now: Now): Transition {
  const { taskId, servedOn } = command;
  const draft = new ChangeDraft(state, command.commandId, now).tell(
    byPerson('noticeServed', command, { data: { servedOn } }),
  );
  return draft.close({ taskId, outcome: 'done', decision: 'complete', actorId: command.actor.id }).build();
}
