import { Decimal } from '../money/decimal.js';
import { isMoney } from '../money/money.js';
import { OUTCOMES_BY_KIND, type Step } from '../policy/step.js';
import { APPLICANT, type ChainState, type DecisionEvent, type Given, type Meeting } from './chain.js';
import { decidedAnother, pendingStep } from './chain-moves.js';

export function isGiven(value: Given | null | undefined): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value === true;
}

/** Rows 4 to 10 of lifecycle §1 for a decision; the first that fails answers. */
export function refusalOfDecision(state: ChainState, event: DecisionEvent): string | null {
  if (state.status === 'objected' || state.publicity !== null) return 'PUBLICITY_RUNNING';
  const pending = pendingStep(state);
  if (!state.steps.some(({ key }) => key === event.step)) return 'UNKNOWN_STEP';
  if (pending === undefined || pending.key !== event.step) return 'STEP_NOT_PENDING';
  return (
    refusalOfActor(state, pending, event) ??
    refusalOfOutcome(state, pending, event) ??
    (isPositive(event.decision) ? refusalOfEvidence(pending, event) : null) ??
    (event.amount !== undefined && !isPositiveAmount(event.amount) ? 'BAD_AMOUNT' : null)
  );
}

function refusalOfActor(state: ChainState, step: Step, event: DecisionEvent): string | null {
  if (event.by !== step.role) return 'WRONG_ROLE';
  const people = [event.actorId, event.principalId].filter((id): id is string => id !== undefined);
  return people.some((id) => isDecider(state, id, step)) ? 'SAME_PERSON' : null;
}

/** The applicant may hand in and complete the application again, but decides nothing. */
const isDecider = (state: ChainState, id: string, step: Step): boolean =>
  decidedAnother(state, id, step.key) && !(state.deciders[id] === APPLICANT && step.kind === 'submit');

function refusalOfOutcome(state: ChainState, step: Step, event: DecisionEvent): string | null {
  const outcomes: readonly string[] = OUTCOMES_BY_KIND[step.kind];
  if (!outcomes.includes(event.decision)) return 'DECISION_NOT_ALLOWED';
  if (event.returnTo !== undefined && !isReturnTarget(state, event)) return 'DECISION_NOT_ALLOWED';
  const negative = event.decision === 'reject' || event.decision === 'return';
  if (negative && !isGiven(event.reason)) return 'REASON_REQUIRED';
  if (event.decision === 'approve' && step.requiresDetail === true && !isGiven(event.opinion))
    return 'REASON_REQUIRED';
  return null;
}

function isReturnTarget(state: ChainState, { decision, returnTo }: DecisionEvent): boolean {
  const target = state.steps.findIndex(({ key }) => key === returnTo);
  return (
    decision === 'return' && target >= 0 && target < state.index && state.steps[target]?.kind !== 'publicity'
  );
}

function isPositive(decision: string): boolean {
  return decision === 'approve' || decision === 'complete';
}

/** A rejection needs its reason, not the documents or the meeting record of an approval (policy-pack §5). */
function refusalOfEvidence(step: Step, event: DecisionEvent): string | null {
  const documents = Array.isArray(event.documents) ? event.documents : [];
  if ((step.requires ?? []).some((key) => !documents.includes(key))) return 'DOCUMENT_MISSING';
  if (step.composition == null) return null;
  if (event.meeting === undefined || event.meeting === null) return 'MEETING_RECORD_REQUIRED';
  return isQuorate(event.meeting, step.composition) ? null : 'COMPOSITION_NOT_MET';
}

/** Exactly, by multiplication: 2 of 5 meets two fifths, 3 of 8 does not. */
function isQuorate(
  meeting: Meeting,
  { memberKind, minShare }: { memberKind: string; minShare: string },
): boolean {
  const members = meeting[`${memberKind}s`] ?? meeting[memberKind] ?? meeting['villagerReps'];
  const { total } = meeting;
  if (!Number.isInteger(total) || total <= 0 || members === undefined || !Number.isInteger(members))
    return false;
  if (members < 0 || members > total) return false;
  return new Decimal(minShare).times(total).lessThanOrEqualTo(members);
}

function isPositiveAmount(amount: string): boolean {
  return isMoney(amount) && new Decimal(amount).greaterThan(0);
}
