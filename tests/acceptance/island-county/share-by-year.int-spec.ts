import { settlementWorkflowId, type LoanStart } from '@bangdai/contracts';
import { activeLoan } from '@bangdai/persistence/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fileURLToPath } from 'node:url';
import { withLoanClock } from '../../support/loan-clock.js';
import { eventually } from '../../support/operators.js';
import { World } from '../../support/worlds.js';

const county = 'island-county';
const packs = fileURLToPath(new URL('../../support/data/packs', import.meta.url));

interface Quarter {
  settleOn: string;
  nights: number;
  interest: string;
  subsidy: string;
}

describe('a county that bears all of the interest until the end of 2023, and 70 % of what accrues later', () => {
  const clock = withLoanClock();
  let world: World;
  let loan: LoanStart;

  beforeAll(async () => {
    world = await World.open(clock.current.client, clock.current.env.address, { packDirs: [packs] });
    const form = { county, appliedOn: '2023-11-01', amount: '30000.00' };
    loan = await activeLoan(world.database.persistence, { on: '2023-11-05', annualRate: '0.03' }, form);
  }, 90_000);
  afterAll(() => world?.close(), 60_000);

  const settle = async ({ settleOn, nights, interest, subsidy }: Quarter): Promise<void> => {
    world.counterparts.list = [{ loanNo: loan.loanNo, nights, interest, subsidy }];
    world.counterparts.paidOn = await clock.current.today();
    const id = await world.openSettlement(county, settleOn);
    await world.decideSettlement(county, settleOn, id, 'officeReview', { decision: 'approve' });
    const paid = world.counterparts.sends.length;
    await world.decideSettlement(county, settleOn, id, 'financePay', { decision: 'complete' });
    await eventually('the order is sent', async () => world.counterparts.sends.length > paid);
    await clock.current.env.sleep('2h');
    await clock.current.completed(settlementWorkflowId(county, 'main', settleOn));
    expect(world.counterparts.sends.at(-1)?.amount).toBe(subsidy);
    const lines = await world.sql(
      'select nights, interest, subsidy, state from settlement_line where settlement_id = $1',
      [id],
    );
    expect(lines).toEqual([{ nights, interest, subsidy, state: 'paid' }]);
  };

  it(
    'settles the quarter before in full',
    () => settle({ settleOn: '2023-12-20', nights: 46, interest: '115.00', subsidy: '115.00' }),
    120_000,
  );

  // Eleven nights of December at 2.50, eighty of the new year at 1.75.
  it(
    'settles the quarter across the turn of the year night by night',
    () => settle({ settleOn: '2024-03-20', nights: 91, interest: '227.50', subsidy: '167.50' }),
    120_000,
  );

  it(
    'settles the quarter after it at 70 %',
    () => settle({ settleOn: '2024-06-20', nights: 92, interest: '230.00', subsidy: '161.00' }),
    120_000,
  );

  it('shows in the books what each year spent', async () => {
    const rows = await world.sql(
      `select sum(p.debit)::text as spent from posting p join account a on a.name = p.account where a.county = $1 and a.kind = 'subsidyPaid'`,
      [county],
    );
    expect(rows).toEqual([{ spent: '443.50' }]);
  });
});
