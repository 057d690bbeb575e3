import type { LoanStart } from '@bangdai/contracts';
import { allHandlersFinished, condition, continueAsNew, workflowInfo } from '@temporalio/workflow';
import { Loan } from './loan.js';
import { live } from './procedure.js';
import { bindSignals } from './signal-handlers.js';
import { isOver } from './state.js';
import { bindReviewUpdates, bindServiceUpdates } from './update-handlers.js';

/** One loan from application to its end: review, disbursement, service, overdue, compensation (architecture §3). */
export async function LoanWorkflow(start: LoanStart): Promise<void> {
  const loan = setUp(start);
  await live(loan, () => !workflowInfo().continueAsNewSuggested);
  // A handler still waiting for its write would lose it with the run.
  await condition(allHandlersFinished);
  if (!isOver(loan.state)) await continueAsNew<typeof LoanWorkflow>(loan.carriedOver());
}

/** All handlers at once and before the first wait: an Update without one is rejected. */
function setUp(start: LoanStart): Loan {
  const loan = new Loan(start);
  bindReviewUpdates(loan);
  bindServiceUpdates(loan);
  bindSignals(loan);
  return loan;
}
