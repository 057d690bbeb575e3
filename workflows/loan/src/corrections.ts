import {
  correctionUpdates,
  type CorrectionCommand,
  type CorrectionDecision,
  type FeedCorrection,
  type LoanDisbursed,
  type OpenCorrection,
  type RepaymentReceived,
  type Verdict,
} from '@bangdai/contracts';
import { addDays, isCivilDate } from '@bangdai/domain';
import { isOutside, now, refused } from '@bangdai/procedure';
import { record } from './activities.js';
import type { Loan } from './loan.js';
import { isCompensated, subjectOf, type LoanState } from './state.js';
import {
  corrected,
  correctionProposed,
  correctionRejected,
  feedConfirmed,
  feedEndorsed,
  feedHeld,
} from './transitions/correction.js';
import type { Transition } from './change-draft.js';
import { bind } from './update-handlers.js';

/** Bank feeds may be dated so many days back (lifecycle §1). */
const DAYS_BACK = 3;

/** Stages whose figures are the bank's alone; in others claim or renewal already rest on them. */
const correctable = new Set(['active', 'extended', 'recalled', 'overdue', 'settled']);
const undisbursed = new Set(['draft', 'inReview', 'publicity', 'investigation', 'approved', 'suspended']);

export const isBeingCorrected = ({ corrections }: LoanState): boolean => corrections.length > 0;

/** Reported more than three days after its own day. Reports of runs before this rule name no day and are never late. */
export function isLate(feed: { reportedOn?: string }, on: string): boolean {
  const { reportedOn } = feed;
  return reportedOn !== undefined && isCivilDate(on) && reportedOn > addDays(on, DAYS_BACK);
}

function refusalOfProposal(state: LoanState, command: CorrectionCommand): string | null {
  const { actor, correction, reasonGiven } = command;
  // Once the fund has paid, only what was collected since can be put right: signed figures rest on the rest.
  const isOfClaim = isCompensated(state) && correction.kind === 'repayment';
  if (!correctable.has(state.stage) && !isOfClaim)
    return undisbursed.has(state.stage)
      ? 'NOT_APPROVED'
      : state.stage === 'compensating' || isCompensated(state)
        ? 'DECISION_NOT_ALLOWED'
        : 'LOAN_CLOSED';
  if (actor.role !== 'bank' && actor.role !== 'bankManager') return 'WRONG_ROLE';
  if (isOutside(actor, subjectOf(state))) return 'OUT_OF_JURISDICTION';
  if (!reasonGiven) return 'REASON_REQUIRED';
  const isOpen = state.corrections.some((open) => concernsSame(open.correction, correction));
  return isOpen ? 'CORRECTION_OPEN' : null;
}

const receiptOf = (correction: FeedCorrection): string | null => {
  if (correction.kind === 'repayment') return correction.receiptNo;
  return correction.kind === 'lateRepayment' ? correction.repayment.receiptNo : null;
};

function concernsSame(one: FeedCorrection, other: FeedCorrection): boolean {
  return receiptOf(one) === receiptOf(other);
}

const openOf = (state: LoanState, id: string): OpenCorrection | undefined =>
  state.corrections.find(({ taskId }) => taskId === id);

function refusalOfDecision(state: LoanState, command: CorrectionDecision): string | null {
  const open = openOf(state, command.taskId);
  if (open === undefined) return 'STEP_NOT_PENDING';
  const { actor, decision, reasonGiven } = command;
  if (actor.role !== 'bank' && actor.role !== 'bankManager') return 'WRONG_ROLE';
  if (isOutside(actor, subjectOf(state))) return 'OUT_OF_JURISDICTION';
  if (open.proposedBy === actor.id) return 'SAME_PERSON';
  if (decision !== 'approve' && decision !== 'reject') return 'DECISION_NOT_ALLOWED';
  return decision === 'reject' && !reasonGiven ? 'REASON_REQUIRED' : null;
}

export function bindCorrections(loan: Loan, book: HeldFeedBooking): void {
  bind<CorrectionCommand>(loan, {
    name: correctionUpdates.proposeCorrection,
    refusal: (command) => refusalOfProposal(loan.state, command),
    work: (command) => propose(loan, command),
  });
  bind<CorrectionDecision>(loan, {
    name: correctionUpdates.decideCorrection,
    refusal: (command) => refusalOfDecision(loan.state, command),
    work: (command) => decide(loan, command, book),
  });
}

