import type { LoanStart } from '@bangdai/contracts';
import { subtractMoney } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { activeLoan, appropriate, createTestDatabase, repay, type TestDatabase } from '../testing/index.js';

const county = 'bachu-2024';

describe('adjustment lines', () => {
  let database: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    await appropriate(database.persistence, [county], [2024]);
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
  }, 60_000);
  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  const linesOf = async (loan: LoanStart) =>
    (
      await owner.query(
        `select period_from, sequence, subsidy, state from settlement_line where loan_id = $1 order by period_from, sequence`,
        [loan.loanId],
      )
    ).rows;

  async function settleAndPay(settleOn: string, of = county): Promise<{ id: string; total: string }> {
    const { settlements } = database.persistence;
    const opened = await settlements.openSettlement({
      county: of,
      bank: 'main',
      settleOn,
      openedBy: 'system',
    });
    const at = `${settleOn}T09:00:00.000Z`;
    const { orderNo, amount } = await settlements.orderSubsidyPayment({
      settlementId: opened.settlementId,
      at,
    });
    await settlements.recordSettlementPaid({
      settlementId: opened.settlementId,
      orderNo,
      paidOn: settleOn,
      at,
    });
    expect(amount).toBe(opened.total);
    return { id: opened.settlementId, total: opened.total };
  }

  it('carries a repayment of a paid period into the next settlement and leaves the paid line as it is', async () => {
    const loan = await activeLoan(database.persistence, { on: '2024-02-01' });
    await settleAndPay('2024-03-20');
    const [paid] = await linesOf(loan);
    await repay(database.persistence, loan, {
      receiptNo: 'AD-1',
      paidOn: '2024-03-19',
      principal: '10000.00',
    });
    const waiting = await owner.query(
      'select subsidy, nights, sequence from subsidy_adjustment where loan_id = $1',
      [loan.loanId],
    );
    // Two nights (19th and 20th) of 10,000.00 at 3.95 %: 47.92 of 48 nights become less by 2.19.
    expect(waiting.rows).toEqual([{ subsidy: '-2.19', nights: 0, sequence: 1 }]);
    const second = await settleAndPay('2024-06-20');
    const lines = await linesOf(loan);
    expect(lines[0]).toEqual({ ...paid, state: 'paid' });
    expect(lines.slice(1).map(({ sequence, subsidy }) => [sequence, subsidy])).toEqual([
      [1, '-2.19'],
      [0, expect.any(String)],
    ]);
    expect(second.total).toBe(subtractMoney(lines[2].subsidy, '2.19'));
    const { rows } = await owner.query(
      `select sum(debit - credit)::text as paid from posting where account = $1`,
      [`county/${county}/subsidyPaid/${loan.loanId}`],
    );
    const { rows: sums } = await owner.query(
      `select sum(subsidy)::text as paid from settlement_line where loan_id = $1 and state = 'paid'`,
      [loan.loanId],
    );
    expect(rows[0].paid).toBe(sums[0].paid);
  });

  it('lowers the sum of the payee to zero at most and carries the rest over', async () => {
    const other = await activeLoan(database.persistence, { on: '2024-07-01' });
    await owner.query(
      `insert into subsidy_adjustment (loan_id, period_from, period_to, sequence, nights, interest, subsidy_rate, subsidy, borrower_share, cause)
       values ($1, '2023-12-21', '2024-03-21', 1, 0, -900, 0.0395, -900, 0, 'test')`,
      [other.loanId],
    );
    const { settlements } = database.persistence;
    const input = { county, bank: 'main', openedBy: 'system' };
    const opened = await settlements.openSettlement({ ...input, settleOn: '2024-09-20' });
    expect(opened.total).toBe('0.00');
    const { rows } = await owner.query(
      'select subsidy from subsidy_adjustment where loan_id = $1 and settlement_id is null',
      [other.loanId],
    );
    const { rows: own } = await owner.query(
      'select sum(subsidy)::text as sum from settlement_line where settlement_id = $1 and sequence = 0',
      [opened.settlementId],
    );
    expect(rows).toEqual([{ subsidy: subtractMoney(own[0].sum, '900.00') }]);
    await settlements.openSettlement({ ...input, settleOn: '2024-09-20' });
    expect(await linesOf(other)).toHaveLength(2);
    // What is due and what takes it back settle each other: no order, and books that say so.
    const at = '2024-09-24T02:00:00.000Z';
    const order = settlements.orderSubsidyPayment({ settlementId: opened.settlementId, at });
    await expect(order).rejects.toMatchObject({ code: 'NOTHING_TO_SETTLE' });
    expect((await linesOf(other)).map(({ state }) => state)).toEqual(['paid', 'paid']);
    const { rows: books } = await owner.query(
      `select sum(p.debit - p.credit)::text as paid from posting p join journal_entry e on e.id = p.entry_id
       where e.subject_id = $1 and p.account like '%/subsidyPaid/%'`,
      [opened.settlementId],
    );
    expect(books).toEqual([{ paid: '0.00' }]);
  });

  it('makes what nothing is left to set off against a case of its own, once, with the sum that is due back', async () => {
    const { settlements, clawbacks, reads } = database.persistence;
    const own = 'longchuan-2020';
    const loan = await activeLoan(
      database.persistence,
      { on: '2020-05-01', annualRate: '0.0435' },
      { county: own, targetGroup: 'registeredPoor' },
    );
    await repay(database.persistence, loan, {
      ...{ receiptNo: 'OV-1', paidOn: '2020-06-10', principal: loan.application.amount },
    });
    await appropriate(database.persistence, [own], [2020]);
    await settleAndPay('2020-06-20', own);
    const adjustment = { county: own, bank: 'main', openedBy: 'system' };
    await owner.query(
      `insert into subsidy_adjustment (loan_id, period_from, period_to, sequence, nights, interest, subsidy_rate, subsidy, borrower_share, cause)
       values ($1, '2020-05-01', '2020-06-10', 1, -2, -7.25, 0.0435, -7.25, 0, 'test')`,
      [loan.loanId],
    );
    const { settlementId, lines } = await settlements.openSettlement({
      ...adjustment,
      settleOn: '2020-09-20',
    });
    expect(lines).toBe(0);
    const starts = await settlements.openOverpaymentCases(settlementId);
    expect(starts).toMatchObject([
      { county: own, loanNo: loan.loanNo, cause: 'overpayment', openedBy: null },
    ]);
    expect(await settlements.openOverpaymentCases(settlementId)).toEqual(starts);
    const caseId = starts[0]?.caseId ?? '';
    const change = { caseId, at: '2020-09-21T02:00:00Z', stage: 'opened' as const, pendingStep: null };
    const empty = { events: [], openTasks: [], closeTasks: [] };
    const { figures } = await clawbacks.registerClawback({
      changeIfPaid: { ...change, ...empty, changeId: 'opened' },
      changeIfNothing: { ...change, ...empty, changeId: 'nothing' },
    });
    expect(figures).toMatchObject({ amount: '7.25', nights: 0 });
    const officer = { id: 'x', role: 'countyOffice', county: own, place: '', bank: null };
    const { rows } = await reads.listClawbacks(officer, { limit: 10 });
    expect(rows.map(({ amount, stage }) => [amount, stage])).toEqual([['7.25', 'opened']]);
    const left = await owner.query('select 1 from subsidy_adjustment where loan_id = $1', [loan.loanId]);
    expect(left.rows).toEqual([]);
  });

  it('is shown on the loan, waiting and paid', async () => {
    const loan = await activeLoan(database.persistence, { on: '2024-10-08' });
    await settleAndPay('2024-12-20');
    await repay(database.persistence, loan, {
      receiptNo: 'AD-2',
      paidOn: '2024-12-20',
      principal: '5000.00',
    });
    const officer = { id: 'x', role: 'countyOffice', county, place: '', bank: null };
    const { subsidy } = await database.persistence.reads.getMoney(officer, loan.loanId);
    expect(subsidy.filter(({ sequence }) => sequence === 1)).toEqual([
      expect.objectContaining({ state: 'planned', subsidy: '-0.55' }),
    ]);
  });

  it('holds all over when more is taken back than is due: nobody pays, and the next settlement takes it up', async () => {
    const { settlements } = database.persistence;
    const input = { county, bank: 'main', openedBy: 'system' };
    await owner.query(
      `insert into subsidy_adjustment (loan_id, period_from, period_to, sequence, nights, interest, subsidy_rate, subsidy, borrower_share, cause)
       select loan_id, '2023-09-21', '2023-12-21', 1, 0, -2000, 0.0395, -2000, 0, 'test' from settlement_line limit 1`,
    );
    const { settlementId } = await settlements.openSettlement({ ...input, settleOn: '2025-03-20' });
    const { rows: own } = await owner.query(
      `select loan_no, subsidy from settlement_line where settlement_id = $1 and subsidy > 0`,
      [settlementId],
    );
    await owner.query(
      `update settlement_line set state = 'excluded' where settlement_id = $1 and loan_no = $2 and subsidy > 0`,
      [settlementId, own[0].loan_no],
    );
    const owed = async () =>
      (
        await owner.query(
          `select sum(a.subsidy)::text as owed from subsidy_adjustment a left join settlement_line s on s.settlement_id = a.settlement_id
             and (s.loan_id, s.period_from, s.period_to, s.sequence) = (a.loan_id, a.period_from, a.period_to, a.sequence)
           where a.settlement_id is null or s.settlement_id = $1`,
          [settlementId],
        )
      ).rows[0].owed;
    const before = await owed();
    const at = '2025-03-24T02:00:00.000Z';
    for (const time of ['once', 'again']) {
      const order = settlements.orderSubsidyPayment({ settlementId, at });
      await expect({ time, order: await order.catch(({ code }) => code) }).toEqual({
        ...{ time, order: 'NOTHING_TO_SETTLE' },
      });
    }
    const { rows: states } = await owner.query(
      `select distinct state from settlement_line where settlement_id = $1 order by 1`,
      [settlementId],
    );
    expect(states).toEqual([{ state: 'excluded' }, { state: 'held' }]);
    expect(await owed()).toBe(before);
    const { rows: taken } = await owner.query('select 1 from subsidy_adjustment where settlement_id = $1', [
      settlementId,
    ]);
    expect(taken).toEqual([]);
    const { total } = await settlements.openSettlement({ ...input, settleOn: '2025-06-20' });
    expect(Number(total)).toBeGreaterThanOrEqual(0);
    const { rows: waiting } = await owner.query(
      `select count(*)::int as lines from settlement_line where settlement_id = $1 and carried_to is null and state = 'held'`,
      [settlementId],
    );
    expect(waiting).toEqual([{ lines: 0 }]);
  });
});
