import { loanUpdates } from '@bangdai/contracts';
import { addDays, addMonths } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withLoanClock } from '../../support/loan-clock.js';
import { writeNinthCounty } from '../../support/ninth-county.js';
import { NinthLoans } from '../../support/ninth-loans.js';
import { eventually } from '../../support/operators.js';
import { codeOf } from '../../support/refusals.js';
import { World } from '../../support/worlds.js';

const clock = withLoanClock();
let world: World;
let loans: NinthLoans;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address, {
    packDirs: [writeNinthCounty()],
  });
  loans = new NinthLoans(world, clock.current);
}, 60_000);
afterAll(() => world?.close(), 60_000);

describe('a disbursement that the bank reports', () => {
  it('is booked once for its contract; a second contract is refused', async () => {
    const loan = await loans.active();
    await loans.disburse(loan);
    await loans.disburse(loan, { contractNo: 'HT-other' });
    await eventually('the second contract is on record', async () => (await loans.codes(loan)).length === 1);
    expect(await loans.codes(loan)).toEqual(['ALREADY_DISBURSED']);
    const entries = await world.sql(
      `select 1 from journal_entry where loan_id = $1 and kind = 'disbursement'`,
      [loan.loanId],
    );
    expect(entries).toHaveLength(1);
  }, 60_000);

  it('is refused before the approval, above it, and with days that cannot be', async () => {
    const early = await loans.applied();
    await loans.disburse(early);
    expect(await loans.codes(early)).toEqual(['NOT_APPROVED']);
    const loan = await loans.approved();
    const today = await clock.current.today();
    await loans.disburse(loan, { disbursedOn: addDays(today, -1), maturesOn: addMonths(today, 11) });
    await loans.disburse(loan, { disbursedOn: addDays(today, 1) });
    await loans.disburse(loan, { maturesOn: today });
    await loans.disburse(loan, { amount: '30000.01' });
    await loans.disburse(loan, { amount: '-1.00' });
    await eventually('all are on record', async () => (await loans.codes(loan)).length === 5);
    expect(await loans.codes(loan)).toEqual([
      ...['NOT_APPROVED', 'BAD_DATE', 'BAD_DATE', 'AMOUNT_ABOVE_APPROVED', 'BAD_AMOUNT'],
    ]);
    expect((await world.loanRow(loan.loanId))['stage']).toBe('approved');
  }, 60_000);

  it('finds nobody once the approval has lapsed, and is put before a person', async () => {
    const loan = await loans.approved();
    await clock.current.env.sleep('60d');
    await world.becomes(loan, 'lapsed');
    await loans.disburse(loan);
    const task = await eventually('somebody is told', async () =>
      (await world.openTasks(loan.loanId)).find(({ kind }) => kind === 'undelivered'),
    );
    expect(task.role).toBe('countyOffice');
    expect(await world.loanRow(loan.loanId)).toMatchObject({ stage: 'lapsed', disbursed_on: null });
  }, 60_000);
});

describe('a repayment that the bank reports', () => {
  it('is refused without its number, twice, before the money was out, and where it is no sum', async () => {
    const loan = await loans.active();
    const today = await clock.current.today();
    const part = { principal: '100.00' };
    await loans.repay(loan, { ...part, receiptNo: 'B-1' });
    await loans.repay(loan, { ...part, receiptNo: 'B-1' });
    await loans.repay(loan, { ...part, receiptNo: ' ' });
    await loans.repay(loan, { ...part, receiptNo: 'B-2', paidOn: addDays(today, -1) });
    await loans.repay(loan, { ...part, receiptNo: 'B-3', paidOn: addDays(today, 1) });
    await loans.repay(loan, { receiptNo: 'B-4', principal: '1.005' });
    await eventually('all are on record', async () => (await loans.codes(loan)).length === 5);
    expect(await loans.codes(loan)).toEqual([
      ...['DUPLICATE_RECEIPT', 'FIELD_REQUIRED', 'BAD_DATE', 'BAD_DATE', 'BAD_AMOUNT'],
    ]);
    expect((await world.loanRow(loan.loanId))['balance']).toBe('29900.00');
  }, 60_000);
});

describe('arrears that the bank reports', () => {
  it('are kept with the loan until they are paid up, and stay so when the first notice comes again', async () => {
    const loan = await loans.active();
    const since = await clock.current.today();
    const notice = { loanNo: loan.loanNo, overdueSince: since };
    const report = (more = {}) =>
      world.report('overdueNoticed', loan.county, loan.loanNo, { ...notice, ...more });
    const kept = () => world.sql('select since, cured_on from arrears where loan_id = $1', [loan.loanId]);
    await report();
    await eventually('they are kept', async () => (await kept()).length === 1);
    expect(await kept()).toEqual([{ since, cured_on: null }]);
    const curedOn = addDays(since, 10);
    await report({ curedOn });
    await report();
    const kinds = await eventually('all three are on record', async () => {
      const rows = await world.sql<{ kind: string }>(
        `select kind from timeline where subject_id = $1 and lane = 'bank' order by id`,
        [loan.loanId],
      );
      return rows.length >= 4 ? rows.map(({ kind }) => kind) : null;
    });
    expect(kinds.slice(-3)).toEqual(['overdueNoticed', 'arrearsCured', 'overdueNoticed']);
    expect(await kept()).toEqual([{ since, cured_on: curedOn }]);
  }, 60_000);
});

describe('urging', () => {
  it('has nothing to urge before the loan is overdue', async () => {
    const loan = await loans.active();
    const urge = { taskId: null, kind: 'call', remarkGiven: true };
    expect(await codeOf(loans.send(loan, loanUpdates.recordUrging, 'bank', urge))).toBe('NOT_OVERDUE');
  }, 60_000);
});

describe('an application', () => {
  it('is refused outside the days of its plan', async () => {
    const county = 'yubei-2021';
    const plan = world.database.packs.versions(county)[0];
    const outside = [addDays(plan?.effectiveFrom ?? '', -1), addDays(plan?.effectiveTo ?? '', 1)];
    for (const appliedOn of outside) {
      const { receipt } = await world.apply({ county, appliedOn, documents: ['idCard', 'yubeiAnnex2'] });
      expect(receipt).toMatchObject({ accepted: false, stage: 'refused' });
      expect(receipt.reasons).toContain('PACK_NOT_EFFECTIVE');
    }
  }, 60_000);
});
