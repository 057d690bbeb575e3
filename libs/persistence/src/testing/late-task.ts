import { taskId, type Actor, type TaskDraft, type TimelineEntry } from '@bangdai/contracts';

/** A task of the county office that was due on 25 March 2024. */
export const lateTask = (subjectId: string, county: string): TaskDraft => ({
  ...{ taskId: taskId(subjectId, 'countyReview', 1), kind: 'review', stepKey: 'countyReview', title: '复核' },
  ...{ role: 'countyOffice', county, place: '', bank: null, slaWorkingDays: null, dueOn: '2024-03-25' },
  ...{
    openedOn: '2024-03-20',
    outcomes: ['approve'],
    requires: [],
    requiresDetail: false,
    needsMeeting: false,
  },
});

/** What a person decided, as a workflow tells it. */
export const lateDecision = (actor: Actor): TimelineEntry => ({
  ...{ kind: 'decided', lane: 'people', actor, stepKey: 'countyReview', decision: 'approve', code: null },
  ...{ commandId: 'late', dueOn: null, data: {} },
});
