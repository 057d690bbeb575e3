import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompensationStart, LoanStart } from '@bangdai/contracts';
import pg from 'pg';
import {
  bankActor,
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

describe('a bank that was paid too much', () => {
  const office = { role: 'finance', bank: null };
  const dueOf = async (claimId: string) =>
    (await rowsOf('select * from bank_due where claim_id = $1', [claimId]))[0];
  const taskOf = async (claimId: string, kind: string) =>
    (
      await rowsOf(
        `select id, desk, amount, bank from task where subject_id = $1 and kind = $2 and status = 'open'`,
        [claimId, kind],
      )
    )[0];
  const decide = (taskId: string, decision: string, on: string, over = {}) =>
    database.persistence.desk.decide(
      { ...bankActor(county), ...office, ...over },
      { taskId, commandId: `${decision}-${taskId}`, decision, on, reasonGiven: false },
    );

  /** The borrower pays `repaid` of 30,000.00 while the order is under way. */
  async function overpaid(no: string, repaid: string): Promise<{ claimId: string; loan: LoanStart }> {
    const { persistence } = database;
    const loan = await overdueLoan(persistence, '30000.00');
    const { claimId } = await filedClaim(persistence, loan);
    await persistence.compensations.determineCompensation({ claimId, at });
    const { orderNo } = await persistence.compensations.orderCompensationPayment({ claimId, at });
    await repay(persistence, loan, { receiptNo: no, paidOn: '2024-12-05', principal: repaid });
    await persistence.compensations.recordCompensationPaid({ claimId, orderNo, paidOn: '2024-12-06', at });
    return { claimId, loan };
  }

  it('owes what the loss was smaller by, and gives it back to the fund', async () => {
    const { claimId, loan } = await overpaid('H1', '10000.00');
    // Seven tenths of a loss of 20,000.00 were due, 21,000.00 were paid.
    expect(await dueOf(claimId)).toMatchObject({ amount: '7000.00', shares: { fund: '7000.00' } });
    expect(await balanceOf('bankReceivable', 'main')).toBe('7000.00');
    expect(await balanceOf('compensatedLoss', loan.loanId)).toBe('14000.00');
    expect(await balanceOf('loanPrincipal', loan.loanId)).toBe('6000.00');
    expect(await loanRow(loan)).toMatchObject({ balance: '20000.00' });
    const finance = await taskOf(claimId, 'bankDue');
    expect(finance).toMatchObject({ desk: 'finance', amount: '7000.00' });
    const demand = await taskOf(claimId, 'bankDemand');
    expect(demand).toMatchObject({ desk: 'bank', bank: 'main' });
    const paper = await database.persistence.desk.readForm(bankActor(county), demand.id);
    expect(paper.title).toBe('多拨风险补偿金退回通知书');
    expect(paper.fields).toContainEqual({ label: '金额大写', value: '柒仟元整' });
    const before = await fundBalance();
    await decide(demand.id, 'returned', '2024-12-20', bankActor(county));
    expect(await fundBalance()).toBe(before);
    await expect(decide(finance.id, 'repaid', '2024-12-01')).rejects.toMatchObject({ code: 'BAD_DATE' });
    await decide(finance.id, 'repaid', '2024-12-21');
    expect(await fundBalance()).toBe(before + 7000);
    expect(await balanceOf('bankReceivable', 'main')).toBe('0.00');
    expect(await dueOf(claimId)).toMatchObject({ settled_on: expect.anything() });
    const { funds } = database.persistence;
    const reader = { ...bankActor(county), role: 'finance', bank: null };
    const [fund] = await funds.list(reader, '2024-12-22');
    const detail = await funds.get(reader, fund?.id ?? '', '2024-12-22');
    expect((await database.persistence.reads.getClaim(reader, claimId, '2024-12-22')).bankDues).toEqual(
      detail.bankDues,
    );
    expect(detail.bankDues).toMatchObject([{ amount: '7000.00', left: '0.00', taskId: null }]);
  });

  it('gets so much less with its next compensation, where finance orders that', async () => {
    const { persistence } = database;
    const { claimId, loan } = await overpaid('H2', '30000.00');
    // Nothing was lost any more: all of it is the fund's, and the claim has nobody to pursue.
    expect(await dueOf(claimId)).toMatchObject({ amount: '21000.00' });
    expect(await loanRow(loan)).toMatchObject({ balance: '0.00', stage: 'settled' });
    expect(await balanceOf('compensatedLoss', loan.loanId)).toBe('0.00');
    await decide((await taskOf(claimId, 'bankDue')).id, 'setOff', '2024-12-07');
    expect(await taskOf(claimId, 'bankDue')).toMatchObject({ desk: 'finance' });
    const next = await filedClaim(persistence, await overdueLoan(persistence, '20000.00'));
    const before = await fundBalance();
    const first = await paidClaim(persistence, next, '2024-12-10');
    // Fourteen thousand are due; an order leaves a fen at least.
    expect(first.amount).toBe('0.01');
    expect(
      (await rowsOf('select purpose from payment_order where order_no = $1', [first.orderNo]))[0].purpose,
    ).toContain('已抵扣多拨款 13999.99 元');
    expect(await fundBalance()).toBeCloseTo(before - 0.01, 2);
    expect(await balanceOf('bankReceivable', 'main')).toBe('7000.01');
    const last = await filedClaim(persistence, await overdueLoan(persistence, '20000.00'));
    expect((await paidClaim(persistence, last, '2024-12-11')).amount).toBe('6999.99');
    expect(await balanceOf('bankReceivable', 'main')).toBe('0.00');
    expect(await taskOf(claimId, 'bankDue')).toBeUndefined();
    expect(await taskOf(claimId, 'bankDemand')).toBeUndefined();
    expect(await rowsOf(`select balance, frozen from fund where county = $1`, [county])).toEqual([
      { balance: await balanceOf('riskFund', 'main'), frozen: '0.00' },
    ]);
  });

  it('owes it again when the treasury pays no such order', async () => {
    const { persistence } = database;
    const { claimId } = await overpaid('H3', '10000.00');
    await decide((await taskOf(claimId, 'bankDue')).id, 'setOff', '2024-12-07');
    const next = await filedClaim(persistence, await overdueLoan(persistence, '20000.00'));
    await persistence.compensations.determineCompensation({ claimId: next.claimId, at });
    const order = () => persistence.compensations.orderCompensationPayment({ claimId: next.claimId, at });
    const first = await order();
    expect(first.amount).toBe('7000.00');
    expect(await order()).toMatchObject({ orderNo: first.orderNo, amount: '7000.00' });
    await expect(decide((await taskOf(claimId, 'bankDue')).id, 'repaid', '2024-12-08')).rejects.toMatchObject(
      {
        code: 'DECISION_NOT_ALLOWED',
      },
    );
    await owner.query(`update payment_order set state = 'REJECTED' where order_no = $1`, [first.orderNo]);
    const second = await order();
    expect(second).toMatchObject({ amount: '7000.00' });
    expect(second.orderNo).not.toBe(first.orderNo);
    await persistence.compensations.recordCompensationPaid({
      ...{ claimId: next.claimId, orderNo: second.orderNo, paidOn: '2024-12-09', at },
    });
    expect(await balanceOf('bankReceivable', 'main')).toBe('0.00');
  });

  it('owes an order that the treasury paid twice, which finance puts to it from the night’s case', async () => {
    const { persistence } = database;
    const { claimId } = await filedClaim(persistence, await overdueLoan(persistence, '10000.00'));
    const { orderNo } = await paidClaim(persistence, { claimId } as CompensationStart, '2024-12-12');
    const [found] = await rowsOf(
      `insert into reconciliation_case (county, kind, source, ref, expected, found, sides, owner, on_day, opened_on, last_seen_on)
       values ($1, 'doubleAtCounterpart', 'treasury', $2, '1', '2', '[]', 'finance', '2024-12-12', '2024-12-13', '2024-12-13') returning id`,
      [county, orderNo],
    );
    const finance = { ...bankActor(county), ...office };
    const before = await fundBalance();
    const due = await persistence.bankDues.openForCase(finance, 'twice-1', found.id);
    expect(due).toMatchObject({ cause: 'paidTwice', amount: '7000.00', left: '7000.00', orderNo });
    expect(await persistence.bankDues.openForCase(finance, 'twice-2', found.id)).toEqual(due);
    expect(await fundBalance()).toBe(before - 7000);
    expect(await balanceOf('bankReceivable', 'main')).toBe('7000.00');
    expect((await persistence.bankDues.list(bankActor(county)))[0]).toEqual(due);
    expect(await persistence.bankDues.list({ ...bankActor(county), bank: 'other' })).toEqual([]);
    const paper = await persistence.desk.readForm(finance, due.taskId ?? '');
    expect(paper.title).toBe('重复拨付款项退回通知书');
    await decide(due.taskId ?? '', 'repaid', '2024-12-20');
    expect(await fundBalance()).toBe(before);
    expect(await balanceOf('bankReceivable', 'main')).toBe('0.00');
    await owner.query(`update reconciliation_case set kind = 'amountDiffers', ref = 'x' where id = $1`, [
      found.id,
    ]);
    await expect(persistence.bankDues.openForCase(finance, 'twice-3', found.id)).rejects.toMatchObject({
      code: 'DECISION_NOT_ALLOWED',
    });
  });
});
