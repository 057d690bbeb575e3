import type {
  Actor,
  ApplicationCommand,
  ClearSuspensionCommand,
  MaliciousExitCommand,
  MisuseDecision,
  NoticeServedCommand,
  ObjectionAnswerCommand,
  ObjectionCommand,
  ReopenApprovalCommand,
  ReviewCommand,
  TermRequestCommand,
  TermRequestDecision,
  UrgingCommand,
  UsageCheckCommand,
  WithdrawCommand,
} from '@bangdai/contracts';
import { deskOf } from '@bangdai/contracts';
import { applyChainEvent, isCivilDate, type ChainState, type CivilDate } from '@bangdai/domain';
import { decideReview, isOutside, passTime, type ReviewVerdict } from '@bangdai/procedure';
import { bankStepOf } from './transitions/disbursement.js';
import { misuseOptions } from './transitions/misuse.js';
import { isInReview, isInService, isOver, subjectOf, type LoanState } from './state.js';

/**
 * Why a command is refused, by the order of lifecycle §1; null when it is not. Pure and read-only: validators, handlers
 * and the Signal ask the same functions.
 */
type Refusal = string | null;

function refusalOfPerson(state: LoanState, actor: Actor, desks: readonly string[]): Refusal {
  if (!desks.some((role) => deskOf(role) === actor.role)) return 'WRONG_ROLE';
  return isOutside(actor, subjectOf(state)) ? 'OUT_OF_JURISDICTION' : null;
}

export function chainOf(state: LoanState): ChainState {
  if (state.chain === null) throw new Error('a loan taken over has no chain');
  return state.chain;
}

/** The application is its first step: documents and maker are checked by the chain itself. */
export function checkApplication(
  state: LoanState,
  command: ApplicationCommand,
  on: CivilDate,
): ReviewVerdict {
  if (isOver(state)) return { accepted: false, code: 'LOAN_CLOSED' };
  if (state.stage !== 'draft' || state.chain === null)
    return { accepted: false, code: 'DUPLICATE_APPLICATION' };
  const step = state.chain.steps[0];
  const review: ReviewCommand = {
    ...command,
    taskId: '',
    stepKey: step?.key ?? '',
    decision: 'complete',
    reasonGiven: true,
    opinionGiven: true,
    meeting: null,
    approvedTerms: null,
    figuresHash: null,
  };
  return decideReview(state.chain, review, subjectOf(state), on);
}

export function checkReview(state: LoanState, command: ReviewCommand, on: CivilDate): ReviewVerdict {
  if (state.chain === null || state.stage === 'draft') return { accepted: false, code: 'STEP_NOT_PENDING' };
  if (!isInReview(state)) return { accepted: false, code: 'CHAIN_CLOSED' };
  return decideReview(state.chain, command, subjectOf(state), on);
}

export type ObjectionVerdict = ReviewVerdict | { accepted: true; chain: null };

/**
 * While the posting hangs an objection moves the chain; after its last day, whatever became of the application, it is a
 * complaint and accepted without a chain; before any posting there is nothing to object to (lifecycle §7).
 */
export function checkObjection(state: LoanState, command: ObjectionCommand, on: CivilDate): ObjectionVerdict {
  if (isOver(state)) return { accepted: false, code: 'LOAN_CLOSED' };
  if (state.chain === null) return { accepted: false, code: 'NO_PUBLICITY_OPEN' };
  const event = { type: 'objection' as const, at: on, reason: command.reasonGiven, by: command.actor.role };
  const result = applyChainEvent(state.chain, event, state.start.calendar ?? undefined);
  const isLate = result.error === 'NO_PUBLICITY_OPEN' || result.error === 'CHAIN_CLOSED';
  if (isLate && !wasPosted(result.state)) return { accepted: false, code: 'NO_PUBLICITY_OPEN' };
  if (isOutside(command.actor, subjectOf(state))) return { accepted: false, code: 'OUT_OF_JURISDICTION' };
  if (!isLate && result.error !== null) return { accepted: false, code: result.error };
  if (isLate && !command.reasonGiven) return { accepted: false, code: 'REASON_REQUIRED' };
  return { accepted: true, chain: isLate ? null : result.state };
}

