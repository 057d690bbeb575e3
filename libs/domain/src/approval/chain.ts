import type { CivilDate } from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';
import type { Step } from '../policy/step.js';

/** Text, or `true` where the text itself is kept elsewhere and only its presence matters here. */
export type Given = string | boolean;

export interface Meeting {
  total: number;
  [memberCount: string]: number;
}

export interface DecisionEvent {
  type: 'decision';
  eventId?: string;
  step: string;
  /** Role of the actor. */
  by: string;
  decision: string;
  at: CivilDate;
  reason?: Given | null;
  opinion?: Given | null;
  documents?: string[];
  meeting?: Meeting | null;
  actorId?: string;
  /** In whose name the actor decides; both are deciders of the step then. */
  principalId?: string;
  /** Only with `return`: an earlier step to go back to; the first when absent. */
  returnTo?: string;
  amount?: string;
}

export interface ObjectionEvent {
  type: 'objection';
  eventId?: string;
  at: CivilDate;
  reason?: Given | null;
  by?: string;
}

export interface AnswerObjectionEvent {
  type: 'answerObjection';
  eventId?: string;
  at: CivilDate;
  founded: boolean;
  reason?: Given | null;
  by?: string;
  actorId?: string;
  principalId?: string;
}

export interface TickEvent {
  type: 'tick';
  eventId?: string;
  at: CivilDate;
}

export type ChainEvent = DecisionEvent | ObjectionEvent | AnswerObjectionEvent | TickEvent;

export interface ChainAnswer {
  accepted: boolean;
  error: string | null;
}

export interface ChainHistoryEntry {
  type: 'decision' | 'objection' | 'answerObjection' | 'publicityElapsed' | 'reopened';
  at: CivilDate;
  step: string;
  by?: string;
  actorId?: string;
  decision?: string;
  founded?: boolean;
}

export interface OpenPublicity {
  postedOn: CivilDate;
  /** Last day; the next step may act from the day after. */
  endsOn: CivilDate;
  objections: number;
}

export type ChainStatus = 'open' | 'approved' | 'rejected' | 'objected';

/** Plain JSON, so that a workflow carries it and a record keeps it. */
export interface ChainState {
  steps: Step[];
  status: ChainStatus;
  /** Index of the pending step. */
  index: number;
  publicity: OpenPublicity | null;
  /** Date of the last accepted event. */
  lastAt: CivilDate | null;
  /** First answer to every event that named itself. */
  seen: Record<string, ChainAnswer>;
  /** Step that each person decided; for the applicant `applicant`. */
  deciders: Record<string, string>;
  history: ChainHistoryEntry[];
}

export const APPLICANT = '#applicant';

/**
 * A chain before its first event.
 * @param opts.applicantActorId the borrower, who may submit but decide nothing (lifecycle §1)
 * @throws DomainError `BAD_CHAIN` when there is no step or the first is not a submit
 */
export function openChain(steps: readonly Step[], opts: { applicantActorId?: string } = {}): ChainState {
  if (steps[0]?.kind !== 'submit') throw new DomainError('BAD_CHAIN');
  return {
    steps: steps.map((step) => ({ ...step })),
    status: 'open',
    index: 0,
    publicity: null,
    lastAt: null,
    seen: {},
    deciders: opts.applicantActorId === undefined ? {} : { [opts.applicantActorId]: APPLICANT },
    history: [],
  };
}

export interface ChainView {
  status: ChainStatus;
  pendingStep: string | null;
  /** Last day of the publicity that runs now. */
  publicityEndsOn: CivilDate | null;
  publicityOpenFor: string | null;
  history: ChainHistoryEntry[];
}

/** What people are shown; a pending publicity under objection is nobody's step. */
export function viewChain(state: ChainState): ChainView {
  const step = state.status === 'open' ? state.steps[state.index] : undefined;
  const running = state.status === 'open' ? state.publicity : null;
  return {
    status: state.status,
    pendingStep: step?.key ?? null,
    publicityEndsOn: running?.endsOn ?? null,
    publicityOpenFor: running === null ? null : (step?.key ?? null),
    history: state.history,
  };
}
