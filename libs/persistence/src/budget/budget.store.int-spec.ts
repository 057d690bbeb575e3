import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PortfolioRow } from '@bangdai/contracts/http';
import { formatMoney, parseMoney, subtractMoney, sumMoney } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import {
  activeLoan,
  appropriate,
  createTestDatabase,
  importRows,
  inventedPortfolio,
  type TestDatabase,
} from '../testing/index.js';

const county = 'longchuan-2020';
const finance = {
  id: '00000000-0000-4000-8000-000000000003',
  role: 'finance',
  county,
  place: '',
  bank: null,
};

/** A cohort's loans, 50,000.00 each, whose balances sum to what the county's plan names. */
function cohort(year: number, total: string, rows: PortfolioRow[]): PortfolioRow[] {
  let left = total;
  return rows.map((row, i) => {
    const balance = i === rows.length - 1 ? left : formatMoney(parseMoney('50000.00'));
    left = subtractMoney(left, balance);
    const dates = { disbursedOn: `${year}-09-01`, maturesOn: `${year + 3}-09-01`, overdueSince: null };
    return {
      ...row,
      ...dates,
      rowNo: year * 1000 + i,
      loanNo: `LC${year}${row.loanNo}`,
      householdNo: `${year}${row.householdNo}`,
      annualRate: '0.0475',
      balance,
      targetGroup: 'registeredPoor',
    };
  });
}

describe('budget store', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);
  afterAll(() => database?.drop());

  it('forecasts Longchuan’s cohorts of 2019 and 2020 from the loans alive, as its plan has them', async () => {
    const rows = [
      ...cohort(2019, '29271600.00', inventedPortfolio(586)),
      ...cohort(2020, '15000000.00', inventedPortfolio(300)),
    ];
    const importId = await importRows(
      database.persistence,
      { ...finance, role: 'countyOffice' },
      rows,
      '2021-01-01',
    );
    await database.persistence.programme.importPortfolioRows({ importId });
    const forecast = await database.persistence.budgets.forecast(finance, {
      county,
      year: 2021,
      quarters: 4,
    });
    expect(forecast.lines.map(({ cohort: year, balance, estimate }) => [year, balance, estimate])).toEqual([
      ['2019', '29271600.00', '1390401.00'],
      ['2020', '15000000.00', '712500.00'],
    ]);
    expect(forecast.total).toBe('2102901.00');
  }, 120_000);

  it('keeps plan and arrivals by year, once per command, with their entries in the books', async () => {
    const { budgets, dataSource } = database.persistence;
    const entry = { county, year: 2021, day: '2021-02-01', documentNo: '财预〔2021〕7号' };
    const commandId = randomUUID();
    await budgets.record(finance, commandId, { ...entry, kind: 'planned', amount: '2102901.00' });
    await budgets.record(finance, commandId, { ...entry, kind: 'planned', amount: '2102901.00' });
    const view = await budgets.record(finance, randomUUID(), {
      ...entry,
      kind: 'arrived',
      amount: '1000000.00',
    });
    expect(view).toMatchObject({
      planned: '2102901.00',
      arrived: '1000000.00',
      spent: '0.00',
      available: '1000000.00',
    });
    const books = await dataSource.query<{ account: string; sum: string }[]>(
      `select account, sum(debit - credit)::text as sum from posting where account like $1 group by account order by account`,
      [`county/${county}/%/2021`],
    );
    expect(books).toEqual([
      { account: `county/${county}/appropriation/2021`, sum: '-1000000.00' },
      { account: `county/${county}/subsidyPlanned/2021`, sum: '2102901.00' },
      { account: `county/${county}/treasury/2021`, sum: '1000000.00' },
    ]);
    await expect(
      budgets.record(finance, randomUUID(), {
        ...entry,
        county: 'bachu-2024',
        kind: 'arrived',
        amount: '1.00',
      }),
    ).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await budgets.list({ ...finance, county: 'bachu-2024' }, { county })).toEqual([]);
  });

  it('lets two banks at the same moment order no more than has arrived, and tells the second what is missing', async () => {
    const own = 'bachu-2024';
    const year = new Date().getUTCFullYear();
    const { settlements, budgets, payments } = database.persistence;
    const owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
    await owner.query(`insert into bank (county, code, name) values ($1, 'second', '农商行')`, [own]);
    const settled: { id: string; total: string }[] = [];
    for (const bank of ['main', 'second']) {
      const loan = await activeLoan(database.persistence, { on: '2024-02-01' }, { county: own });
      await owner.query('update loan set bank = $2 where id = $1', [loan.loanId, bank]);
      const input = { county: own, bank, settleOn: '2024-03-20', openedBy: 'system' };
      const opened = await settlements.openSettlement(input);
      settled.push({ id: opened.settlementId, total: opened.total });
    }
    const total = sumMoney(settled.map((settlement) => settlement.total));
    await appropriate(database.persistence, [own], [year], subtractMoney(total, '0.01'));
    // As many clients as orders: each has connections of its own.
    const other = await database.connect();
    const at = new Date().toISOString();
    for (let round = 0; round < 50; round += 1) {
      const clients = round % 2 === 0 ? [settlements, other.settlements] : [other.settlements, settlements];
      const orders = await Promise.allSettled(
        settled.map(({ id: settlementId }, i) => clients[i]?.orderSubsidyPayment({ settlementId, at })),
      );
      const given = orders.flatMap((order) => (order.status === 'fulfilled' ? [order.value] : []));
      const refused = orders.flatMap((order) => (order.status === 'rejected' ? [order.reason] : []));
      expect(given).toHaveLength(1);
      expect(refused).toMatchObject([{ code: 'BUDGET_SHORT', reasons: ['0.01'] }]);
      const [view] = await budgets.list({ ...finance, county: own }, { county: own, year });
      expect(view?.ordered).toBe(given[0]?.amount);
      // What the treasury has confirmed is bound until it is booked; what it turned down is free again.
      await payments.markState(given[0]?.orderNo ?? '', round === 49 ? 'CONFIRMED' : 'REJECTED', null);
    }
    const later = await Promise.allSettled(
      settled.map(({ id: settlementId }) => settlements.orderSubsidyPayment({ settlementId, at })),
    );
    expect(later.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await other.close();
    await owner.end();
  }, 60_000);
});
