import type { CivilDate } from '../calendar/civil-date.js';
import { addDaysOfKind, type WorkingCalendar } from '../calendar/working-days.js';
import { DomainError } from '../errors/domain-error.js';
import type { Step } from '../policy/step.js';
import type { ChainHistoryEntry, ChainState } from './chain.js';

/** The pending step; a chain that ended has none. */
export function pendingStep(state: ChainState): Step | undefined {
  return state.status === 'open' || state.status === 'objected' ? state.steps[state.index] : undefined;
}

export function withHistory(state: ChainState, entry: ChainHistoryEntry): ChainState {
  return { ...state, history: [...state.history, entry] };
}

/** Remembers who decided a step; the applicant stays the applicant. */
export function withDecider(state: ChainState, actorId: string | undefined, step: string): ChainState {
  if (actorId === undefined || Object.hasOwn(state.deciders, actorId)) return state;
  return { ...state, deciders: { ...state.deciders, [actorId]: step } };
}

/** Whether the person decided another step of this chain, or handed in its application (lifecycle §1, `SAME_PERSON`). */
export function decidedAnother(state: ChainState, actorId: string, step: string): boolean {
  return Object.hasOwn(state.deciders, actorId) && state.deciders[actorId] !== step;
}

/**
 * Makes the step at `index` the pending one. A publicity is posted on `on` and runs P+1 … P+days (policy-pack §2.4).
 * @throws DomainError `CALENDAR_NOT_PUBLISHED` when its working days are not known
 */
export function enterStep(
  state: ChainState,
  index: number,
  on: CivilDate,
  calendar?: WorkingCalendar,
): ChainState {
  const step = state.steps[index];
  if (step === undefined) return { ...state, status: 'approved', index: state.steps.length, publicity: null };
  if (step.kind !== 'publicity') return { ...state, status: 'open', index, publicity: null };
  const endsOn = addDaysOfKind(on, step.days ?? 0, step.dayKind ?? 'calendar', calendar);
  return { ...state, status: 'open', index, publicity: { postedOn: on, endsOn, objections: 0 } };
}

/**
 * Closes what has run out by `at`: before each event, as a day ends at 24:00. Two publicities in a row: the second is
 * posted on the day on which the first ends (policy-pack §5).
 * @throws DomainError `CALENDAR_NOT_PUBLISHED`
 */
export function closeElapsedPublicity(
  state: ChainState,
  at: CivilDate,
  calendar?: WorkingCalendar,
): ChainState {
  let current = state;
  while (current.status === 'open' && current.publicity !== null && at > current.publicity.endsOn) {
    const { endsOn } = current.publicity;
    const step = current.steps[current.index]?.key ?? '';
    const logged = withHistory(current, { type: 'publicityElapsed', at: endsOn, step });
    current = enterStep(logged, current.index + 1, endsOn, calendar);
  }
  return current;
}

/**
 * An approved chain goes back to one of its steps, which is decided anew with all that follow it; who decided it before
 * may decide it again.
 * @throws DomainError `UNKNOWN_STEP` | `CHAIN_OPEN`
 */
export function reopenChain(
  state: ChainState,
  { step, by, at }: { step: string; by: string; at: CivilDate },
): ChainState {
  if (state.status !== 'approved') throw new DomainError('CHAIN_OPEN');
  const index = state.steps.findIndex(({ key, kind }) => key === step && kind !== 'publicity');
  if (index < 0) throw new DomainError('UNKNOWN_STEP');
  return { ...enterStep(withHistory(state, { type: 'reopened', at, step, by }), index, at), lastAt: at };
}
