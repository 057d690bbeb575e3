import type {
  ClaimCommand,
  CloseRecoveryCommand,
  CommandReceipt,
  LoanSettled,
  ReviewCommand,
} from '@bangdai/contracts';
import { deskOf } from '@bangdai/contracts';
import { isCivilDate, type ChainState } from '@bangdai/domain';
import {
  byPerson,
  bySystem,
  decideReview,
  doneTask,
  isOutside,
  now,
  orFailTask,
  orRefuse,
  refuseWith,
  refused,
  stepAtDesk,
  type ReviewVerdict,
} from '@bangdai/procedure';
import { record } from './activities.js';
import type { Claim } from './claim.js';

type Refusal = string | null;

/** Filing is the first step of the chain; cause, proofs and waiting time are checked where the loan is known. */
export function checkFiling(claim: Claim, command: ClaimCommand): ReviewVerdict {
  if (claim.isAdmitted || claim.stage !== 'filed') return { accepted: false, code: 'CLAIM_EXISTS' };
  if (!isCivilDate(command.filedOn) || command.filedOn > now().on)
    return { accepted: false, code: 'BAD_DATE' };
  const step = claim.chain.steps[0];
  const review: ReviewCommand = {
    commandId: command.commandId,
    taskId: '',
    stepKey: step?.key ?? '',
    decision: 'complete',
    reasonGiven: true,
    opinionGiven: true,
    documents: step?.requires ?? [],
    meeting: null,
    approvedTerms: null,
    figuresHash: null,
    actor: command.actor,
  };
  return decideReview(claim.chain, review, claim.subject, now().on);
}

export async function fileClaim(claim: Claim, command: ClaimCommand): Promise<CommandReceipt> {
  const filing = checkFiling(claim, command);
  if (!filing.accepted) throw refused(filing.code);
  const { claimId, insuranceFirst } = claim.start;
  const filed = byPerson('claimFiled', command, { data: { filedOn: command.filedOn } });
  const ifAdmitted = claim.prepare({
    changeId: command.commandId,
    stage: insuranceFirst ? 'waitingInsurance' : 'verifying',
    events: insuranceFirst ? [filed, bySystem('insuranceAwaited')] : [filed],
    chain: filing.chain,
  });
  const ifRefused = claim.prepare({
    changeId: command.commandId,
    stage: 'refused',
    events: [byPerson('claimRefused', command)],
  });
  const verdict = await record.registerClaim({
    claimId,
    filedOn: command.filedOn,
    changeIfAdmitted: ifAdmitted.change,
    changeIfRefused: ifRefused.change,
  });
  claim.adopt(verdict.accepted ? ifAdmitted : ifRefused);
  claim.isAdmitted = verdict.accepted;
  // The insurer had answered before the claim was filed: nothing to wait for.
  if (verdict.accepted && insuranceFirst && !verdict.pendingInsurance)
    await beginReview(claim, 'insuranceKnown');
  return claim.receipt(
    command.commandId,
    verdict.accepted ? null : (verdict.code ?? 'INTERNAL'),
    verdict.reasons,
  );
}

export async function beginReview(claim: Claim, changeId: string): Promise<void> {
  await claim.move({ changeId, stage: 'verifying', chain: claim.chain });
}

export function checkReview(claim: Claim, command: ReviewCommand): ReviewVerdict {
  const { stage, chain, figures } = claim;
  if (claim.isOver) return { accepted: false, code: 'CHAIN_CLOSED' };
  if (stage === 'filed') return { accepted: false, code: 'STEP_NOT_PENDING' };
  if (stage === 'waitingInsurance') return { accepted: false, code: 'INSURANCE_NOT_SETTLED' };
  if (stage === 'queued') return { accepted: false, code: 'FUND_INSUFFICIENT' };
  if (stage === 'verifying' && stepAtDesk(chain)?.kind === 'pay')
    return { accepted: false, code: 'NOT_DETERMINED' };
  const verdict = decideReview(chain, command, claim.subject, now().on);
  const isPayment =
    stage === 'determined' && (command.decision === 'complete' || command.decision === 'approve');
  if (verdict.accepted && isPayment && command.figuresHash !== figures?.figuresHash) {
    return { accepted: false, code: 'FIGURES_CHANGED' };
  }
  return verdict;
}

export const refusalOfReview = (claim: Claim, command: ReviewCommand): Refusal => {
  const verdict = checkReview(claim, command);
  return verdict.accepted ? null : verdict.code;
};

/** Whether only the payment is left of the chain. */
export const isReviewed = (chain: ChainState): boolean =>
  chain.status === 'approved' || (chain.status === 'open' && stepAtDesk(chain)?.kind === 'pay');

