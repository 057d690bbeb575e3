import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor, LoanStart, ReviewCommand } from '@bangdai/contracts';
import { agenda, type LoanFacts } from '@bangdai/domain';
import pg from 'pg';
import {
  activeLoan,
  apply,
  createTestDatabase,
  importRows,
  inventedPortfolio,
  loanChange,
  repay,
  villageActor,
  type TestDatabase,
} from '../testing/index.js';

const office: Actor = { id: 'o', role: 'countyOffice', county: 'bachu-2024', place: '', bank: null };
const bank: Actor = { id: 'b', role: 'bank', county: 'bachu-2024', place: '', bank: 'main' };

describe('programme store', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let loan: LoanStart;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    loan = await activeLoan(database.persistence, { on: '2024-02-01' });
    await database.persistence.loans.recordWake(
      loanChange(loan, 'agenda', { stage: 'active', agenda: agenda(loan.rules, facts()) }),
    );
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const facts = (): LoanFacts => ({
    disbursementDate: '2024-02-01',
    maturityDate: '2025-02-01',
    balance: '30000.00',
    done: [],
    setOn: '2024-02-01',
  });
  const round = (on: string) =>
    database.persistence.programme.openUsageCheckTasks({ county: 'bachu-2024', on });

  it('opens a check once on its day and tells upwards when it is ten days late', async () => {
    expect(await round('2024-04-30')).toEqual({ opened: 0, escalated: 0 });
    expect(await Promise.all([round('2024-05-01'), round('2024-05-01')])).toContainEqual({
      opened: 1,
      escalated: 0,
    });
    const { rows } = await database.persistence.reads.listTasks(
      bank,
      { tab: 'todo', limit: 10 },
      '2024-05-01',
    );
    expect(rows).toEqual([
      expect.objectContaining({
        id: `${loan.loanId}.usageCheck.1`,
        title: '贷后检查（第1次）',
        dueOn: '2024-05-11',
      }),
    ]);
    expect(await round('2024-05-12')).toEqual({ opened: 0, escalated: 1 });
    expect(await round('2024-05-13')).toEqual({ opened: 0, escalated: 0 });
    const above = await database.persistence.reads.listTasks(
      office,
      { tab: 'escalated', limit: 10 },
      '2024-05-13',
    );
    expect(above.rows).toMatchObject([{ kind: 'usageCheck', remindedOn: '2024-05-12' }]);
  });

  it('shows the agenda with what is done, and the next date beside the loan', async () => {
    const { reads } = database.persistence;
    const items = await reads.getAgenda(bank, loan.loanId);
    expect(items.find(({ key }) => key === 'usageCheck/1')).toMatchObject({
      status: 'open',
      carriedOutBy: 'programme',
    });
    const detail = await reads.getLoan(bank, loan.loanId, '2024-05-01');
    expect(detail.nextSentence).toBe(
      '到期 2025-02-01，60 天前（2024-12-03）通知，30 天前（2025-01-02）书面通知',
    );
  });

  it('takes the check off the desk when the loan is paid off', async () => {
    await repay(database.persistence, loan, {
      receiptNo: 'ALL',
      paidOn: '2024-06-01',
      principal: '30000.00',
    });
    const { rows } = await database.persistence.reads.listTasks(
      bank,
      { tab: 'todo', limit: 10 },
      '2024-06-01',
    );
    expect(rows).toEqual([]);
  });

  it('reminds of a task past its limit, and again after two working days', async () => {
    const { loan: other } = await apply(database.persistence);
    const task = {
      taskId: `${other.loanId}.bankReview.1`,
      kind: 'review' as const,
      stepKey: 'bankReview',
      title: '评审',
      role: 'bank',
      county: other.county,
      place: other.place,
      bank: 'main',
      slaWorkingDays: 5,
      dueOn: null,
      openedOn: '2024-05-20',
      outcomes: ['approve'],
      requires: [],
      requiresDetail: false,
      needsMeeting: false,
    };
    await database.persistence.loans.recordWake(loanChange(other, 'open', { openTasks: [task] }));
    const remind = (on: string) =>
      database.persistence.programme.remindOverdueTasks({ county: 'bachu-2024', on });
    expect(await remind('2024-05-27')).toEqual({ reminded: 0 });
    expect(await remind('2024-05-28')).toEqual({ reminded: 1 });
    expect(await remind('2024-05-29')).toEqual({ reminded: 0 });
    expect(await remind('2024-05-30')).toEqual({ reminded: 1 });
    const history = await database.persistence.reads.getHistory(bank, other.loanId);
    expect(history.map(({ title }) => title)).toEqual(['催办', '催办']);
    const escalated = (actor: Actor) =>
      database.persistence.reads.listTasks(actor, { tab: 'escalated', limit: 10 }, '2024-05-30');
    expect((await escalated(office)).rows).toMatchObject([
      { id: task.taskId, role: 'bank', superior: 'countyOffice', remindedOn: '2024-05-30' },
    ]);
    expect((await escalated(bank)).rows).toEqual([]);
    await expect(database.persistence.reads.countTasks(office, '2024-05-30')).resolves.toMatchObject({
      escalated: 1,
    });
  });

  it('leaves the rounds before a take-over to the former keeper: a check of then is an extra one', async () => {
    const other = await activeLoan(database.persistence, { on: '2024-02-01' });
    const items = agenda(other.rules, facts());
    await database.persistence.loans.recordWake(
      loanChange(other, 'agenda', { stage: 'active', agenda: items }),
    );
    await owner.query(`update loan set taken_over_on = '2024-06-01' where id = $1`, [other.loanId]);
    await database.persistence.checks.record(bank, {
      ...{ loanId: other.loanId, taskId: null, commandId: 'extra-1', finding: 'ok', checkedOn: '2024-06-02' },
      at: '2024-06-02T02:00:00Z',
    });
    const history = await database.persistence.reads.getHistory(bank, other.loanId);
    expect(history.at(-1)).toMatchObject({ title: '贷后检查（额外）', dueOn: null });
  });

  it('takes a decision after its limit and shows it as late', async () => {
    const { loan: other } = await apply(database.persistence);
    const task = {
      ...{ taskId: `${other.loanId}.villageReview.1`, kind: 'review' as const, stepKey: 'villageReview' },
      ...{ title: '村级初审', role: 'village', county: other.county, place: other.place, bank: null },
      ...{ slaWorkingDays: 3, dueOn: null, openedOn: '2024-05-20', outcomes: ['approve'], requires: [] },
      ...{ requiresDetail: false, needsMeeting: false },
    };
    await database.persistence.loans.recordWake(loanChange(other, 'open', { openTasks: [task] }));
    const review: ReviewCommand = {
      ...{ commandId: 'late-1', taskId: task.taskId, stepKey: task.stepKey, decision: 'approve' },
      ...{ reasonGiven: false, opinionGiven: false, documents: [], meeting: null, approvedTerms: null },
      ...{ figuresHash: null, actor: villageActor(other.county, other.place) },
    };
    const decided = { kind: 'decided', lane: 'people' as const, actor: review.actor, stepKey: task.stepKey };
    await database.persistence.loans.recordReview({
      change: loanChange(other, 'decided', {
        at: '2024-05-27T02:00:00Z',
        pendingStep: 'townshipReview',
        events: [{ ...decided, decision: 'approve', code: null, commandId: 'late-1', dueOn: null, data: {} }],
        closeTasks: [{ taskId: task.taskId, outcome: 'done', decision: 'approve', actorId: review.actor.id }],
      }),
      review,
    });
    const { steps } = await database.persistence.reads.getLoan(bank, other.loanId, '2024-05-27');
    expect(steps[1]).toMatchObject({ key: 'villageReview', dueOn: '2024-05-23', late: true });
    const history = await database.persistence.reads.getHistory(bank, other.loanId);
    expect(history.at(-1)).toMatchObject({ kind: 'decided', dueOn: '2024-05-23', data: { late: 'true' } });
  });

  it('goes on with the start of imported loans after the last one that runs', async () => {
    const { programme, reads } = database.persistence;
    const importId = await importRows(database.persistence, bank, inventedPortfolio(5));
    await programme.importPortfolioRows({ importId });
    const starts = await programme.loansToStart(importId, null, 2);
    await programme.markStarted(starts.map(({ loanId }) => loanId));
    const rest = await programme.loansToStart(importId, starts[1]?.loanNo ?? null, 10);
    expect([...starts, ...rest].map(({ loanNo }) => loanNo)).toEqual(
      inventedPortfolio(5).map(({ loanNo }) => loanNo),
    );
    expect(await reads.getImport(bank, importId)).toMatchObject({
      state: 'running',
      imported: 5,
      started: 2,
    });
    await programme.finishImport({ importId, at: '2024-01-26T00:00:00Z' });
    expect(await reads.getImport(bank, importId)).toMatchObject({ state: 'done' });
    await expect(database.persistence.intake.commitImport(bank, importId)).rejects.toMatchObject({
      code: 'IMPORT_DONE',
    });
    const { rows } = await owner.query(
      `select sum(debit) as debit from posting p join account a on a.name = p.account where a.kind = 'loanPrincipal' and p.entry_id in (select id from journal_entry where kind = 'takeover')`,
    );
    const summary = await reads.summariseLoans(bank, { limit: 1, q: 'BC' });
    expect(rows[0].debit).toBe(summary.balance);
  });

  it('carries over the subsidy that households have had, once', async () => {
    const { programme } = database.persistence;
    const [told, silent] = inventedPortfolio(2);
    if (told === undefined || silent === undefined) throw new Error('no rows');
    const rows = [
      { ...told, loanNo: 'OLD-1', householdNo: 'OLD-H1', usedSubsidyDays: 400, priorSubsidyTotal: '1200.50' },
      { ...silent, loanNo: 'OLD-2', householdNo: 'OLD-H2' },
    ];
    for (let turn = 0; turn < 2; turn += 1) {
      const importId = await importRows(database.persistence, office, rows);
      await programme.importPortfolioRows({ importId });
    }
    const { rows: households } = await owner.query(
      `select household_no, used_subsidy_days as days, prior_subsidy_total::text as total from household
       where household_no like 'OLD-H%' order by household_no`,
    );
    expect(households).toEqual([
      { household_no: 'OLD-H1', days: 400, total: '1200.50' },
      { household_no: 'OLD-H2', days: 0, total: '0.00' },
    ]);
  });
});