const wasPosted = ({ history }: ChainState): boolean =>
  history.some(({ type }) => type === 'publicityElapsed' || type === 'answerObjection');

/** @param namesPerson the answer counts as its person's step, so that who decided another may not give it (lifecycle §1) */
export function checkObjectionAnswer(
  state: LoanState,
  command: ObjectionAnswerCommand,
  on: CivilDate,
  namesPerson: boolean,
): ReviewVerdict {
  if (state.stage !== 'investigation')
    return { accepted: false, code: isOver(state) ? 'LOAN_CLOSED' : 'NO_PUBLICITY_OPEN' };
  const refusal = refusalOfPerson(state, command.actor, ['township']);
  if (refusal !== null) return { accepted: false, code: refusal };
  const event = {
    type: 'answerObjection' as const,
    at: on,
    founded: command.founded,
    reason: command.reasonGiven,
    by: command.actor.role,
    ...(namesPerson ? personsOf(command.actor) : {}),
  };
  const result = applyChainEvent(chainOf(state), event, state.start.calendar ?? undefined);
  return result.error === null
    ? { accepted: true, chain: result.state }
    : { accepted: false, code: result.error };
}

/** Who answers, and in whose name: neither may have decided another step. */
const personsOf = ({ id, onBehalfOf }: Actor) => ({
  actorId: id,
  ...(onBehalfOf === undefined ? {} : { principalId: onBehalfOf }),
});

export function checkWithdrawal(state: LoanState, { actor }: WithdrawCommand): Refusal {
  if (isOver(state)) return 'LOAN_CLOSED';
  if (isInService(state)) return 'ALREADY_DISBURSED';
  return refusalOfPerson(state, actor, ['borrower']);
}

export function checkClearing(state: LoanState, { actor }: ClearSuspensionCommand): Refusal {
  if (isOver(state)) return 'LOAN_CLOSED';
  if (state.stage !== 'suspended') return 'STEP_NOT_PENDING';
  return refusalOfPerson(state, actor, ['countyOffice']);
}

/** Only what the bank approved can be decided anew, and only while the loan is suspended. */
export function checkReopening(state: LoanState, { actor, reasonGiven }: ReopenApprovalCommand): Refusal {
  if (isOver(state)) return 'LOAN_CLOSED';
  if (state.stage !== 'suspended') return 'STEP_NOT_PENDING';
  const refusal = refusalOfPerson(state, actor, ['countyOffice']);
  if (refusal !== null) return refusal;
  if (bankStepOf(state) === null) return 'DECISION_NOT_ALLOWED';
  return reasonGiven ? null : 'REASON_REQUIRED';
}

/** Dates of the past life of the loan: from disbursement to today. */
function refusalOfDate(state: LoanState, date: string, on: CivilDate): Refusal {
  if (!isCivilDate(date) || date > on) return 'BAD_DATE';
  return state.facts !== null && date < state.facts.disbursedOn ? 'BAD_DATE' : null;
}

export function checkUsageCheck(state: LoanState, command: UsageCheckCommand, on: CivilDate): Refusal {
  if (isOver(state)) return 'LOAN_CLOSED';
  if (!isInService(state)) return 'NOT_APPROVED';
  return (
    refusalOfPerson(state, command.actor, [state.start.rules.postLoanCheck.by]) ??
    (command.finding === 'misuse' && !command.remarkGiven ? 'REASON_REQUIRED' : null) ??
    refusalOfDate(state, command.checkedOn, on)
  );
}

/** Only while the loan is neither overdue nor compensated; a recall names a day between today and the maturity. */
export function checkMaliciousExit(
  state: LoanState,
  { actor, option, payBy, reasonGiven }: MaliciousExitCommand,
  on: CivilDate,
): Refusal {
  if (isOver(state)) return 'LOAN_CLOSED';
  if (state.facts === null) return 'NOT_APPROVED';
  const isOpenTo = state.start.rules.maliciousExit?.options.includes(option) === true;
  if (!isOpenTo || !(state.stage === 'active' || state.stage === 'extended')) return 'DECISION_NOT_ALLOWED';
  const refusal = refusalOfPerson(state, actor, ['countyOffice']) ?? (reasonGiven ? null : 'REASON_REQUIRED');
  if (refusal !== null || option !== 'recall') return refusal;
  return isPayDay(state, payBy, on) ? null : 'BAD_DATE';
}

