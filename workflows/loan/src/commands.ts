import type {
  ApplicationCommand,
  ClearSuspensionCommand,
  MaliciousExitCommand,
  MisuseDecision,
  ObjectionAnswerCommand,
  ObjectionCommand,
  ReopenApprovalCommand,
  ReviewCommand,
  TermRequestCommand,
  TermRequestDecision,
  UsageCheckCommand,
  Verdict,
} from '@bangdai/contracts';
import { now, refused, type ReviewVerdict } from '@bangdai/procedure';
import { patched } from '@temporalio/workflow';
import { link, record } from './activities.js';
import type { Transition } from './change-draft.js';
import * as check from './checks.js';
import type { Loan } from './loan.js';
import { patches } from './patches.js';
import type { LoanState } from './state.js';
import { usageChecked } from './transitions/care.js';
import { cleared, recheckCause, reopened, suspended } from './transitions/disbursement.js';
import { exited } from './transitions/malicious-exit.js';
import { misuseDecided } from './transitions/misuse.js';
import {
  applied,
  complained,
  decided,
  notEligible,
  objected,
  objectionAnswered,
} from './transitions/review.js';
import {
  extended,
  renewalAgreed,
  termNotAdmitted,
  termRefused,
  termRequested,
} from './transitions/term-request.js';

/** What each command does once it has passed its check; the answer of the store where it may still refuse. */

/** The next state of the chain, or the refusal as the command's answer. */
export function chainOfVerdict<V extends ReviewVerdict | check.ObjectionVerdict>(
  verdict: V,
): Extract<V, { accepted: true }>['chain'] {
  if (!verdict.accepted) throw refused(verdict.code);
  return verdict.chain as Extract<V, { accepted: true }>['chain'];
}

export async function writeChange(loan: Loan, transition: Transition): Promise<null> {
  await loan.apply(transition, () => record.recordWake(transition.change));
  return null;
}

/** Eligibility is decided in the store under the household's lock, by the day of the application. */
export async function submitApplication(loan: Loan, command: ApplicationCommand): Promise<Verdict> {
  const { state } = loan;
  const chain = chainOfVerdict(check.checkApplication(state, command, now().on));
  const ifEligible = applied(state, command, chain, now());
  const ifRefused = notEligible(state, command, now());
  const verdict = await record.registerApplication({
    changeIfEligible: ifEligible.change,
    changeIfRefused: ifRefused.change,
    on: state.start.application.appliedOn,
  });
  loan.adopt(verdict.accepted ? ifEligible : ifRefused);
  return verdict.accepted ? verdict : { ...verdict, code: verdict.code ?? 'NOT_ELIGIBLE' };
}

export async function submitReview(loan: Loan, review: ReviewCommand): Promise<null> {
  const chain = chainOfVerdict(check.checkReview(loan.state, review, now().on));
  const transition = decided(loan.state, review, chain, now());
  const { change } = transition;
  if (transition.state.stage === 'approved') await approve(loan, transition, review);
  else await loan.apply(transition, () => record.recordReview({ change, review }));
  return null;
}

/** The last approval and the check that follows from it: two writes, one local activity. */
async function approve(loan: Loan, approved: Transition, review: ReviewCommand): Promise<void> {
  const { ifCleared, ifSuspended, recheck } = recheckOf(approved.state, recheckCause(approved.state));
  const approval = { change: approved.change, review };
  const verdict = await record.recordApproval({ approval, recheck });
  loan.adopt(verdict.accepted ? ifCleared : ifSuspended);
}

export async function raiseObjection(loan: Loan, command: ObjectionCommand): Promise<null> {
  const chain = chainOfVerdict(check.checkObjection(loan.state, command, now().on));
  const { state } = loan;
  return writeChange(
    loan,
    chain === null ? complained(state, command, now()) : objected(state, command, chain, now()),
  );
}

export async function answerObjection(loan: Loan, command: ObjectionAnswerCommand): Promise<null> {
  const namesPerson = patched(patches.answerNamesPerson);
  const chain = chainOfVerdict(check.checkObjectionAnswer(loan.state, command, now().on, namesPerson));
  return writeChange(loan, objectionAnswered(loan.state, command, chain, now()));
}