async function submitReview(claim: Claim, command: ReviewCommand): Promise<void> {
  const verdict = checkReview(claim, command);
  if (!verdict.accepted) throw refused(verdict.code);
  const { stepKey, decision, commandId: changeId } = command;
  const { chain } = verdict;
  const events = [byPerson('decided', command, { stepKey, decision })];
  const closeTasks = [doneTask(command)];
  if (chain.status === 'rejected') {
    const refusal = [...events, bySystem('claimRefused')];
    await claim.move({ changeId, stage: 'refused', events: refusal, closeTasks, chain }, command);
  } else if (claim.stage === 'determined' && chain.status === 'approved') {
    await claim.move({ changeId, stage: 'paying', events, closeTasks, chain }, command);
  } else if (isReviewed(chain)) {
    await holdForDetermination(claim, command, chain);
  } else {
    await claim.move({ changeId, stage: 'verifying', events, closeTasks, chain }, command);
  }
}

/** Reviewed: the amount is determined under the fund's lock before finance is asked to pay. */
async function holdForDetermination(claim: Claim, command: ReviewCommand, chain: ChainState): Promise<void> {
  const events = [byPerson('decided', command, { stepKey: command.stepKey, decision: command.decision })];
  const prepared = claim.prepare({
    changeId: command.commandId,
    stage: 'verifying',
    events,
    closeTasks: [doneTask(command)],
  });
  await record.recordClaimReview({ ...prepared.change, pendingStep: null, review: command });
  claim.adopt({ ...prepared, progress: { ...prepared.progress, chain } });
}

export function answerReview(claim: Claim, command: ReviewCommand): Promise<CommandReceipt> {
  return answer(claim, command, async () => {
    refuseWith(refusalOfReview(claim, command));
    await submitReview(claim, command);
    return claim.receipt(command.commandId, null);
  });
}

/** One at a time; a repeated command gets its first answer. */
export function answer(
  claim: Claim,
  { commandId }: { commandId: string },
  work: () => Promise<CommandReceipt>,
): Promise<CommandReceipt> {
  return claim.turns.run(async () => {
    const first = claim.commands.firstAnswer(commandId);
    return first ?? claim.commands.keep(await orRefuse(work));
  });
}

export function takeReview(claim: Claim, command: ReviewCommand): Promise<void> {
  return claim.turns.run(() =>
    orFailTask(async () => {
      if (claim.commands.firstAnswer(command.commandId) !== undefined) return;
      const code = refusalOfReview(claim, command);
      const entry = byPerson('commandRefused', command, { code, stepKey: command.stepKey });
      if (code === null) await submitReview(claim, command);
      else await claim.move({ changeId: command.commandId, stage: claim.stage, events: [entry] });
      claim.commands.keep(claim.receipt(command.commandId, code));
    }),
  );
}

export function checkClosing(claim: Claim, { actor, reasonGiven }: CloseRecoveryCommand): Refusal {
  if (claim.stage === 'closed') return 'CHAIN_CLOSED';
  if (claim.stage !== 'recovering') return 'STEP_NOT_PENDING';
  if (deskOf('countyOffice') !== actor.role) return 'WRONG_ROLE';
  if (isOutside(actor, claim.subject)) return 'OUT_OF_JURISDICTION';
  return reasonGiven ? null : 'REASON_REQUIRED';
}

/** @returns the answer; the loan behind a reopened claim has no workflow of its own left to follow */
export async function closeRecovery(claim: Claim, command: CloseRecoveryCommand): Promise<CommandReceipt> {
  refuseWith(checkClosing(claim, command));
  await claim.move({
    changeId: command.commandId,
    stage: 'closed',
    events: [byPerson('recoveryEnded', command)],
    ...(claim.start.reopened === true ? { loanStage: 'closedLoss' as const } : {}),
  });
  return claim.receipt(command.commandId, null);
}

/** The borrower paid all of it: what is not yet ordered is not paid; an order under way is settled by its own outcome. */
export async function withdraw(claim: Claim, changeId: string): Promise<void> {
  if (claim.isOver) return;
  await claim.move({ changeId, stage: 'withdrawn', events: [bySystem('claimWithdrawn')] });
}

const BEFORE_PAYMENT: ReadonlySet<string> = new Set([
  'waitingInsurance',
  'verifying',
  'determined',
  'queued',
]);

/** A claim that is being filed asks about the loan itself; one under payment is recomputed there. */
export function takeLoanSettled(claim: Claim, { inboxId }: LoanSettled): Promise<void> {
  return claim.turns.run(() =>
    orFailTask(async () => {
      if (BEFORE_PAYMENT.has(claim.stage)) await withdraw(claim, `loanSettled/${inboxId}`);
    }),
  );
}