/** How a held feed is booked once both people stand for it: as any other of its kind. */
export interface HeldFeedBooking {
  repayment: (repayment: RepaymentReceived) => Promise<void>;
  disbursement: (disbursed: LoanDisbursed) => Promise<void>;
}

const stepOf = (
  { change }: Transition,
  { correctionId, correction }: Pick<OpenCorrection, 'correctionId' | 'correction'>,
  by: { commandId: string; actor: { id: string } } | null,
) => ({ change, correctionId, correction, actorId: by?.actor.id ?? null, commandId: by?.commandId ?? null });

/** Weighed at once, so that a proposal that cannot be is refused to who makes it. */
async function propose(loan: Loan, command: CorrectionCommand): Promise<null> {
  const { correction, commandId: correctionId } = command;
  await weigh(loan, correction);
  const transition = correctionProposed(loan.state, command, now());
  const step = stepOf(transition, { correctionId, correction }, command);
  await loan.apply(transition, () => record.recordCorrectionProposal(step));
  return null;
}

async function weigh(loan: Loan, correction: FeedCorrection) {
  const { loanId } = loan.state.start;
  const { facts, code } = await record.weighCorrection({ loanId, correction, on: now().on });
  if (facts === null) throw refused(code ?? 'INTERNAL');
  return facts;
}

async function decide(
  loan: Loan,
  command: CorrectionDecision,
  book: HeldFeedBooking,
): Promise<Verdict | null> {
  const open = openOf(loan.state, command.taskId);
  if (open === undefined) throw refused('STEP_NOT_PENDING');
  if (command.decision === 'reject') {
    const transition = correctionRejected(loan.state, open, command, now());
    await loan.apply(transition, () => record.recordCorrectionRejected(stepOf(transition, open, command)));
    return null;
  }
  if (open.proposedBy === null) {
    const transition = feedEndorsed(loan.state, open, command, now());
    await loan.apply(transition, () => record.recordCorrectionProposal(stepOf(transition, open, command)));
    return null;
  }
  return confirm(loan, open, command, book);
}

async function confirm(
  loan: Loan,
  open: OpenCorrection,
  command: CorrectionDecision,
  book: HeldFeedBooking,
): Promise<null> {
  const { correction } = open;
  if (correction.kind === 'repayment' || correction.kind === 'disbursement')
    return correct(loan, open, command);
  const transition = feedConfirmed(loan.state, open, command, now());
  await loan.apply(transition, () => record.recordCorrectionConfirmed(stepOf(transition, open, command)));
  if (correction.kind === 'lateRepayment') await book.repayment(correction.repayment);
  else await book.disbursement(correction.disbursed);
  return null;
}

/** The figures may have moved since the proposal: they are weighed anew, and once more if they move while written. */
async function correct(loan: Loan, open: OpenCorrection, command: CorrectionDecision): Promise<null> {
  for (;;) {
    const facts = await weigh(loan, open.correction);
    const { on } = now();
    const transition = corrected(loan.state, open, command, facts, now());
    const step = { ...stepOf(transition, open, command), on, facts };
    const { applied } = await record.recordCorrection(step);
    if (!applied) continue;
    loan.adopt(transition);
    return null;
  }
}

/**
 * Holds a late feed for two people of the bank; false when it is to be taken the ordinary way, which also says why it
 * cannot be booked.
 */
export async function holdLateFeed(
  loan: Loan,
  correctionId: string,
  correction: FeedCorrection,
): Promise<boolean> {
  const { state } = loan;
  if (state.corrections.some((open) => open.correctionId === correctionId)) return true;
  if (state.corrections.some((open) => concernsSame(open.correction, correction))) {
    await loan.recordRefusal({ commandId: correctionId }, 'DUPLICATE_RECEIPT');
    return true;
  }
  const { loanId } = state.start;
  const { code } = await record.weighCorrection({ loanId, correction, on: now().on });
  if (code !== null) return false;
  const transition = feedHeld(state, correctionId, correction, now());
  const step = stepOf(transition, { correctionId, correction }, null);
  await loan.apply(transition, () => record.recordCorrectionProposal(step));
  return true;
}