function recheckOf(state: LoanState, cause: string, command?: ClearSuspensionCommand) {
  const ifCleared = cleared(state, cause, now(), command);
  const ifSuspended = suspended(state, cause, now());
  const recheck = {
    loanId: state.start.loanId,
    on: now().on,
    changeIfCleared: ifCleared.change,
    changeIfSuspended: ifSuspended.change,
  };
  return { ifCleared, ifSuspended, recheck };
}

/** The second check, just before disbursement: the bank is asked to pay out, or the approval waits. */
export async function recheckApproval(
  loan: Loan,
  cause: string,
  command?: ClearSuspensionCommand,
): Promise<Verdict> {
  const { ifCleared, ifSuspended, recheck } = recheckOf(loan.state, cause, command);
  const verdict = await record.recheckApproval(recheck);
  loan.adopt(verdict.accepted ? ifCleared : ifSuspended);
  return verdict;
}

/** The bank decides anew on a loan that cannot be paid out as it was approved. */
export async function reopenApproval(loan: Loan, command: ReopenApprovalCommand): Promise<null> {
  return writeChange(loan, reopened(loan.state, command, now()));
}

export async function submitUsageCheck(loan: Loan, command: UsageCheckCommand): Promise<null> {
  const transition = usageChecked(loan.state, command, now());
  await loan.apply(transition, () => record.recordUsageCheck({ change: transition.change, check: command }));
  if (command.finding === 'misuse' && !patched(patches.recordOpensClawback))
    await openClawback(loan, command);
  return null;
}

/**
 * As runs of before did it, within the command: a case that could not be opened failed a finding that was on record. The
 * record now leaves it to the relay, in the transaction of the finding.
 */
async function openClawback(loan: Loan, { commandId, checkedOn: fromOn }: UsageCheckCommand): Promise<void> {
  const { loanId } = loan.state.start;
  if (!patched(patches.misuseOpensClawback)) return;
  await link.openClawback({ commandId, loanId, cause: 'misuse', fromOn, toOn: null, amountMax: null });
}

export async function requestTerm(loan: Loan, command: TermRequestCommand): Promise<Verdict> {
  const { state } = loan;
  const ifAdmitted = termRequested(state, command, now());
  const ifRefused = termNotAdmitted(state, command, now());
  const verdict = await record.checkTermRequest({
    loanId: state.start.loanId,
    requestType: command.kind,
    months: command.months,
    on: now().on,
    changeIfAdmitted: ifAdmitted.change,
    changeIfRefused: ifRefused.change,
  });
  loan.adopt(verdict.accepted ? ifAdmitted : ifRefused);
  return verdict;
}

export async function decideRequest(loan: Loan, command: TermRequestDecision): Promise<null> {
  const { state } = loan;
  if (command.decision === 'reject') return writeChange(loan, termRefused(state, command, now()));
  if (state.termRequest?.kind === 'renewal') return writeChange(loan, renewalAgreed(state, command, now()));
  const extension = extended(state, command, now());
  const { change, maturesOn } = extension;
  await loan.apply(extension, () => record.recordExtension({ change, maturesOn }));
  return null;
}

export async function recordMaliciousExit(loan: Loan, command: MaliciousExitCommand): Promise<null> {
  const { state } = loan;
  const endsRequest = state.termRequest !== null && patched(patches.recallEndsRequests);
  const transition = exited(state, command, now(), endsRequest);
  const stopsOn = state.start.rules.maliciousExit?.subsidyStops === true ? now().on : null;
  const maturesOn = command.option === 'recall' ? command.payBy : null;
  await loan.apply(transition, () => record.recordExit({ change: transition.change, stopsOn, maturesOn }));
  return null;
}

/** The subsidy stopped with the finding; a recall or a conversion changes the maturity or ends the loan here. */
export async function decideMisuse(loan: Loan, command: MisuseDecision): Promise<null> {
  const transition = misuseDecided(loan.state, command, now());
  if (command.option === 'noRecall') return writeChange(loan, transition);
  const exit = { change: transition.change, stopsOn: null, maturesOn: command.payBy };
  await loan.apply(transition, () => record.recordExit(exit));
  return null;
}
