import { loanSignals, loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withLoanClock } from '../support/loan-clock.js';
import { ninthCounty, writeNinthCounty } from '../support/ninth-county.js';
import { NinthLoans } from '../support/ninth-loans.js';
import { eventually } from '../support/operators.js';
import { World } from '../support/worlds.js';

const county = ninthCounty;
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address, {
    packDirs: [writeNinthCounty()],
  });
}, 60_000);
afterAll(() => world?.close(), 60_000);

/** A loan that the fund paid for, by a claim that nobody can be told about. */
async function compensatedLoan(claimNo: string): Promise<LoanStart> {
  const loan = await new NinthLoans(world, clock.current).active();
  const handle = clock.current.client.workflow.getHandle(loanWorkflowId(county, loan.loanNo));
  await handle.signal(loanSignals.claimProgressed, { claimId: 'none', claimNo, outcome: 'paid' });
  await world.becomes(loan, 'compensated');
  return loan;
}

describe('a call that does not go through for a week', () => {
  it('becomes a task that says what stands still, and is made again until it does', async () => {
    const loan = await compensatedLoan('C-nowhere');
    const handle = clock.current.client.workflow.getHandle(loanWorkflowId(county, loan.loanNo));
    const receivedOn = await clock.current.today();
    await handle.signal(loanSignals.recoveryReceived, {
      ...{ inboxId: 'in-r', receiptNo: 'R-1', amount: '100.00', receivedOn },
    });
    await clock.current.env.sleep('8 days');
    const task = await eventually('somebody is told', async () =>
      (await world.openTasks(loan.loanId)).find(({ kind }) => kind === 'stalled'),
    );
    expect(task).toMatchObject({ role: 'countyOffice', id: expect.stringContaining('forwardRecovery') });
    expect((await handle.describe()).status.name).toBe('RUNNING');
    const { stalls } = world.database.persistence;
    await stalls.endStall({ subject: 'loan', subjectId: loan.loanId, step: 'forwardRecovery' });
    expect((await world.openTasks(loan.loanId)).filter(({ kind }) => kind === 'stalled')).toEqual([]);
  }, 120_000);
});
