import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompensationStart } from '@bangdai/contracts';
import pg from 'pg';
import {
  bankActor,
  claimChange,
  createTestDatabase,
  filedClaim,
  overdueLoan,
  paidClaim,
  repay,
  reviewOf,
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
const fund = async () => (await rowsOf('select balance, frozen from fund where county = $1', [county]))[0];
const claimRow = async ({ claimId }: CompensationStart) =>
  (await rowsOf('select * from claim where id = $1', [claimId]))[0];
const loanRow = async ({ loanId }: { loanId: string }) =>
  (await rowsOf('select balance, stage, settled_on from loan where id = $1', [loanId]))[0];
const toldTo = async ({ claimNo }: CompensationStart) =>
  (
    await rowsOf('select kind from inbox where county = $1 and subject_no = $2 order by seq', [
      county,
      claimNo,
    ])
  ).map(({ kind }) => kind);

/** At every step the fund holds what its open claims hold, and its balance is the sum of its movements. */
async function expectSound(): Promise<void> {
  const wrong = await rowsOf(
    `select f.county, f.balance, f.frozen from fund f
     where f.frozen <> (select coalesce(sum(frozen_amount), 0) from claim c where c.county = f.county and c.fund_bank = f.bank)
       or f.balance <> (select coalesce(sum(amount), 0) from fund_movement m where m.county = f.county and m.bank = f.bank)`,
  );
  expect(wrong).toEqual([]);
  const apart = await rowsOf(
    `select f.county, f.frozen, (select coalesce(sum(debit - credit), 0) from posting where account = 'county/' || f.county || '/riskFundFrozen/' || f.bank) as booked
     from fund f where f.frozen <> (select coalesce(sum(debit - credit), 0) from posting
       where account = 'county/' || f.county || '/riskFundFrozen/' || f.bank)`,
  );
  expect(apart).toEqual([]);
}
afterEach(expectSound);

describe('a borrower who pays while the claim is under way', () => {
  it('lowers what the fund pays to the loss that is left, and what is frozen with it', async () => {
    const { compensations } = database.persistence;
    const loan = await overdueLoan(database.persistence, '30000.00');
    const start = await filedClaim(database.persistence, loan);
    const { figures } = await compensations.determineCompensation({ claimId: start.claimId, at });
    expect(figures.fundPaid).toBe('21000.00');
    await repay(database.persistence, loan, { receiptNo: 'M1', paidOn: '2024-12-04', principal: '10000.00' });
    const order = await compensations.orderCompensationPayment({ claimId: start.claimId, at });
    expect(order).toMatchObject({
      amount: '14000.00',
      recomputed: { netLoss: '20000.00', fundPaid: '14000.00' },
    });
    expect(await fund()).toMatchObject({ frozen: '14000.00' });
    // Asked again after a crash, the order is the same.
    expect(await compensations.orderCompensationPayment({ claimId: start.claimId, at })).toMatchObject({
      orderNo: order.orderNo,
      amount: '14000.00',
    });
    await compensations.recordCompensationPaid({
      ...{ claimId: start.claimId, orderNo: order.orderNo, paidOn: '2024-12-06', at },
    });
    expect(await claimRow(start)).toMatchObject({
      fund_paid: '14000.00',
      principal: '20000.00',
      frozen: false,
    });
    expect(await fund()).toMatchObject({ frozen: '0.00' });
  });

  it('withdraws the claim when all is paid, and gives the frozen money free', async () => {
    const { compensations } = database.persistence;
    const loan = await overdueLoan(database.persistence, '20000.00');
    const start = await filedClaim(database.persistence, loan);
    await compensations.determineCompensation({ claimId: start.claimId, at });
    expect(await fund()).toMatchObject({ frozen: '14000.00' });
    await repay(database.persistence, loan, { receiptNo: 'M2', paidOn: '2024-12-04', principal: '20000.00' });
    expect(await toldTo(start)).toEqual(['loanSettled']);
    await expect(
      compensations.orderCompensationPayment({ claimId: start.claimId, at }),
    ).resolves.toMatchObject({ withdrawn: true, amount: '0.00' });
    await expect(compensations.determineCompensation({ claimId: start.claimId, at })).rejects.toMatchObject({
      code: 'LOAN_CLOSED',
    });
    const change = claimChange(start, 'withdrawn', { stage: 'withdrawn' });
    await compensations.recordClaimReview({ ...change, review: null });
    expect(await fund()).toMatchObject({ frozen: '0.00' });
  });

  it('leaves nothing to claim on a loan that is paid off', async () => {
    const loan = await overdueLoan(database.persistence, '20000.00');
    await repay(database.persistence, loan, { receiptNo: 'M3', paidOn: '2024-08-01', principal: '20000.00' });
    await expect(filedClaim(database.persistence, loan)).rejects.toThrow('LOAN_CLOSED');
  });
});

describe('what a claim holds of the fund', () => {
  it.each([['refused', 'reject'] as const, ['verifying', 'return'] as const])(
    'is given back when a step answers %s',
    async (stage, decision) => {
      const { compensations } = database.persistence;
      const loan = await overdueLoan(database.persistence, '10000.00');
      const start = await filedClaim(database.persistence, loan);
      await compensations.determineCompensation({ claimId: start.claimId, at });
      expect(await fund()).toMatchObject({ frozen: '7000.00' });
      await compensations.recordClaimReview({
        ...claimChange(start, decision, { stage }),
        review: reviewOf(start.claimId, decision),
      });
      expect(await fund()).toMatchObject({ frozen: '0.00' });
      if (stage === 'refused') return;
      await compensations.determineCompensation({ claimId: start.claimId, at });
      await compensations.determineCompensation({ claimId: start.claimId, at });
      expect(await fund()).toMatchObject({ frozen: '7000.00' });
      await paidClaim(database.persistence, start);
    },
  );

  it('goes to who filed first, and to nobody in part', async () => {
    const { compensations } = database.persistence;
    const loans = [];
    for (const amount of ['30000.00', '20000.00', '10000.00'])
      loans.push(await overdueLoan(database.persistence, amount));
    const starts = [];
    for (const [i, loan] of loans.entries())
      starts.push(await filedClaim(database.persistence, loan, { filedOn: `2024-12-0${i + 1}` }));
    const [first, second, third] = starts as [CompensationStart, CompensationStart, CompensationStart];
    const holder = await filedClaim(
      database.persistence,
      await overdueLoan(database.persistence, '40000.00'),
    );
    const { balance } = await fund();
    await owner.query(
      `insert into fund_movement (key, county, bank, kind, amount, balance_after, moved_on, subject_no)
       select 'test', county, bank, 'compensation', 28000 - balance, 28000, '2024-12-01', 'x' from fund where county = $1`,
      [county],
    );
    await owner.query('update fund set balance = 28000 where county = $1', [county]);
    expect(Number(balance)).toBeGreaterThan(28000);
    const determine = ({ claimId }: CompensationStart) =>
      compensations.determineCompensation({ claimId, at });
    expect(await determine(holder)).toMatchObject({ queued: false });
    for (const start of starts) expect(await determine(start)).toMatchObject({ queued: true });
    await expectSound();
    // What the holder gives back is enough for the first alone.
    const refusal = {
      ...claimChange(holder, 'no', { stage: 'refused' }),
      review: reviewOf(holder.claimId, 'reject'),
    };
    await compensations.recordClaimReview(refusal);
    expect([await toldTo(first), await toldTo(second)]).toEqual([['fundReplenished'], []]);
    expect(await determine(third)).toMatchObject({ queued: true });
    expect(await determine(first)).toMatchObject({ queued: false });
    expect(await toldTo(second)).toEqual(['fundReplenished']);
    expect(await determine(second)).toMatchObject({ queued: true });
    expect(await determine(third)).toMatchObject({ queued: true });
    await expect(
      compensations.orderCompensationPayment({ claimId: second.claimId, at }),
    ).rejects.toMatchObject({ code: 'NOT_DETERMINED' });
    await paidClaim(database.persistence, first);
    // What comes back to the fund wakes the queue as well.
    await compensations.recordRecovery({
      ...{
        claimId: first.claimId,
        inboxId: 'q1',
        receiptNo: 'Q1',
        amount: '20000.00',
        receivedOn: '2024-12-10',
        at,
      },
    });
    expect(await toldTo(second)).toEqual(['fundReplenished', 'fundReplenished']);
    expect(await determine(second)).toMatchObject({ queued: false });
    expect(await toldTo(third)).toEqual(['fundReplenished']);
  });
});

describe('what is collected after the fund has paid', () => {
  it('does not settle a loan whose part above the cap is still owed', async () => {
    const { compensations, reads } = database.persistence;
    const loan = await overdueLoan(database.persistence, '50000.00');
    await owner.query('update loan set balance = 80000, principal = 80000 where id = $1', [loan.loanId]);
    const start = await filedClaim(database.persistence, loan);
    await owner.query(`with m as (insert into fund_movement (key, county, bank, kind, amount, balance_after, moved_on, subject_no)
       select 'top', county, bank, 'deposit', 100000, balance + 100000, '2024-12-01', 'x' from fund where county = 'bachu-2024')
       update fund set balance = balance + 100000 where county = 'bachu-2024'`);
    await owner.query('update claim set queued = false, fund_bank = null where queued');
    expect((await paidClaim(database.persistence, start)).amount).toBe('35000.00');
    const receive = (receiptNo: string, amount: string, interest = '0.00') =>
      compensations.recordRecovery({
        ...{
          claimId: start.claimId,
          inboxId: receiptNo,
          receiptNo,
          amount,
          interest,
          receivedOn: '2025-01-10',
          at,
        },
      });
    expect(await receive('W1', '50000.00')).toMatchObject({ accepted: true, whole: true, settled: false });
    expect(await loanRow(loan)).toMatchObject({ balance: '30000.00', settled_on: null });
    // Above the whole all is the bank's, and so is the interest that ran on.
    expect(await receive('W2', '10000.00', '12.34')).toMatchObject({ whole: true, settled: false });
    expect(await receive('W3', '0.00', '5.00')).toMatchObject({ accepted: true, settled: false });
    expect(await receive('W4', '20000.00')).toMatchObject({ whole: true, settled: true });
    expect(await loanRow(loan)).toMatchObject({ balance: '0.00' });
    const { recoveries } = await reads.getClaim(bankActor(county), start.claimId, '2025-01-11');
    const toFund = recoveries.flatMap(({ shares }) => shares.filter(({ party }) => party === 'fund'));
    expect(toFund.map(({ amount }) => amount)).toEqual(['35000.00', '0.00', '0.00']);
  });

  it('opens a closed claim again, once per receipt', async () => {
    const { compensations } = database.persistence;
    const loan = await overdueLoan(database.persistence, '10000.00');
    const start = await filedClaim(database.persistence, loan);
    await paidClaim(database.persistence, start);
    await compensations.recordClaimReview({
      ...claimChange(start, 'end', { stage: 'closed' }),
      review: null,
    });
    await owner.query(`update loan set stage = 'closedLoss' where id = $1`, [loan.loanId]);
    const late = {
      claimId: start.claimId,
      inboxId: 'L1',
      receiptNo: 'L1',
      amount: '1000.00',
      receivedOn: '2025-03-01',
      at,
    };
    expect(await compensations.recordRecovery(late)).toMatchObject({ accepted: true, settled: false });
    expect(await claimRow(start)).toMatchObject({ stage: 'recovering', recovered: '1000.00' });
    expect(await loanRow(loan)).toMatchObject({ stage: 'writtenRecovery', balance: '9000.00' });
    expect(await compensations.recordRecovery({ ...late, inboxId: 'L2' })).toMatchObject({
      code: 'DUPLICATE_RECEIPT',
    });
  });
});

describe('how a claim ends without its money', () => {
  it('writes off what fund and guarantors have not got back, until money comes in after all', async () => {
    const { compensations } = database.persistence;
    const loan = await overdueLoan(database.persistence, '10000.00');
    const start = await filedClaim(database.persistence, loan);
    await paidClaim(database.persistence, start);
    const lost = async () =>
      (
        await rowsOf(`select coalesce(sum(debit - credit), 0)::text as sum from posting where account = $1`, [
          `county/${county}/lossWrittenOff/${loan.loanId}`,
        ])
      )[0].sum;
    const end = (changeId: string) =>
      compensations.recordClaimReview({ ...claimChange(start, changeId, { stage: 'closed' }), review: null });
    await end('end-1');
    await end('end-1');
    expect([await lost(), (await claimRow(start)).written_off]).toEqual(['7000.00', '7000.00']);
    await compensations.recordRecovery({
      ...{
        claimId: start.claimId,
        inboxId: 'N1',
        receiptNo: 'N1',
        amount: '1000.00',
        receivedOn: '2025-03-01',
        at,
      },
    });
    expect([await lost(), (await claimRow(start)).written_off]).toEqual(['0.00', '0.00']);
    await end('end-2');
    expect(await lost()).toBe('6300.00');
  });

  it('proposes a malicious borrower for the list of the pack, decided by another office', async () => {
    const { persistence } = database;
    const loan = await overdueLoan(persistence, '10000.00');
    await expect(filedClaim(persistence, loan, { cause: 'maliciousDefault' })).rejects.toThrow(
      'CAUSE_EXCLUDED',
    );
    const [task] = await rowsOf(
      `select id, subject_id, desk from task where kind = 'debtorListing' and status = 'open'`,
    );
    expect(task.desk).toBe('countyOffice');
    const office = {
      ...bankActor(county),
      id: '00000000-0000-4000-8000-000000000009',
      role: 'countyOffice',
      bank: null,
    };
    const decision = {
      taskId: task.id,
      commandId: 'list-1',
      decision: 'approve',
      on: '2024-12-05',
      reasonGiven: false,
    };
    await expect(
      persistence.desk.decide({ ...office, id: bankActor(county).id }, decision),
    ).rejects.toMatchObject({ code: 'SAME_PERSON' });
    await persistence.desk.decide(office, { ...decision, commandId: 'list-2' });
    const detail = await persistence.reads.getClaim(office, task.subject_id, '2024-12-06');
    expect(detail.listing).toEqual({ list: 'dishonestDebtorReferral', state: 'listed' });
  });

  it('takes an heir for an applicant only where the borrower would be one, and has died', async () => {
    const { intake } = database.persistence;
    const loan = await overdueLoan(database.persistence, '10000.00');
    const file = (applicant: 'heir' | 'bank' | 'borrower') =>
      intake.storeClaim(bankActor(county), `who-${applicant}`, loan.loanId, {
        ...{ cause: 'mainEarnerDeath', proofs: [], applicant },
      });
    await expect(file('heir')).rejects.toMatchObject({ code: 'FIELD_INVALID' });
    await expect(file('borrower')).rejects.toMatchObject({ code: 'FIELD_INVALID' });
    await expect(file('bank')).resolves.toMatchObject({ loanId: loan.loanId });
  });
});
