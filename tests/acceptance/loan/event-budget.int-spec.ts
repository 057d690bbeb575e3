import { loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import { addMonths } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventsOf, type LoanEvents } from '../../support/event-counts.js';
import { withLoanClock } from '../../support/loan-clock.js';
import { eventually } from '../../support/operators.js';
import { World } from '../../support/worlds.js';

const county = 'bachu-2024';
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address);
}, 60_000);
afterAll(() => world?.close(), 60_000);

const stageOf = async (loan: LoanStart) => (await world.loanRow(loan.loanId))['stage'];

/** From application to payoff on the maturity day, as it goes when nothing goes wrong. */
async function cleanLife(months: number): Promise<LoanEvents> {
  const { loan, receipt } = await world.apply({ county, appliedOn: '2024-03-04', termMonths: months });
  expect(receipt.accepted).toBe(true);
  for (const step of ['villageReview', 'townshipReview', 'countyDetermination'])
    await world.decideLoan(loan, step);
  await world.decideLoan(loan, 'bankReview', {
    approvedTerms: { amount: '30000.00', termMonths: months, annualRate: '0.0395' },
  });
  const disbursedOn = await clock.current.today();
  const maturesOn = addMonths(disbursedOn, months);
  await world.report('loanDisbursed', county, loan.loanNo, {
    ...{ loanNo: loan.loanNo, contractNo: `HT-${loan.loanNo}`, amount: '30000.00', annualRate: '0.0395' },
    ...{ disbursedOn, maturesOn },
  });
  await eventually('the loan is active', async () => (await stageOf(loan)) === 'active');
  await clock.current.sleepUntil(maturesOn, '12:00');
  await world.report('repaymentReceived', county, loan.loanNo, {
    ...{
      loanNo: loan.loanNo,
      receiptNo: `R-${loan.loanNo}`,
      paidOn: maturesOn,
      principal: '30000.00',
      interest: '0.00',
    },
  });
  await eventually('the loan is settled', async () => (await stageOf(loan)) === 'settled');
  const workflowId = loanWorkflowId(county, loan.loanNo);
  await clock.current.completed(workflowId);
  return eventsOf(clock.current.client, workflowId);
}

const wake = [
  'TimerFired',
  'WorkflowTaskScheduled',
  'WorkflowTaskStarted',
  'WorkflowTaskCompleted',
  'MarkerRecorded',
  'TimerStarted',
];

/** The timer that a wake begins with was set by the task before it; it is counted with its wake. */
function serviceEvents({ tasks }: LoanEvents): number {
  return tasks.filter(([cause]) => cause === 'TimerFired').flat().length + 1;
}

describe('the history of a clean loan', () => {
  it.each([12, 36])(
    'keeps to its budget over %i months',
    async (months) => {
      const events = await cleanLife(months);
      const inService = serviceEvents(events);
      expect(events.total - inService).toBeLessThanOrEqual(45);
      expect(inService / (months / 12)).toBeLessThanOrEqual(25);
      expect(events.all['UpsertWorkflowSearchAttributes']).toBeLessThanOrEqual(6);
    },
    60_000,
  );

  it('has one timer pending and one workflow task for each wake', async () => {
    const { all, tasks } = await cleanLife(12);
    const wakes = tasks.filter(([cause]) => cause === 'TimerFired');
    // The notice 60 days and the written notice 30 days before maturity are the loan's own wakes of a clean year.
    expect(wakes).toEqual([wake, wake]);
    // Approval and service each have one timer at a time: whatever was set has fired, was cancelled, or ended with the loan.
    const pending = (all['TimerStarted'] ?? 0) - (all['TimerFired'] ?? 0) - (all['TimerCanceled'] ?? 0);
    expect(pending).toBe(1);
  }, 60_000);

  it('spends one workflow task and one marker on a decision', async () => {
    const { tasks } = await cleanLife(12);
    const decisions = tasks.filter((task) => task.includes('WorkflowExecutionUpdateAccepted'));
    for (const task of decisions) {
      expect(task.filter((name) => name === 'WorkflowTaskCompleted')).toHaveLength(1);
      expect(task.filter((name) => name === 'MarkerRecorded')).toHaveLength(1);
    }
    expect(decisions).toHaveLength(5);
  }, 60_000);
});
