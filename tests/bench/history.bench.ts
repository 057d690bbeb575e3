import { afterAll, beforeAll, it } from '@jest/globals';
import { loanWorkflowId } from '@bangdai/contracts';
import { addMonths } from '@bangdai/domain';
import { eventsOf, type LoanEvents } from '../support/event-counts.js';
import { withLoanClock } from '../support/loan-clock.js';
import { eventually } from '../support/operators.js';
import { World } from '../support/worlds.js';
import { report } from './figures.js';

const county = 'bachu-2024';
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address);
}, 60_000);
afterAll(() => world?.close(), 60_000);

async function cleanLife(months: number): Promise<LoanEvents & { bytes: number }> {
  const { loan } = await world.apply({ county, appliedOn: '2024-03-04', termMonths: months });
  for (const step of ['villageReview', 'townshipReview', 'countyDetermination', 'bankReview'])
    await world.decideLoan(loan, step);
  const stage = async () => (await world.loanRow(loan.loanId))['stage'];
  const disbursedOn = await clock.current.today();
  const maturesOn = addMonths(disbursedOn, months);
  const terms = {
    contractNo: `HT-${loan.loanNo}`,
    amount: '30000.00',
    annualRate: '0.0395',
    disbursedOn,
    maturesOn,
  };
  await world.report('loanDisbursed', county, loan.loanNo, { loanNo: loan.loanNo, ...terms });
  await eventually('active', async () => (await stage()) === 'active');
  await clock.current.sleepUntil(maturesOn, '12:00');
  const paid = { receiptNo: `R-${loan.loanNo}`, paidOn: maturesOn, principal: '30000.00', interest: '0.00' };
  await world.report('repaymentReceived', county, loan.loanNo, { loanNo: loan.loanNo, ...paid });
  await eventually('settled', async () => (await stage()) === 'settled');
  const workflowId = loanWorkflowId(county, loan.loanNo);
  await clock.current.completed(workflowId);
  const { raw } = await clock.current.client.workflow.getHandle(workflowId).describe();
  const stored = Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0);
  return { ...(await eventsOf(clock.current.client, workflowId)), bytes: stored };
}

it.each([12, 36])(
  'events of a clean loan of %i months',
  async (months) => {
    const life = await cleanLife(months);
    const service = life.tasks.filter(([cause]) => cause === 'TimerFired').flat().length + 1;
    const byType = Object.entries(life.all)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
    const common = { group: 'history', unit: 'events', better: 'less', floor: null, goalOn: 'ours' } as const;
    report({
      ...common,
      name: `${months} months: opening and closing`,
      ours: [life.total - service],
      goal: 45,
      note: byType,
    });
    report({
      ...common,
      name: `${months} months: a year in service`,
      ours: [service / (months / 12)],
      goal: 25,
    });
    if (life.bytes > 0)
      report({
        ...common,
        name: `${months} months: bytes of history`,
        unit: 'bytes',
        ours: [life.bytes],
        goal: 30_000,
      });
  },
  120_000,
);
