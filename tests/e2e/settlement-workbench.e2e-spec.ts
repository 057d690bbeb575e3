import type {
  BudgetView,
  FundView,
  Page,
  SettlementDetail,
  SettlementLineRow,
  SettlementRow,
  TrialBalance,
} from '@bangdai/contracts/http';
import { addMoney, subtractMoney } from '@bangdai/domain';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readXlsx } from 'hucre/xlsx';
import type { Browser } from 'playwright-core';
import { openBrowser, Person } from '../support/browser.js';
import { eventually, Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';

const county = 'demo-2026';
const password = 'bangdai-demo';

describe('the settlement workbench and the budget in a real browser', () => {
  let product: Product;
  let browser: Browser;
  let office: Operator;
  let settlement: SettlementDetail;
  const people: Person[] = [];

  beforeAll(async () => {
    product = await startProduct();
    await product.run('apps/api/dist/cli/load-demo.js', '--unfunded');
    browser = await openBrowser();
    office = await Operator.signIn(product.apiUrl, `countyOffice@${county}`, password);
    await fetch(`${product.sandboxUrl}/faults`, {
      ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ target: 'bank', kind: 'wrongAmount', on: 'query', firstN: 3 }),
    });
  }, 400_000);
  afterEach(async () => {
    const faults = people.flatMap((person) => person.faults);
    await Promise.all(people.splice(0).map((person) => person.leave()));
    expect(faults).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const as = async (role: string): Promise<Person> => {
    const person = await Person.signIn(browser, product.apiUrl, `${role}@${county}`, password);
    people.push(person);
    return person;
  };
  const detail = async () => (await office.get<SettlementDetail>(`/v1/settlements/${settlement.id}`)).body;
  const record = async (amount: string) => {
    const finance = await as('finance');
    await finance.open('/budgets');
    await finance.click('record-budget');
    await finance.field('budget-amount').fill(amount);
    await finance.field('budget-document').fill('财预〔2026〕7号');
    await finance.click('budget-entry-submit');
    await finance.page.locator('.ant-message-success').first().waitFor();
    return finance;
  };
  const sign = async (role: string, outcome: string) => {
    const signer = await as(role);
    await signer.open(`/settlements/${settlement.id}`);
    await signer.at('own-task').waitFor();
    await signer.click(`decision-${outcome}`);
    await signer.click('decision-submit');
    return signer;
  };

  it('shows what the bank has otherwise, side by side, and lets the office settle it line by line', async () => {
    const { body: counties } = await office.get<{ code: string; banks: { key: string }[] }[]>('/v1/counties');
    const bank = counties.find(({ code }) => code === county)?.banks[0]?.key;
    const year = new Date().getUTCFullYear();
    const settleOn = [`${year}-09-20`, `${year - 1}-12-20`].find(
      (day) => day < new Date().toISOString().slice(0, 10),
    );
    await office.post('/v1/settlements', { county, bank, settleOn });
    const row = await eventually('it is compared', async () => {
      const { body } = await office.get<Page<SettlementRow>>('/v1/settlements');
      return body.rows.find(({ stage }) => stage === 'underReview');
    });
    settlement = { ...row } as SettlementDetail;
    expect(row.disputed).toBe(3);
    const clerk = await as('countyOffice');
    await clerk.open(`/settlements/${row.id}?state=disputed`);
    await clerk.at('settlement-line').first().waitFor();
    await clerk.shot('workbench-disputed');
    await clerk.at('settlement-line').first().locator('.ant-checkbox-wrapper').click();
    await clerk.click('line-action-acceptBank');
    await clerk.field('line-action-reason').fill('银行补记一天');
    await clerk.shot('workbench-accept');
    await clerk.click('line-action-submit');
    await clerk.page.locator('.ant-message-success').first().waitFor();
    await eventually('one is settled', async () => (await detail()).disputed === 2);
    await clerk.open(`/settlements/${row.id}?state=claimed`);
    await clerk.at('settlement-line').first().locator('.ant-checkbox-wrapper').click();
    await clerk.click('line-action-exclude');
    await clerk.field('line-action-reason').fill('对象已不符合条件');
    await clerk.click('line-action-submit');
    await eventually('one is excluded', async () => (await detail()).excluded === 1);
    await clerk.shot('workbench-review');
  }, 120_000);

  it('pays as far as the money reaches when finance says so, and the rest when it has come', async () => {
    const { total } = await detail();
    await record(subtractMoney(total, '100.00'));
    await sign('countyOffice', 'approve');
    await eventually('finance has it', async () =>
      (await detail()).openTasks.some(({ role }) => role === 'finance'),
    );
    await sign('finance', 'approve');
    await eventually('it is determined', async () => (await detail()).stage === 'determined');
    const payer = await sign('treasury', 'complete');
    await payer.at('decision-problem').waitFor();
    expect(await payer.at('decision-problem').innerText()).toContain('100.00');
    await payer.at('budget-short').waitFor();
    await payer.shot('workbench-budget-short');
    await payer.click('pay-in-part');
    await payer.page.locator('.ant-modal-confirm-btns .ant-btn-primary').click();
    await eventually('it is paid in part', async () => (await detail()).stage === 'partlyPaid', 60);
    await payer.open(`/settlements/${settlement.id}`);
    await payer.at('settlement-stage').waitFor();
    await payer.shot('workbench-partly-paid');
    const finance = await record('100.00');
    await sign('treasury', 'complete');
    await eventually('all is paid', async () => (await detail()).stage === 'closed', 60);
    const { body: budgets } = await office.get<BudgetView[]>('/v1/budgets');
    const [budget] = budgets;
    expect(budget).toMatchObject({ arrived: total, spent: total, available: '0.00' });
    expect((await detail()).orders.map(({ amount }) => amount).reduce(addMoney)).toBe(total);
    await finance.open('/budgets');
    await finance.at('budget-figures').waitFor();
    await finance.page.waitForTimeout(800);
    await finance.shot('budget');
  }, 180_000);

  it('exports each list as an Excel file with all its rows', async () => {
    const sheet = async (path: string): Promise<unknown[][]> => {
      const clerk = await as('countyOffice');
      const response = await clerk.page.context().request.get(`${product.apiUrl}/v1/exports/${path}`);
      expect(response.status()).toBe(200);
      const book = await readXlsx(new Uint8Array(await response.body()));
      return (book.sheets[0]?.rows ?? []) as unknown[][];
    };
    const lines = await sheet(`settlements/${settlement.id}/lines`);
    expect(lines).toHaveLength((await detail()).lines + 1);
    const { body } = await office.get<Page<SettlementLineRow>>(
      `/v1/settlements/${settlement.id}/lines?limit=1`,
    );
    expect(lines[1]?.[0]).toBe(body.rows[0]?.loanNo);
    expect(lines[1]?.[7]).toBe(Number(body.rows[0]?.subsidy));
    const { body: summary } = await office.get<{ count: number }>('/v1/loans/summary');
    expect(await sheet('loans')).toHaveLength(summary.count + 1);
    for (const list of ['claims', 'tasks', 'clawbacks', 'reconciliation-cases'])
      expect((await sheet(list)).length).toBeGreaterThan(0);
    const { body: balance } = await office.get<TrialBalance>('/v1/ledger/trial-balance');
    const [, ...accounts] = await sheet('trial-balance');
    expect(accounts).toHaveLength(balance.rows.length);
    const sum = (column: number): number =>
      accounts.reduce((total, row) => total + Math.round(Number(row[column]) * 100), 0);
    expect(sum(3)).toBe(Math.round(Number(balance.debit) * 100));
    expect(sum(5)).toBe(sum(6));
    const treasury = balance.rows.find(({ kind }) => kind === 'treasury')?.account ?? '';
    const statement = await sheet(`statement?account=${encodeURIComponent(treasury)}`);
    expect(statement.length).toBeGreaterThan(1);
    expect((await sheet('entries')).length).toBeGreaterThan(statement.length);
    const { body: accountsOfFund } = await office.get<FundView[]>('/v1/funds');
    expect((await sheet(`funds/${accountsOfFund[0]?.id}/movements`)).length).toBeGreaterThan(1);
    const [, budget] = await sheet('budgets');
    expect(budget?.[3]).toBe(budget?.[4]);
  }, 60_000);
});
