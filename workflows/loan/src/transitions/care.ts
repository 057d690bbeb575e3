import type { NoticeServedCommand, UrgingCommand, UsageCheckCommand } from '@bangdai/contracts';
import { byPerson, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import type { LoanState } from '../state.js';

export function usageChecked(state: LoanState, command: UsageCheckCommand, now: Now): Transition {
  const { finding: decision, checkedOn, taskId } = command;
  const draft = new ChangeDraft(state, command.commandId, now);
  draft.tell(byPerson('usageChecked', command, { decision, data: { checkedOn } }));
  if (taskId !== null) draft.close({ taskId, outcome: 'done', decision, actorId: command.actor.id });
  return draft.build();
}

export function urged(state: LoanState, command: UrgingCommand, now: Now): Transition {
  const { kind: decision, taskId } = command;
  const draft = new ChangeDraft(state, command.commandId, now).tell(byPerson('urged', command, { decision }));
  if (taskId !== null) draft.close({ taskId, outcome: 'done', decision, actorId: command.actor.id });
  return draft.build();
}

export function noticeServed(state: LoanState, command: NoticeServedCommand, now: Now): Transition {
  const { taskId, servedOn } = command;
  const draft = new ChangeDraft(state, command.commandId, now).tell(
    byPerson('noticeServed', command, { data: { servedOn } }),
  );
  return draft.close({ taskId, outcome: 'done', decision: 'complete', actorId: command.actor.id }).build();
}
