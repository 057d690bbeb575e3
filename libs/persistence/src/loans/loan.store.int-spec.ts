import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  activeLoan,
  apply,
  applicationForm,
  createTestDatabase,
  disburse,
  loanChange,
  register,
  repay,
  villageActor,
  type TestDatabase,
} from '../testing/index.js';

describe('loan store', () => {
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

  const one = async (sql: string, params: unknown[] = []) => (await owner.query(sql, params)).rows[0];

  it('gives the same loan for the same command, also when both come at once', async () => {
    const { intake } = database.persistence;
    const form = applicationForm({ name: '王小明' });
    const [a, b] = await Promise.all([
      intake.storeApplication(villageActor('bachu-2024'), 'same-command', form),
      intake.storeApplication(villageActor('bachu-2024'), 'same-command', form),
    ]);
    expect(a).toEqual(b);
    expect(a.rules.packRef).toEqual({ schemeKey: 'bachu-2024', packVersion: '1.0.0' });
  });

  it('lets exactly one of two applications of a household pass that come at once', async () => {
    const { intake } = database.persistence;
    const forms = [
      applicationForm({ householdNo: 'HH-RACE' }),
      applicationForm({ householdNo: 'HH-RACE', name: '买买提·艾力' }),
    ];
    const loans = await Promise.all(
      forms.map((form, i) => intake.storeApplication(villageActor('bachu-2024'), `race-${i}`, form)),
    );
    const verdicts = await Promise.all(loans.map((loan) => register(database.persistence, loan)));
    expect(verdicts.map(({ accepted }) => accepted).sort()).toEqual([false, true]);
    expect(verdicts.find(({ accepted }) => !accepted)?.code).toBe('DUPLICATE_APPLICATION');
    const { n } = await one(`select count(*)::int as n from loan l join household h on h.id = l.household_id
      where h.household_no = 'HH-RACE' and l.stage = 'inReview'`);
    expect(n).toBe(1);
  });

  it('refuses with all reasons and shows them on the loan and its history', async () => {
    const { loan, verdict } = await apply(database.persistence, {
      amount: '60000.00',
      purpose: 'gambling',
      targetGroup: 'other',
    });
    expect(verdict).toEqual({
      accepted: false,
      code: 'NOT_ELIGIBLE',
      reasons: ['NOT_TARGET_GROUP', 'AMOUNT_ABOVE_MAX', 'PURPOSE_BANNED', 'HOUSEHOLD_EXPOSURE_ABOVE_MAX'],
    });
    const detail = await database.persistence.reads.getLoan(
      villageActor('bachu-2024'),
      loan.loanId,
      '2024-02-01',
    );
    expect(detail.stage).toBe('refused');
    expect(detail.refusalReasons.map(({ code }) => code)).toEqual(verdict.reasons);
  });

  it('writes a change once, with its tasks, messages and agenda', async () => {
    const { loan } = await apply(database.persistence);
    const change = loanChange(loan, 'twice', {
      stage: 'inReview',
      events: [
        {
          kind: 'decided',
          lane: 'people',
          actor: villageActor('bachu-2024'),
          stepKey: 'apply',
          decision: 'complete',
          code: null,
          commandId: 'c',
          dueOn: null,
          data: {},
        },
      ],
      openTasks: [
        {
          taskId: `${loan.loanId}.villageReview.1`,
          kind: 'review',
          stepKey: 'villageReview',
          title: '村审',
          role: 'village',
          county: loan.county,
          place: loan.place,
          bank: null,
          slaWorkingDays: 3,
          dueOn: null,
          openedOn: '2024-02-01',
          outcomes: ['approve', 'reject', 'return'],
          requires: [],
          requiresDetail: false,
          needsMeeting: false,
        },
      ],
      messages: [
        { kind: 'publicityPosting', key: `posting/${loan.loanId}`, to: 'household', bank: 'main', data: {} },
      ],
    });
    await Promise.all([
      database.persistence.loans.recordWake(change),
      database.persistence.loans.recordWake(change),
    ]);
    const actor = villageActor('bachu-2024');
    expect(await database.persistence.reads.getHistory(actor, loan.loanId)).toHaveLength(1);
    const task = await database.persistence.reads.getTask(
      actor,
      `${loan.loanId}.villageReview.1`,
      '2024-02-01',
    );
    expect(task).toMatchObject({
      dueOn: '2024-02-05',
      borrower: '阿*********',
      nextStep: { title: '乡镇乡村振兴办审核' },
    });
    expect((await one('select count(*)::int as n from outbox where subject_id = $1', [loan.loanId])).n).toBe(
      1,
    );
  });

  it('books a disbursement with its ledger entry and subsidy plan, and refuses the wrong ones', async () => {
    const { loan } = await apply(database.persistence, { amount: '25504.00', termMonths: 6 });
    await expect(
      disburse(database.persistence, loan, { on: '2024-02-01', amount: '25504.01' }),
    ).resolves.toMatchObject({ code: 'AMOUNT_ABOVE_APPROVED' });
    await expect(
      disburse(database.persistence, loan, { on: '2024-02-01', annualRate: '0.0396' }),
    ).resolves.toMatchObject({ code: 'RATE_ABOVE_CAP' });
    await expect(
      disburse(database.persistence, loan, { on: '2024-02-01', maturesOn: '2024-02-01', amount: '1.00' }),
    ).resolves.toMatchObject({ code: 'BAD_DATE' });
    await expect(disburse(database.persistence, loan, { on: '2024-02-01' })).resolves.toMatchObject({
      accepted: true,
    });
    await expect(disburse(database.persistence, loan, { on: '2024-02-01' })).resolves.toMatchObject({
      accepted: true,
    });
    const money = await database.persistence.reads.getMoney(villageActor('bachu-2024'), loan.loanId);
    expect(money.ledger).toHaveLength(2);
    expect(
      money.subsidy.map(({ periodFrom, periodTo, subsidy, subsidyRate }) => [
        periodFrom,
        periodTo,
        subsidy,
        subsidyRate,
      ]),
    ).toEqual([
      ['2024-02-01', '2024-03-21', '137.12', '0.0395'],
      ['2024-03-21', '2024-06-21', '257.45', '0.0395'],
      ['2024-06-21', '2024-08-01', '114.73', '0.0395'],
    ]);
  });

  it('plans again after a repayment (sub-004) and settles at zero', async () => {
    const loan = await activeLoan(
      database.persistence,
      { on: '2024-02-01' },
      { amount: '25504.00', termMonths: 6 },
    );
    await expect(
      repay(database.persistence, loan, { receiptNo: 'R1', paidOn: '2024-05-15', principal: '5504.00' }),
    ).resolves.toMatchObject({ balance: '20000.00', settled: false });
    const { subsidy } = await database.persistence.reads.getMoney(villageActor('bachu-2024'), loan.loanId);
    expect(subsidy.map((line) => line.subsidy)).toEqual(['137.12', '235.10', '89.97']);
    await expect(
      repay(database.persistence, loan, { receiptNo: 'R1', paidOn: '2024-05-15', principal: '5504.00' }),
    ).resolves.toMatchObject({ balance: '20000.00' });
    await expect(
      repay(database.persistence, loan, { receiptNo: 'R2', paidOn: '2024-08-01', principal: '20000.00' }),
    ).resolves.toMatchObject({ balance: '0.00', settled: true });
    await expect(
      repay(database.persistence, loan, { receiptNo: 'R3', paidOn: '2024-08-01', principal: '1.00' }),
    ).resolves.toMatchObject({ accepted: false, code: 'LOAN_CLOSED' });
  });

  it('refuses a receipt that another loan has used', async () => {
    const [a, b] = [
      await activeLoan(database.persistence, { on: '2024-02-01' }),
      await activeLoan(database.persistence, { on: '2024-02-01' }),
    ];
    await repay(database.persistence, a, { receiptNo: 'SAME', paidOn: '2024-03-01', principal: '10.00' });
    await expect(
      repay(database.persistence, b, { receiptNo: 'SAME', paidOn: '2024-03-01', principal: '10.00' }),
    ).resolves.toMatchObject({ code: 'DUPLICATE_RECEIPT' });
  });

  it('holds what is paid above the balance', async () => {
    const loan = await activeLoan(database.persistence, { on: '2024-02-01' }, { amount: '10000.00' });
    const verdict = await repay(database.persistence, loan, {
      receiptNo: 'OVER',
      paidOn: '2024-03-01',
      principal: '10000.50',
    });
    expect(verdict).toMatchObject({ accepted: true, code: 'OVERPAYMENT', settled: true, balance: '0.00' });
    const { credit } = await one(`select p.credit from posting p where account = $1`, [
      `county/bachu-2024/heldForReturn/${loan.loanId}`,
    ]);
    expect(credit).toBe('0.50');
  });

  it('suspends an approval when the household has borrowed elsewhere meanwhile', async () => {
    const { loan } = await apply(database.persistence, { householdNo: 'HH-SUSPEND', amount: '30000.00' });
    await database.persistence.loans.recordWake(loanChange(loan, 'approve', { stage: 'approved' }));
    await owner.query(
      `update person set household_id = (select household_id from loan where id = $1)
      where id = (select person_id from loan where id = $2)`,
      [loan.loanId, (await activeLoan(database.persistence, { on: '2024-02-01' })).loanId],
    );
    const other = await activeLoan(database.persistence, { on: '2024-02-01' });
    await owner.query(
      'update loan set household_id = (select household_id from loan where id = $1) where id = $2',
      [loan.loanId, other.loanId],
    );
    const verdict = await database.persistence.loans.recheckApproval({
      loanId: loan.loanId,
      on: '2024-02-20',
      changeIfCleared: loanChange(loan, 'recheck', { stage: 'approved' }),
      changeIfSuspended: loanChange(loan, 'recheck', { stage: 'suspended' }),
    });
    expect(verdict.reasons).toEqual(
      expect.arrayContaining(['OTHER_BORROWER_IN_HOUSEHOLD', 'HOUSEHOLD_EXPOSURE_ABOVE_MAX']),
    );
    expect((await one('select stage from loan where id = $1', [loan.loanId])).stage).toBe('suspended');
  });

  it('stops the subsidy on the day of misuse', async () => {
    const loan = await activeLoan(database.persistence, { on: '2024-02-01' });
    await database.persistence.loans.recordUsageCheck({
      change: loanChange(loan, 'check', { stage: 'active' }),
      check: {
        commandId: 'k',
        taskId: null,
        checkedOn: '2024-03-01',
        finding: 'misuse',
        remarkGiven: true,
        actor: villageActor('bachu-2024'),
      },
    });
    const { subsidy } = await database.persistence.reads.getMoney(villageActor('bachu-2024'), loan.loanId);
    expect(subsidy[0]).toMatchObject({ nights: 29, subsidy: '95.46' });
    expect(subsidy.slice(1).every((line) => line.subsidy === '0.00')).toBe(true);
  });
});
