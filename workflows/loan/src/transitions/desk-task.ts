import { deskOf, taskId, type TaskDraft, type TaskKind } from '@bangdai/contracts';
import { cancelledTask, nextRound } from '@bangdai/procedure';
import type { ChangeDraft } from '../change-draft.js';

interface DeskTask {
  role: string;
  title: string;
  /** Working days; the store computes the day. */
  sla?: number;
  dueOn?: string;
  outcomes?: string[];
}

/** A task that is no step of the chain. Several of a kind at one time differ by role. */
export function deskTask(
  draft: ChangeDraft,
  kind: TaskKind,
  { role: named, title, sla, dueOn, outcomes }: DeskTask,
): TaskDraft {
  const { loanId, county, place, bank } = draft.state.start;
  const round = nextRound(draft.state.rounds, `${kind}.${named}`);
  draft.set({ rounds: { ...draft.state.rounds, [`${kind}.${named}`]: round } });
  const role = deskOf(named);
  return {
    taskId: taskId(loanId, `${kind}.${named}`, round),
    kind,
    stepKey: kind,
    title,
    role,
    county,
    place,
    bank: role === 'bank' || role === 'bankManager' || role === 'bankBranch' ? bank : null,
    slaWorkingDays: sla ?? null,
    dueOn: dueOn ?? null,
    openedOn: draft.now.on,
    outcomes: outcomes ?? ['complete'],
    requires: [],
    requiresDetail: false,
    needsMeeting: false,
  };
}

/** Cancels the open tasks of a kind, as their ids name it. */
export function cancelTasks(draft: ChangeDraft, kind: TaskKind): ChangeDraft {
  for (const id of draft.state.openTaskIds.filter((open) => open.includes(`.${kind}.`))) {
    draft.close(cancelledTask(id));
  }
  return draft;
}
