import type { LoanStart } from '@bangdai/contracts';
import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { Loan } from './loan.js';
import { live } from './procedure.js';
import { bindCorrections, isBeingCorrected } from './corrections.js';
import { bindSignals, heldFeeds } from './signal-handlers.js';
import { isOver } from './state.js';
import { bindReviewUpdates, bindServiceUpdates } from './update-handlers.js';

/** One loan from application to its end: review, disbursement, service, overdue, compensation (architecture §3). */
export async function LoanWorkflow(start: LoanStart): Promise<void> {
  const loan = setUp(start);
  await awaitCorrection(loan);
  await live(loan, () => !workflowInfo().continueAsNewSuggested);
  // A handler still waiting for its write would lose it with the run.
  await condition(allHandlersFinished);
  if (!isOver(loan.state) || isBeingCorrected(loan.state))
    await continueAsNew<typeof LoanWorkflow>(loan.carriedOver());
}

/** A settled loan is started anew only to be corrected: the command that it was started with comes with its first task. */
async function awaitCorrection(loan: Loan): Promise<void> {
  if (isOver(loan.state)) await condition(() => isBeingCorrected(loan.state), '1 minute');
}

/** All handlers at once and before the first wait: an Update without one is rejected. */
function setUp(start: LoanStart): Loan {
  const loan = new Loan(start);
  bindReviewUpdates(loan);
  bindServiceUpdates(loan);
  bindSignals(loan);
  bindCorrections(loan, heldFeeds(loan));
  return loan;
}
