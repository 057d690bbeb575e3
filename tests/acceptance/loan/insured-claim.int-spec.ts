import { loanWorkflowId } from '@bangdai/contracts';
import { addDays, addMonths } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withLoanClock } from '../../support/loan-clock.js';
import { World } from '../../support/worlds.js';

const county = 'anhui-town';
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address);
}, 60_000);
afterAll(() => world?.close(), 60_000);

const proofs = ['loanContract', 'disbursementProof', 'overdueStatement', 'causeProof', 'collectionRecord'];

describe('a claim whose whole loss the insurer pays', () => {
  it('orders nothing from the fund, and settles the loan, since nothing is left to collect', async () => {
    const { loan } = await world.apply({
      ...{ county, appliedOn: '2018-03-01', targetGroup: 'registeredPoor', termMonths: 1 },
      ...{ amount: '30000.00', documents: ['ratingForm', 'idCard'] },
      facts: {
        ...{ rated: true, grade: 'B', badCredit: false, blacklist: null, civilCapacity: true, willing: true },
        ...{ ableToRepay: true, inAreaList: true, isFamilyMember: false },
      },
    });
    const approvedTerms = { amount: '30000.00', termMonths: 1, annualRate: '0.0435' };
    await world.decideLoan(loan, 'bankProcessing', { approvedTerms });
    const disbursedOn = await clock.current.today();
    const maturesOn = addMonths(disbursedOn, 1);
    await world.report('loanDisbursed', county, loan.loanNo, {
      ...{ loanNo: loan.loanNo, contractNo: `HT-${loan.loanNo}`, amount: '30000.00', annualRate: '0.0435' },
      ...{ disbursedOn, maturesOn },
    });
    await world.becomes(loan, 'active');
    const filedOn = addDays(maturesOn, 3);
    await clock.current.sleepUntil(filedOn, '10:00');
    await world.becomes(loan, 'overdue');
    const filed = await world.fileClaim(loan, {
      ...{ cause: 'naturalDisaster', proofs, filedOn, role: 'village' },
    });
    expect(filed.receipt).toMatchObject({ accepted: true, code: null });
    await world.report('insuranceReported', county, filed.claimNo, { paid: '40000.00', reportedOn: filedOn });
    for (const step of ['villageReview', 'townReview', 'countyDetermine', 'financePay']) {
      const isPayment = step === 'financePay';
      await world.decideClaim(filed.workflowId, filed.claimId, county, step, {
        decision: isPayment ? 'complete' : 'approve',
        figuresHash: isPayment ? await world.figuresHash('claim', filed.claimId) : null,
      });
    }
    await world.becomes(loan, 'settled');
    expect(world.counterparts.sends).toEqual([]);
    const [claim] = await world.sql<{ stage: string; net_loss: string; fund_paid: string }>(
      'select stage, net_loss, fund_paid from claim where id = $1',
      [filed.claimId],
    );
    expect(claim).toEqual({ stage: 'closed', net_loss: '0.00', fund_paid: '0.00' });
    expect(await world.loanRow(loan.loanId)).toMatchObject({ balance: '0.00' });
    await clock.current.completed(filed.workflowId);
    await clock.current.completed(loanWorkflowId(county, loan.loanNo));
  }, 120_000);
});
