import { isCivilDate } from '../calendar/civil-date.js';
import type { WorkingCalendar } from '../calendar/working-days.js';
import { DomainError } from '../errors/domain-error.js';
import type {
  AnswerObjectionEvent,
  ChainAnswer,
  ChainEvent,
  ChainState,
  DecisionEvent,
  ObjectionEvent,
} from './chain.js';
import {
  closeElapsedPublicity,
  decidedAnother,
  enterStep,
  pendingStep,
  withDecider,
  withHistory,
} from './chain-moves.js';
import { isGiven, refusalOfDecision } from './decision-checks.js';

export interface ChainResult extends ChainAnswer {
  state: ChainState;
  /** With `DUPLICATE_EVENT`: the answer that the event got the first time. */
  first?: ChainAnswer;
}

type Outcome = { error: string } | { state: ChainState };

/**
 * One event against the chain: checks in the order of lifecycle §1, the first failure answers; a refused event changes
 * nothing but the log of seen events (publicity that ran out by its day is closed all the same).
 * @param calendar needed where a publicity counts working days; else `CALENDAR_NOT_PUBLISHED`
 */
export function applyChainEvent(
  state: ChainState,
  event: ChainEvent,
  calendar?: WorkingCalendar,
): ChainResult {
  const id = event.eventId;
  const first = id !== undefined && Object.hasOwn(state.seen, id) ? state.seen[id] : undefined;
  if (first !== undefined) return { state, accepted: false, error: 'DUPLICATE_EVENT', first };
  const { current, outcome } = decide(state, event, calendar);
  const answer: ChainAnswer =
    'error' in outcome ? { accepted: false, error: outcome.error } : { accepted: true, error: null };
  const next = 'error' in outcome ? current : { ...outcome.state, lastAt: event.at };
  return { ...answer, state: id === undefined ? next : { ...next, seen: { ...next.seen, [id]: answer } } };
}

function decide(
  state: ChainState,
  event: ChainEvent,
  calendar: WorkingCalendar | undefined,
): { current: ChainState; outcome: Outcome } {
  if (!isCivilDate(event.at)) return { current: state, outcome: { error: 'BAD_DATE' } };
  if (state.lastAt !== null && event.at < state.lastAt) {
    return { current: state, outcome: { error: 'EVENT_OUT_OF_ORDER' } };
  }
  let current = state;
  try {
    current = closeElapsedPublicity(state, event.at, calendar);
    return { current, outcome: outcomeOf(current, event, calendar) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { current, outcome: { error: error.code } };
  }
}

function outcomeOf(state: ChainState, event: ChainEvent, calendar?: WorkingCalendar): Outcome {
  if (event.type === 'tick') return { state };
  if (state.status === 'approved' || state.status === 'rejected') return { error: 'CHAIN_CLOSED' };
  switch (event.type) {
    case 'decision':
      return decision(state, event, calendar);
    case 'objection':
      return objection(state, event);
    case 'answerObjection':
      return answerObjection(state, event, calendar);
    default:
      return { error: 'UNKNOWN_EVENT' };
  }
}

function decision(state: ChainState, event: DecisionEvent, calendar?: WorkingCalendar): Outcome {
  const error = refusalOfDecision(state, event);
  if (error !== null) return { error };
  const { step, at, by, actorId, principalId, decision: answer } = event;
  const entry = { type: 'decision' as const, at, step, by, decision: answer };
  const logged = withHistory(state, actorId === undefined ? entry : { ...entry, actorId });
  const marked = withDecider(withDecider(logged, actorId, step), principalId, step);
  if (answer === 'reject') return { state: { ...marked, status: 'rejected', publicity: null } };
  if (answer !== 'return') return { state: enterStep(marked, state.index + 1, at, calendar) };
  const target =
    event.returnTo === undefined ? 0 : state.steps.findIndex(({ key }) => key === event.returnTo);
  return { state: enterStep(marked, target, at, calendar) };
}

/** Several objections lead to one investigation; after the last day it is a complaint and stops nothing (lifecycle §7). */
function objection(state: ChainState, event: ObjectionEvent): Outcome {
  if (state.publicity === null || event.at > state.publicity.endsOn) return { error: 'NO_PUBLICITY_OPEN' };
  if (!isGiven(event.reason)) return { error: 'REASON_REQUIRED' };
  const entry = { type: 'objection' as const, at: event.at, step: pendingStep(state)?.key ?? '' };
  const logged = withHistory(state, event.by === undefined ? entry : { ...entry, by: event.by });
  const publicity = { ...state.publicity, objections: state.publicity.objections + 1 };
  return { state: { ...logged, status: 'objected', publicity } };
}

/** The township answers, with its grounds; its person decides no other step of the chain. Founded ends the chain; unfounded: the publicity is taken as finished on that day (lifecycle §3). */
function answerObjection(
  state: ChainState,
  event: AnswerObjectionEvent,
  calendar?: WorkingCalendar,
): Outcome {
  if (state.status !== 'objected') return { error: 'NO_OBJECTION_OPEN' };
  const { by, actorId, principalId, founded, at } = event;
  const step = pendingStep(state)?.key ?? '';
  if (by !== undefined && by !== 'township') return { error: 'WRONG_ROLE' };
  if ([actorId, principalId].some((id) => id !== undefined && decidedAnother(state, id, step)))
    return { error: 'SAME_PERSON' };
  if (typeof founded !== 'boolean') return { error: 'DECISION_NOT_ALLOWED' };
  if (!isGiven(event.reason)) return { error: 'REASON_REQUIRED' };
  const logged = withHistory(state, {
    ...{ type: 'answerObjection' as const, at, step, founded },
    ...(by === undefined ? {} : { by }),
    ...(actorId === undefined ? {} : { actorId }),
  });
  const marked = withDecider(withDecider(logged, actorId, step), principalId, step);
  if (founded) return { state: { ...marked, status: 'rejected', publicity: null } };
  return { state: enterStep(marked, state.index + 1, at, calendar) };
}
