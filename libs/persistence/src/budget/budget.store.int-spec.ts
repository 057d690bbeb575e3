import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PortfolioRow } from '@bangdai/contracts/http';
import { formatMoney, parseMoney, subtractMoney } from '@bangdai/domain';
import { randomUUID } from 'node:crypto';
import { createTestDatabase, importRows, inventedPortfolio, type TestDatabase } from '../testing/index.js';

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
});
