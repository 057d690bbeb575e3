import type { LoanTakeover } from '@bangdai/contracts';
import { endOf, now } from '@bangdai/procedure';
import { condition, patched } from '@temporalio/workflow';
import { record } from './activities.js';
import { elapsedChain } from './checks.js';
import { isBeingCorrected } from './corrections.js';
import { recheckApproval, writeChange } from './commands.js';
import type { Loan } from './loan.js';
import { patches } from './patches.js';
import { isInReview, isInService, isOver, nextItem } from './state.js';
import { deadlineOf, disbursementReminded, lapsed, recheckCause } from './transitions/disbursement.js';
import { dropped, publicityElapsed } from './transitions/review.js';
import { awoken, instantOf, overdueSinceOf, takenOver } from './transitions/servicing.js';

/** The life of a loan as the business tells it. Handlers move the state; each stage here waits for it to be left. */
export async function live(loan: Loan, mayContinue: () => boolean): Promise<void> {
  const { takeover } = loan.state.start;
  if (loan.state.stage === 'draft') await begin(loan, takeover);
  // A suspended approval may go back to the bank's step and come again.
  do {
    await passReview(loan);
    await awaitDisbursement(loan);
  } while (isInReview(loan.state));
  await service(loan, mayContinue);
}

async function begin(loan: Loan, takeover: LoanTakeover | null): Promise<void> {
  if (takeover === null) return awaitApplication(loan);
  await loan.take(async () => {
    const transition = takenOver(loan.state, takeover, now());
    await loan.apply(transition, () => record.recordTakeover({ change: transition.change, takeover }));
  });
}

/**
 * The application comes with the first workflow task (Update-with-Start). One that was refused leaves a loan behind that
 * nobody will apply for again: it ends by itself, with a day's grace for a first command that got lost.
 */
async function awaitApplication(loan: Loan): Promise<void> {
  const isBegun = (): boolean => loan.state.stage !== 'draft';
  // Commands of this task are handed out before the workflow goes on.
  await Promise.resolve();
  await condition(() => isBegun() || loan.isIdle);
  if (isBegun()) return;
  if (!patched(patches.draftEnds)) return condition(isBegun);
  if (await condition(isBegun, '1 day')) return;
  await loan.take(async () => {
    if (!isBegun()) await writeChange(loan, dropped(loan.state, now()));
  });
}

/** People decide by Update; only the end of a publicity is a matter of time. */
async function passReview(loan: Loan): Promise<void> {
  while (isInReview(loan.state)) {
    const { stage, chain } = loan.state;
    const endsOn = stage === 'publicity' ? (chain?.publicity?.endsOn ?? null) : null;
    const isStirred = (): boolean => loan.state.chain !== chain || loan.state.stage !== stage;
    const isDue = await loan.alarm.waitUntil(endsOn === null ? null : endOf(endsOn), isStirred, '公示期满');
    if (isDue) await loan.take(() => closePublicity(loan));
  }
}

async function closePublicity(loan: Loan): Promise<void> {
  const chain = elapsedChain(loan.state, now().on);
  if (chain !== null) await writeChange(loan, publicityElapsed(loan.state, chain, now()));
}

/** Approved: checked once more, the bank is asked, and after reminder and 30 days the approval lapses. */
async function awaitDisbursement(loan: Loan): Promise<void> {
  const isWaiting = (): boolean => loan.state.stage === 'approved' || loan.state.stage === 'suspended';
  if (!isWaiting()) return;
  // A publicity that was the last step approves without a decision to check with.
  await loan.take(async () => {
    if (loan.state.stage === 'approved' && !isRechecked(loan))
      await recheckApproval(loan, recheckCause(loan.state));
  });
  while (isWaiting()) {
    const { stage, approval } = loan.state;
    const deadline = deadlineOf(loan.state);
    const isStirred = (): boolean => loan.state.stage !== stage || loan.state.approval !== approval;
    const isDue = await loan.alarm.waitUntil(endOf(deadline.on), isStirred, '放款期限');
    if (isDue) await loan.take(() => pressForDisbursement(loan));
  }
}

const isRechecked = ({ state }: Loan): boolean => state.approval?.rechecked === true;

async function pressForDisbursement(loan: Loan): Promise<void> {
  const { stage } = loan.state;
  if (stage !== 'approved' && stage !== 'suspended') return;
  const { on, then } = deadlineOf(loan.state);
  if (endOf(on) > Date.now()) return;
  await writeChange(
    loan,
    then === 'remind' ? disbursementReminded(loan.state, on, now()) : lapsed(loan.state, on, now()),
  );
}

/**
 * One agenda, one timer: sleeps until its own earliest item or a fact that moves it, does it, and asks again.
 * A settled loan stays while a correction of it is open, and may come back into service by it.
 */
async function service(loan: Loan, mayContinue: () => boolean): Promise<void> {
  while (isInService(loan.state) || isBeingCorrected(loan.state)) {
    if (!mayContinue()) return;
    const { state } = loan;
    const item = nextItem(state);
    const isMoved = (): boolean =>
      loan.state !== state && (isOver(loan.state) || nextItem(loan.state)?.key !== item?.key);
    const isStirred = (): boolean => isMoved() || !mayContinue();
    const isDue = await loan.alarm.waitUntil(item === null ? null : instantOf(item), isStirred, '待办事项');
    if (isDue) await loan.take(() => wake(loan));
  }
}

/** All that is due, in one transaction. */
async function wake(loan: Loan): Promise<void> {
  const before = loan.state;
  const item = nextItem(before);
  if (item === null || instantOf(item) > Date.now()) return;
  const transition = awoken(before, now(), Date.now());
  const { change } = transition;
  const overdueSince = overdueSinceOf(before, transition);
  const write =
    overdueSince === null
      ? () => record.recordWake(change)
      : () => record.recordOverdue({ change, overdueSince });
  await loan.apply(transition, write);
}
