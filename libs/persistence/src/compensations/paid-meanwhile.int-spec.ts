import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompensationStart, LoanStart } from '@bangdai/contracts';
import pg from 'pg';
import {
  createTestDatabase,
  filedClaim,
  overdueLoan,
  paidClaim,
  repay,
  type TestDatabase,
} from '../testing/index.js';

const county = 'bachu-2024';
const at = '2024-12-05T02:00:00Z';
let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
}, 60_000);

afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

const rowsOf = async (sql: string, params: unknown[] = []) => (await owner.query(sql, params)).rows;
const fundBalance = async (): Promise<number> =>
  Number((await rowsOf('select balance from fund where county = $1', [county]))[0].balance);
const balanceOf = async (kind: string, ownerOf: string): Promise<string> =>
  (
    await rowsOf(
      `select coalesce(sum(debit - credit), 0)::numeric(18,2)::text as sum from posting where account = $1`,
      [`county/${county}/${kind}/${ownerOf}`],
    )
  )[0].sum;
const loanRow = async ({ loanId }: LoanStart) =>
  (await rowsOf('select balance, stage, settled_on from loan where id = $1', [loanId]))[0];

/** What the claim's workflow does with what the relay brings it. */
async function deliver({ claimId, claimNo }: CompensationStart) {
  const facts = await rowsOf(
    `update inbox set state = 'delivered' where subject_no = $1 and kind = 'recoveryReceived' and state = 'received'
     returning id, payload`,
    [claimNo],
  );
  const verdicts = [];
  for (const { id, payload } of facts) {
    const { receiptNo, amount, interest, receivedOn } = payload;
    const recovery = { claimId, inboxId: id, receiptNo, amount, interest, receivedOn, at };
    verdicts.push(await database.persistence.compensations.recordRecovery(recovery));
  }
  return verdicts;
}

describe('what a borrower pays after the day of compensation', () => {
  it('is shared even where the loan has not heard yet that the fund has paid', async () => {
    const { persistence } = database;
    const loan = await overdueLoan(persistence, '30000.00');
    const start = await filedClaim(persistence, loan);
    await paidClaim(persistence, start);
    const before = await fundBalance();
    const payment = { receiptNo: 'G1', paidOn: '2024-12-08', principal: '10000.00' };
    expect(await repay(persistence, loan, payment)).toMatchObject({
      ...{ accepted: true, balance: '30000.00', settled: false },
    });
    expect(await repay(persistence, loan, payment)).toMatchObject({ accepted: true });
    expect(await deliver(start)).toEqual([expect.objectContaining({ accepted: true, whole: false })]);
    expect(await fundBalance()).toBe(before + 7000);
    expect(await loanRow(loan)).toMatchObject({ balance: '20000.00' });
    expect(await balanceOf('loanPrincipal', loan.loanId)).toBe('6000.00');
    expect(await rowsOf('select 1 from repayment where loan_id = $1', [loan.loanId])).toEqual([]);
    // The rest: never more to the fund than what it paid.
    await repay(persistence, loan, { receiptNo: 'G2', paidOn: '2024-12-09', principal: '25000.00' });
    expect(await deliver(start)).toEqual([expect.objectContaining({ whole: true, settled: true })]);
    expect(await fundBalance()).toBe(before + 21000);
  });

  it('is shared where it was booked before the payment of that day was known here', async () => {
    const { persistence } = database;
    const { compensations } = persistence;
    const loan = await overdueLoan(persistence, '30000.00');
    const { claimId } = await filedClaim(persistence, loan);
    await compensations.determineCompensation({ claimId, at });
    const { orderNo } = await compensations.orderCompensationPayment({ claimId, at });
    await repay(persistence, loan, { receiptNo: 'G3', paidOn: '2024-12-08', principal: '10000.00' });
    const before = await fundBalance();
    const paid = { claimId, orderNo, paidOn: '2024-12-06', at: '2024-12-09T02:00:00Z' };
    await compensations.recordCompensationPaid(paid);
    expect(await fundBalance()).toBe(before - 21000 + 7000);
    expect(await loanRow(loan)).toMatchObject({ balance: '20000.00' });
    expect(await balanceOf('loanPrincipal', loan.loanId)).toBe('6000.00');
    expect(await balanceOf('compensatedLoss', loan.loanId)).toBe('21000.00');
    expect(await balanceOf('recoveries', loan.loanId)).toBe('-7000.00');
    expect(await balanceOf('bankReceivable', 'main')).toBe('0.00');
    expect(
      await rowsOf('select amount, received_on::text from recovery where claim_id = $1', [claimId]),
    ).toEqual([{ amount: '10000.00', received_on: '2024-12-08' }]);
    await expect(
      repay(persistence, loan, { receiptNo: 'G3', paidOn: '2024-12-08', principal: '10000.00' }),
    ).resolves.toMatchObject({ accepted: true });
    expect(await deliver({ claimId } as CompensationStart)).toEqual([]);
  });
});
