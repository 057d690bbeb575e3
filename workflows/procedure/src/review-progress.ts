import type { TaskDraft, TimelineEntry } from '@bangdai/contracts';
import { openChain, viewChain, type ChainState, type CivilDate, type Step } from '@bangdai/domain';
import { nextRound, reviewTask, stepAtDesk, type ReviewSubject } from './review-chain.js';
import { bySystem } from './timeline-entries.js';

/** A chain with what it left on desks. */
export interface ReviewProgress {
  chain: ChainState;
  rounds: Readonly<Record<string, number>>;
}

export interface Advance {
  progress: ReviewProgress;
  openTasks: TaskDraft[];
  events: TimelineEntry[];
}

export const openProgress = (steps: readonly Step[]): ReviewProgress => ({
  chain: openChain(steps),
  rounds: {},
});

/** Follows the chain to its new state: a task for the step that now waits, a line for a publicity that begins. */
export function advance(
  { rounds }: ReviewProgress,
  chain: ChainState,
  subject: ReviewSubject,
  on: CivilDate,
): Advance {
  const step = stepAtDesk(chain);
  if (step !== null) {
    const round = nextRound(rounds, step.key);
    const progress = { chain, rounds: { ...rounds, [step.key]: round } };
    return { progress, openTasks: [reviewTask(step, subject, round, on)], events: [] };
  }
  const { publicityEndsOn: endsOn, publicityOpenFor: stepKey } = viewChain(chain);
  const events = endsOn === null ? [] : [bySystem('publicityPosted', { stepKey, data: { endsOn } })];
  return { progress: { chain, rounds }, openTasks: [], events };
}