/** The answer to what a finding of misuse put before the county office; a recall needs its grounds as well as its day. */
export function checkMisuseDecision(state: LoanState, command: MisuseDecision, on: CivilDate): Refusal {
  const { actor, taskId, option, payBy, reasonGiven } = command;
  if (isOver(state)) return 'LOAN_CLOSED';
  if (!state.openTaskIds.includes(taskId) || !taskId.includes('.misuse.')) return 'STEP_NOT_PENDING';
  const refusal = refusalOfPerson(state, actor, ['countyOffice']);
  if (refusal !== null) return refusal;
  if (!misuseOptions(state).includes(option)) return 'DECISION_NOT_ALLOWED';
  if (!reasonGiven) return 'REASON_REQUIRED';
  if (option !== 'recall') return payBy === null ? null : 'BAD_DATE';
  return isPayDay(state, payBy, on) ? null : 'BAD_DATE';
}

/** A recalled loan is paid back after today and not later than it was due anyway. */
const isPayDay = ({ facts }: LoanState, payBy: string | null, on: CivilDate): boolean =>
  payBy !== null && facts !== null && isCivilDate(payBy) && payBy > on && payBy <= facts.maturesOn;

export function checkUrging(state: LoanState, { actor }: UrgingCommand): Refusal {
  if (isOver(state)) return 'LOAN_CLOSED';
  if (state.facts?.overdueSince == null) return 'NOT_OVERDUE';
  return refusalOfPerson(state, actor, [...state.start.rules.overdue.urgeBy, 'bank', 'village', 'township']);
}

export function checkNoticeServed(state: LoanState, command: NoticeServedCommand, on: CivilDate): Refusal {
  if (isOver(state)) return 'LOAN_CLOSED';
  if (!state.openTaskIds.includes(command.taskId) || !command.taskId.includes('.writtenNotice.'))
    return 'STEP_NOT_PENDING';
  const servers = state.start.rules.reminders
    .filter(({ channel }) => channel === 'written')
    .map(({ by }) => by);
  return refusalOfPerson(state, command.actor, servers) ?? refusalOfDate(state, command.servedOn, on);
}

/**
 * Lifecycle §6: asked before the maturity day, one request at a time. A recalled loan has left the programme.
 * @param endsWithRecall a recall ends the request that is open and lets no other come
 */
export function checkTermRequest(
  state: LoanState,
  command: TermRequestCommand,
  on: CivilDate,
  endsWithRecall: boolean,
): Refusal {
  if (isOver(state) || (endsWithRecall && state.stage === 'recalled')) return 'LOAN_CLOSED';
  const { facts } = state;
  if (facts === null) return 'NOT_APPROVED';
  if (on >= facts.maturesOn) return 'AFTER_MATURITY';
  if (state.termRequest !== null) return 'REQUEST_OPEN';
  return (
    refusalOfPerson(state, command.actor, ['borrower']) ?? (command.reasonGiven ? null : 'REASON_REQUIRED')
  );
}

export function checkTermDecision(state: LoanState, command: TermRequestDecision, on: CivilDate): Refusal {
  if (isOver(state) || (state.stage === 'recalled' && state.termRequest === null)) return 'LOAN_CLOSED';
  if (state.facts !== null && on > state.facts.maturesOn) return 'AFTER_MATURITY';
  if (state.termRequest?.taskId !== command.taskId) return 'STEP_NOT_PENDING';
  const refusal = refusalOfPerson(state, command.actor, ['bank']);
  return refusal ?? (command.decision === 'reject' && !command.reasonGiven ? 'REASON_REQUIRED' : null);
}

/** The chain with the publicity closed that ran out before today; null when none did. */
export function elapsedChain(state: LoanState, on: CivilDate): ChainState | null {
  if (state.chain === null || state.stage !== 'publicity') return null;
  const passed = passTime(state.chain, on, state.start.calendar);
  return passed.history.length > state.chain.history.length ? passed : null;
}
