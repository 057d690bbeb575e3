import {
  OUTCOMES_BY_KIND,
  applyChainEvent,
  compareMoney,
  isMoney,
  viewChain,
  type ChainState,
  type CivilDate,
  type DecisionEvent,
  type Step,
  type WorkingCalendar,
} from '@bangdai/domain';
import {
  deskOf,
  reaches,
  taskId,
  type Actor,
  type ReviewCommand,
  type TaskClosing,
  type TaskDraft,
} from '@bangdai/contracts';

/** What a chain is about: a loan, a settlement or a claim. */
export interface ReviewSubject {
  id: string;
  county: string;
  /** `` for the whole county. */
  place: string;
  bank: string;
  calendar?: WorkingCalendar | null;
  /** Money and months asked for; a bank's decision may stay below, never go above. */
  requested?: { amount: string; termMonths: number };
}

/** Codes of lifecycle §1 that are answered before it is asked where the actor works. */
const beforeJurisdiction = new Set([
  'BAD_DATE',
  'EVENT_OUT_OF_ORDER',
  'CHAIN_CLOSED',
  'PUBLICITY_RUNNING',
  'UNKNOWN_STEP',
  'STEP_NOT_PENDING',
  'WRONG_ROLE',
  'CALENDAR_NOT_PUBLISHED',
]);

export type ReviewVerdict = { accepted: true; chain: ChainState } | { accepted: false; code: string };

/** One decision by the order of lifecycle §1; the same for an Update's validator, its handler and the Signal. */
export function decideReview(
  chain: ChainState,
  command: ReviewCommand,
  subject: ReviewSubject,
  on: CivilDate,
): ReviewVerdict {
  const result = applyChainEvent(chain, decisionEvent(chain, command, on), subject.calendar ?? undefined);
  if (result.error !== null && beforeJurisdiction.has(result.error))
    return { accepted: false, code: result.error };
  if (isOutside(command.actor, subject)) return { accepted: false, code: 'OUT_OF_JURISDICTION' };
  if (result.error !== null) return { accepted: false, code: result.error };
  const termsRefusal = refusalOfTerms(command, subject);
  return termsRefusal === null
    ? { accepted: true, chain: result.state }
    : { accepted: false, code: termsRefusal };
}

/** Another county, another part of it, or another bank. */
export function isOutside(actor: Actor, subject: Pick<ReviewSubject, 'county' | 'place' | 'bank'>): boolean {
  if (actor.county !== subject.county || !reaches(actor.place, subject.place)) return true;
  return actor.bank !== null && actor.bank !== subject.bank;
}

function decisionEvent(chain: ChainState, command: ReviewCommand, on: CivilDate): DecisionEvent {
  const step = chain.steps.find(({ key }) => key === command.stepKey);
  const holdsDesk = step !== undefined && deskOf(step.role) === command.actor.role;
  return {
    type: 'decision',
    step: command.stepKey,
    by: holdsDesk ? step.role : command.actor.role,
    actorId: command.actor.id,
    ...(command.actor.onBehalfOf !== undefined && { principalId: command.actor.onBehalfOf }),
    decision: command.decision,
    at: on,
    reason: command.reasonGiven,
    opinion: command.opinionGiven,
    documents: command.documents,
    meeting: command.meeting === null ? null : { ...command.meeting },
    ...(command.returnTo === undefined ? {} : { returnTo: command.returnTo }),
  };
}

/** The bank may lower amount and months. */
function refusalOfTerms({ approvedTerms }: ReviewCommand, { requested }: ReviewSubject): string | null {
  if (approvedTerms === null || requested === undefined) return null;
  const { amount, termMonths } = approvedTerms;
  if (!isMoney(amount) || compareMoney(amount, '0.00') <= 0) return 'BAD_AMOUNT';
  if (compareMoney(amount, requested.amount) > 0) return 'AMOUNT_ABOVE_REQUEST';
  return termMonths > requested.termMonths ? 'TERM_ABOVE_MAX' : null;
}

/** Lets the days go by: closes publicity that ran out before `on`. */
export function passTime(chain: ChainState, on: CivilDate, calendar?: WorkingCalendar | null): ChainState {
  return applyChainEvent(chain, { type: 'tick', at: on }, calendar ?? undefined).state;
}

/** The step that people are waiting for; null in publicity, investigation and after the end. */
export function stepAtDesk(chain: ChainState): Step | null {
  const { pendingStep } = viewChain(chain);
  const step = chain.steps.find(({ key }) => key === pendingStep);
  return step === undefined || step.kind === 'publicity' ? null : step;
}

const bankDesks = new Set(['bank', 'bankManager', 'bankBranch']);

/** The task of a step at the desk that holds it. */
export function reviewTask(step: Step, subject: ReviewSubject, round: number, on: CivilDate): TaskDraft {
  const role = deskOf(step.role);
  return {
    taskId: taskId(subject.id, step.key, round),
    kind: 'review',
    stepKey: step.key,
    title: step.zh ?? step.key,
    role,
    county: subject.county,
    place: subject.place,
    bank: bankDesks.has(role) ? subject.bank : null,
    slaWorkingDays: step.slaWorkingDays ?? null,
    dueOn: null,
    openedOn: on,
    outcomes: [...OUTCOMES_BY_KIND[step.kind]],
    requires: step.requires ?? [],
    requiresDetail: step.requiresDetail ?? false,
    needsMeeting: step.composition !== undefined,
  };
}

export function doneTask(command: { taskId: string; decision: string; actor: Actor }): TaskClosing {
  return { taskId: command.taskId, outcome: 'done', decision: command.decision, actorId: command.actor.id };
}

export function cancelledTask(id: string): TaskClosing {
  return { taskId: id, outcome: 'cancelled', decision: null, actorId: null };
}

/** How often each step was opened; a step opened again after a return gets a task of its own. */
export function nextRound(rounds: Readonly<Record<string, number>>, stepKey: string): number {
  return (rounds[stepKey] ?? 0) + 1;
}
