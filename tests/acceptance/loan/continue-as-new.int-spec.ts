import { loanUpdates, loanWorkflowId, type CommandReceipt, type ReviewCommand } from '@bangdai/contracts';
import { addMonths, shanghaiDateOf } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withDevServer } from '../../support/dev-server.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { World } from '../../support/worlds.js';

// A loan of three years stays far below the server's suggestion; here it comes after forty events.
const server = withDevServer({ 'limit.historyCount.suggestContinueAsNew': 40 });
let world: World;

beforeAll(async () => {
  world = await World.open(server.current.client, server.current.address);
}, 60_000);
afterAll(() => world?.close(), 60_000);

describe('a loan whose history grew long', () => {
  it('goes on in a new run with all it knows, and gives an old command its first answer there', async () => {
    const county = 'bachu-2024';
    const { loan } = await world.apply({ county, appliedOn: '2024-03-04' });
    const workflowId = loanWorkflowId(county, loan.loanNo);
    const task = await world.task(loan.loanId, 'villageReview');
    const review: ReviewCommand = {
      ...{ commandId: randomUUID(), taskId: task.id, stepKey: 'villageReview', decision: 'approve' },
      ...{
        reasonGiven: false,
        opinionGiven: false,
        documents: [],
        meeting: null,
        approvedTerms: null,
        figuresHash: null,
      },
      actor: world.actor(county, 'village', loan.place, 'reviewer'),
    };
    const handle = server.current.client.workflow.getHandle(workflowId);
    const { runId: firstRun } = await handle.describe();
    const first = await world.update(workflowId, loanUpdates.submitReview, review);
    for (const step of ['townshipReview', 'countyDetermination', 'bankReview'])
      await world.decideLoan(loan, step);
    const today = shanghaiDateOf(Date.now());
    const terms = {
      amount: '30000.00',
      annualRate: '0.0395',
      disbursedOn: today,
      maturesOn: addMonths(today, 12),
    };
    await world.report('loanDisbursed', county, loan.loanNo, {
      loanNo: loan.loanNo,
      contractNo: `HT-${loan.loanNo}`,
      ...terms,
    });
    const repay = (receiptNo: string, principal: string) =>
      world.report('repaymentReceived', county, loan.loanNo, {
        loanNo: loan.loanNo,
        receiptNo,
        paidOn: today,
        principal,
        interest: '0.00',
      });
    for (let number = 1; number <= 6; number += 1) await repay(`R-${number}`, '100.00');
    await eventually(
      'six repayments are booked',
      async () => (await world.loanRow(loan.loanId))['balance'] === '29400.00',
    );

    expect((await handle.describe()).runId).not.toBe(firstRun);
    // Temporal has forgotten the update of the run before; the loan has not.
    const again = await handle.executeUpdate<CommandReceipt, [ReviewCommand]>(loanUpdates.submitReview, {
      args: [review],
      updateId: review.commandId,
    });
    expect(again).toEqual(first);
    expect(await world.sql('select 1 from review where command_id = $1', [review.commandId])).toHaveLength(1);

    await repay('R-last', '29400.00');
    await eventually(
      'the loan is settled',
      async () => (await world.loanRow(loan.loanId))['stage'] === 'settled',
    );
    await handle.result();
    await keepHistory(server.current.client, workflowId, 'loan-continued-last-run');
    await keepHistory(server.current.client, workflowId, 'loan-continued-first-run', firstRun);
  }, 90_000);
});
