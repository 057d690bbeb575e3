import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SettlementOpened } from '@bangdai/contracts';
import { sumMoney, subsidyOfHousehold, subsidyRules } from '@bangdai/domain';
import pg from 'pg';
import {
  appropriate,
  createTestDatabase,
  importRows,
  inventedPortfolio,
  type TestDatabase,
} from '../testing/index.js';

const office = {
  id: '00000000-0000-4000-8000-000000000002',
  role: 'countyOffice',
  county: 'bachu-2024',
  place: '',
  bank: null,
};
const input = { county: 'bachu-2024', bank: 'main', settleOn: '2024-03-20', openedBy: 'system' };

describe('settlement store', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  let opened: SettlementOpened;
  const rows = inventedPortfolio(400);

  beforeAll(async () => {
    database = await createTestDatabase();
    await appropriate(database.persistence, [input.county], [2024]);
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    const importId = await importRows(database.persistence, office, rows);
    await expect(database.persistence.programme.importPortfolioRows({ importId })).resolves.toEqual({
      imported: 400,
      unchanged: 0,
      started: 0,
    });
    opened = await database.persistence.settlements.openSettlement(input);
  }, 120_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  it('collects by one statement what the domain figures loan by loan', async () => {
    const pack = database.packs.get('bachu-2024', '1.0.0');
    if (pack === null) throw new Error('no pack');
    const rules = subsidyRules(pack, 'household');
    const household = { usedSubsidyDays: 0, priorSubsidyTotal: '0.00' };
    const period = { from: '2023-12-21', to: '2024-03-21' };
    const expected = new Map<string, string>();
    for (const row of rows) {
      const loan = {
        loanId: row.loanNo,
        principal: row.balance,
        annualRate: row.annualRate,
        disbursementDate: row.disbursedOn,
        maturityDate: row.maturesOn,
      };
      const { householdSubsidyTotal: total } = subsidyOfHousehold(
        rules,
        household,
        [loan],
        [period],
        database.packs.rates,
      );
      if (total !== '0.00') expected.set(row.loanNo, total);
    }
    const lines = await owner.query('select loan_no, subsidy from settlement_line where settlement_id = $1', [
      opened.settlementId,
    ]);
    expect(new Map(lines.rows.map(({ loan_no, subsidy }) => [loan_no, subsidy]))).toEqual(expected);
    expect(opened).toMatchObject({
      periodFrom: '2023-12-21',
      periodTo: '2024-03-21',
      lines: expected.size,
      total: sumMoney([...expected.values()]),
    });
    expect(opened.flow.map(({ key }) => key)).toEqual([
      'bankCompute',
      'subsidyPublicity-before',
      'unionConfirm',
      'agriConfirm',
      'subsidyPublicity-during',
      'financeDetermine',
      'financeRecheck',
      'subsidyPublicity',
      'treasuryPay',
    ]);
  });

  it('changes nothing when it is opened a second time', async () => {
    expect(await database.persistence.settlements.openSettlement(input)).toEqual(opened);
    const { rows: counted } = await owner.query('select count(*)::int as n from settlement_line');
    expect(counted[0].n).toBe(opened.lines);
  });

  it('shows a quarter with nothing to settle as closed, with nobody at work on it', async () => {
    const county = 'yanchi-county';
    const { settlements, reads } = database.persistence;
    const empty = await settlements.openSettlement({ ...input, county });
    expect(empty.lines).toBe(0);
    await owner.query(`update settlement set stage = 'closed', pending_step = $2 where id = $1`, [
      ...[empty.settlementId, empty.flow[0]?.key],
    ]);
    const { steps } = await reads.getSettlement({ ...office, county }, empty.settlementId, '2024-03-21');
    expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(['next']));
  });

  it('refuses a day that is no interest day', async () => {
    await expect(
      database.persistence.settlements.openSettlement({ ...input, settleOn: '2024-03-19' }),
    ).rejects.toMatchObject({ code: 'BAD_DATE' });
  });

  it('holds what the bank figures differently, to the fen', async () => {
    const { settlements, reads } = database.persistence;
    const { rows: own } = await owner.query(
      'select loan_no as "loanNo", nights, interest, subsidy, township from settlement_line where settlement_id = $1 order by loan_no',
      [opened.settlementId],
    );
    const list = own
      .slice(1)
      .map((line, i) => ({ ...line, subsidy: i === 0 ? sumMoney([line.subsidy, '0.01']) : line.subsidy }));
    await settlements.storeSubsidyList(opened.settlementId, list);
    const figures = await settlements.compareSubsidyLines({ settlementId: opened.settlementId });
    expect(figures).toMatchObject({ lines: opened.lines, disputed: 2, excluded: 0 });
    expect(figures.total).toBe(sumMoney(own.slice(2).map(({ subsidy }) => subsidy)));
    const township = { ...office, role: 'township', place: own[0].township };
    const tasks = await reads.listTasks(township, { tab: 'todo', limit: 50 }, '2024-03-21');
    expect(tasks.rows.map(({ kind, subject }) => [kind, subject])).toContainEqual([
      'disputedLine',
      'settlement',
    ]);
    await settlements.storeSubsidyList(opened.settlementId, own);
    const agreed = await settlements.compareSubsidyLines({ settlementId: opened.settlementId });
    expect(agreed).toMatchObject({ disputed: 0, total: opened.total });
    expect(agreed.figuresHash).not.toBe(figures.figuresHash);
  });

  it('is paid once, with one balanced entry and every loan told', async () => {
    const { settlements, payments, reads } = database.persistence;
    const order = await settlements.orderSubsidyPayment({
      settlementId: opened.settlementId,
      at: '2024-03-25T02:00:00Z',
    });
    expect(order).toEqual({
      orderNo: 'subsidy/bachu-2024/bachu-2024-main-2024-03-20/1',
      amount: opened.total,
    });
    expect(
      await settlements.orderSubsidyPayment({
        settlementId: opened.settlementId,
        at: '2024-03-25T02:00:00Z',
      }),
    ).toEqual(order);
    await payments.markSending(order.orderNo);
    await payments.markState(order.orderNo, 'UNKNOWN', null);
    const paid = {
      settlementId: opened.settlementId,
      orderNo: order.orderNo,
      paidOn: '2024-03-26',
      at: '2024-03-26T02:00:00Z',
    };
    await Promise.all([settlements.recordSettlementPaid(paid), settlements.recordSettlementPaid(paid)]);
    await payments.markState(order.orderNo, 'REJECTED', null);
    expect(await payments.getOrder(order.orderNo)).toMatchObject({
      state: 'CONFIRMED',
      paidOn: '2024-03-26',
      lines: opened.lines,
    });
    const { rows: sums } = await owner.query(
      `select count(distinct e.id)::int as entries, sum(debit) as debit, sum(credit) as credit from journal_entry e
       join posting p on p.entry_id = e.id where e.kind = 'subsidyPayment'`,
    );
    expect(sums[0]).toEqual({ entries: 1, debit: opened.total, credit: opened.total });
    const { rows: loans } = await owner.query('select loan_id, subsidy from settlement_line limit 1');
    const money = await reads.getMoney(office, loans[0].loan_id);
    expect(money.subsidyPaid).toBe(loans[0].subsidy);
    expect(money.ledger.map(({ kind }) => kind)).toContain('subsidyPayment');
    const detail = await reads.getSettlement(office, opened.settlementId, '2024-03-26');
    expect(detail).toMatchObject({
      paidOn: '2024-03-26',
      lines: opened.lines,
      total: opened.total,
      payee: '县农村信用合作联社',
    });
  });

  it('does not plan a claimed period again', async () => {
    const { rows: before } = await owner.query(
      'select loan_id, subsidy from settlement_line order by loan_no limit 1',
    );
    const { loansToStart } = database.persistence.programme;
    const [first] = await loansToStart.call(
      database.persistence.programme,
      (await importIdOf(owner)) as string,
      null,
      1,
    );
    if (first === undefined) throw new Error('no loan');
    expect(first.takeover).toMatchObject({ asOf: '2024-01-25', balance: rows[0]?.balance });
    await database.persistence.loans.recordRepayment({
      loanId: before[0].loan_id,
      repayment: {
        inboxId: 'late',
        receiptNo: 'LATE',
        paidOn: '2024-02-01',
        principal: '1000.00',
        interest: '0.00',
      },
      changeIfOpen: changeOf(first, before[0].loan_id),
      changeIfSettled: changeOf(first, before[0].loan_id),
    });
    const { subsidy } = await database.persistence.reads.getMoney(office, before[0].loan_id);
    expect(subsidy[0]).toMatchObject({ periodFrom: '2023-12-21', subsidy: before[0].subsidy, state: 'paid' });
  });

  it('imports the same file again without change and pages through the loans by key', async () => {
    const importId = await importRows(database.persistence, office, rows);
    await expect(database.persistence.programme.importPortfolioRows({ importId })).resolves.toEqual({
      imported: 0,
      unchanged: 400,
      started: 0,
    });
    const { reads } = database.persistence;
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await reads.listLoans(office, { limit: 150, after });
      seen.push(...page.rows.map(({ loanNo }) => loanNo));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen).toEqual(rows.map(({ loanNo }) => loanNo));
    const village = { ...office, role: 'village', place: `${rows[0]?.township}/${rows[0]?.village}` };
    const summary = await reads.summariseLoans(village, { limit: 1 });
    expect(summary.count).toBe(
      rows.filter(({ township, village: v }) => `${township}/${v}` === village.place).length,
    );
    const byName = await reads.listLoans(office, { limit: 10, q: rows[7]?.name });
    // A name is found by its beginning, so those that go on after it come with it.
    expect(byName.rows[0]?.loanNo).toBe(rows[7]?.loanNo);
    const byTail = await reads.listLoans(office, { limit: 10, q: rows[7]?.idNumber.slice(-4) });
    expect(byTail.rows.map(({ loanNo }) => loanNo)).toContain(rows[7]?.loanNo);
  });
});

const importIdOf = async (owner: pg.Client): Promise<unknown> =>
  (await owner.query('select id from import_batch order by created_at limit 1')).rows[0].id;

const changeOf = (start: { county: string }, loanId: string) => ({
  loanId,
  county: start.county,
  changeId: 'late-repayment',
  at: '2024-03-27T02:00:00Z',
  stage: 'active' as const,
  pendingStep: null,
  publicityEndsOn: null,
  events: [],
  openTasks: [],
  closeTasks: [],
  messages: [],
  agenda: null,
  doneAgendaKeys: [],
});
