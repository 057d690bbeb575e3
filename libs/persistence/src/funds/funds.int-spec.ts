import type { Actor, LoanStart } from '@bangdai/contracts';
import type { FundView } from '@bangdai/contracts/http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  bankActor,
  createTestDatabase,
  filedClaim,
  overdueLoan,
  paidClaim,
  type TestDatabase,
} from '../testing/index.js';

const county = 'horqin-banner';
const today = '2020-12-20';
const person = (role: string, n: number): Actor => ({
  ...{ id: `00000000-0000-4000-8000-00000000000${n}`, role, county, place: '', bank: null },
});
const finance = person('finance', 5);
const office = person('countyOffice', 6);
let database: TestDatabase;
let owner: pg.Client;
let turn = 0;
const household = {
  ...{ county, year: 2020, annualRate: '0.06' },
  form: {
    ...{ purpose: 'breeding', targetGroup: 'registeredPoor' },
    documents: ['creditQueryAuthorisation', 'horqinForm3', 'idCard'],
  },
};

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.adminUrl });
  await owner.connect();
}, 60_000);

afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

const accounts = () => database.persistence.funds.list(finance, today);
const shared = async (): Promise<FundView> => (await accounts())[0] as FundView;
const record = (fundId: string, amount: string, more: Record<string, string> = {}) =>
  database.persistence.funds.recordEntry(finance, fundId, `entry-${(turn += 1)}`, {
    ...{ kind: 'deposit', amount, receivedOn: '2020-12-02', voucherNo: `V-${turn}`, ...more },
  });
const decide = (actor: Actor, taskId: string | null, decision: string, reasonGiven = false) =>
  database.persistence.desk.decide(actor, {
    ...{ taskId: taskId ?? '', commandId: `decide-${(turn += 1)}`, decision, on: '2020-12-03', reasonGiven },
  });
const booked = async (kind: string, bank = 'main'): Promise<string> =>
  (
    await owner.query(
      `select coalesce(sum(debit - credit), 0)::text as sum from posting where account = $1`,
      [`county/${county}/${kind}/${bank}`],
    )
  ).rows[0].sum;
const topUpTask = async () =>
  (
    await owner.query(
      `select desk, due_on::text, amount from task where kind = 'fundTopUp' and county = $1 and status = 'open'`,
      [county],
    )
  ).rows;

/** As if money had left the fund by a movement of its own. */
async function shrinkTo(balance: string): Promise<void> {
  await owner.query(
    `insert into fund_movement (key, county, bank, kind, amount, balance_after, moved_on, subject_no)
     select 'shrink', county, bank, 'compensation', $2 - balance, $2, '2020-11-01', 'x' from fund where county = $1`,
    [county, balance],
  );
  await owner.query('update fund set balance = $2 where county = $1', [county, balance]);
}

describe('money that arrives on a fund account', () => {
  it('counts once a second person has confirmed it, in balance, books and movements alike', async () => {
    const before = await shared();
    const entry = await record(before.id, '120000.50');
    expect(entry).toMatchObject({ state: 'recorded', taskId: expect.stringContaining('fundEntry') });
    expect((await shared()).balance).toBe(before.balance);
    await expect(decide({ ...office, id: finance.id }, entry.taskId, 'approve')).rejects.toMatchObject({
      code: 'SAME_PERSON',
    });
    await expect(decide(finance, entry.taskId, 'approve')).rejects.toMatchObject({ code: 'WRONG_ROLE' });
    await decide(office, entry.taskId, 'approve');
    await expect(decide(office, entry.taskId, 'approve')).rejects.toMatchObject({ code: 'TASK_DONE' });
    const after = await shared();
    expect(Number(after.balance) - Number(before.balance)).toBeCloseTo(120000.5, 2);
    expect(await booked('riskFund')).toBe(after.balance);
    const { rows } = await database.persistence.funds.listMovements(finance, after.id, { limit: 1 });
    expect(rows).toMatchObject([{ kind: 'deposit', amount: '120000.50', balanceAfter: after.balance }]);
  });

  it('is refused twice under one voucher, and taken again once it was returned', async () => {
    const { id, balance } = await shared();
    const entry = await record(id, '10.00', { voucherNo: 'TWICE' });
    await expect(record(id, '10.00', { voucherNo: 'TWICE' })).rejects.toMatchObject({
      code: 'DUPLICATE_RECEIPT',
    });
    await expect(decide(office, entry.taskId, 'return')).rejects.toMatchObject({ code: 'REASON_REQUIRED' });
    await decide(office, entry.taskId, 'return', true);
    expect((await shared()).balance).toBe(balance);
    await expect(record(id, '10.00', { voucherNo: 'TWICE' })).resolves.toMatchObject({ state: 'recorded' });
    await expect(record(id, '-1.00')).rejects.toMatchObject({ code: 'BAD_AMOUNT' });
    await expect(record(id, '1.00', { receivedOn: '2999-01-01' })).rejects.toMatchObject({
      code: 'BAD_DATE',
    });
  });

  it('is interest that stays in the fund', async () => {
    const { id } = await shared();
    const entry = await record(id, '88.12', { kind: 'interest' });
    await decide(office, entry.taskId, 'approve');
    expect(await booked('fundInterest')).toBe('-88.12');
    expect(await booked('riskFund')).toBe((await shared()).balance);
  });
});

describe('a fund below what its leverage needs', () => {
  let waiting: LoanStart;

  it('lends no more until it is topped up, which finance has to do by the day of the pack', async () => {
    const { persistence } = database;
    const loan = await overdueLoan(persistence, '50000.00', household);
    waiting = await overdueLoan(persistence, '40000.00', household);
    const start = await filedClaim(persistence, loan);
    await shrinkTo('36000.00');
    await paidClaim(persistence, start, '2020-12-06');
    const short = await shared();
    expect(short).toMatchObject({
      ...{
        balance: '1000.00',
        frozen: '0.00',
        leverage: '90.00',
        headroom: '-80000.00',
        topUpDue: '8000.00',
      },
      ...{ topUpBy: '2021-01-05', alarms: ['LEVERAGE_EXCEEDED'], lendingStopped: true },
    });
    expect(await topUpTask()).toEqual([{ desk: 'finance', due_on: '2021-01-05', amount: '8000.00' }]);
    expect(await booked('fundTopUpDue')).toBe('8000.00');
    // A part of it keeps the day; the next morning's look changes nothing.
    const part = await record(short.id, '1500.00');
    await decide(office, part.taskId, 'approve');
    await persistence.programme.remindOverdueTasks({ county, on: '2020-12-21' });
    expect(await topUpTask()).toEqual([{ desk: 'finance', due_on: '2021-01-05', amount: '6500.00' }]);
    const rest = await record(short.id, '6500.00');
    await decide(office, rest.taskId, 'approve');
    expect(await topUpTask()).toEqual([]);
    expect(await booked('fundTopUpDue')).toBe('0.00');
    expect(await shared()).toMatchObject({ topUpDue: '0.00', lendingStopped: false, alarms: [] });
  });

  it('wakes the claims that waited, and opens an account of its own for a second bank', async () => {
    const { persistence } = database;
    const start = await filedClaim(persistence, waiting, { filedOn: '2020-12-10' });
    const at = '2020-12-11T02:00:00Z';
    const determine = () => persistence.compensations.determineCompensation({ claimId: start.claimId, at });
    expect(await determine()).toMatchObject({ queued: true });
    const fund = await shared();
    expect((await persistence.funds.get(finance, fund.id, today)).queue).toMatchObject([
      { claimNo: start.claimNo, amount: '28000.00' },
    ]);
    const entry = await record(fund.id, '60000.00');
    await decide(office, entry.taskId, 'approve');
    const { rows } = await owner.query(`select kind from inbox where subject_no = $1`, [start.claimNo]);
    expect(rows).toEqual([{ kind: 'fundReplenished' }]);
    expect(await determine()).toMatchObject({ queued: false });
    await owner.query(`insert into bank (county, code, name) values ($1, 'rural', '农商行')`, [county]);
    const first = await record(fund.id, '7000.00', { bank: 'rural' });
    await decide(office, first.taskId, 'approve');
    expect((await accounts()).map(({ bank, balance, frozen }) => [bank, balance, frozen])).toEqual([
      ['main', '69000.00', '28000.00'],
      ['rural', '7000.00', '0.00'],
    ]);
    const rural = { ...bankActor(county), bank: 'rural' };
    expect((await persistence.funds.list(rural, today)).map(({ bank }) => bank)).toEqual(['rural']);
    expect((await persistence.funds.list(bankActor(county), today)).map(({ bank }) => bank)).toEqual([
      'main',
    ]);
  });
});
