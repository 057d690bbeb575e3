import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FundDetail, FundView } from '@bangdai/contracts/http';
import type { Browser } from 'playwright-core';
import { openBrowser, Person } from '../support/browser.js';
import { eventually, Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';

const county = 'demo-2026';
const password = 'bangdai-demo';

describe('the fund page in a real browser', () => {
  let product: Product;
  let browser: Browser;
  let auditor: Operator;
  const people: Person[] = [];

  beforeAll(async () => {
    product = await startProduct();
    await product.run('apps/api/dist/cli/load-demo.js');
    browser = await openBrowser();
    auditor = await Operator.signIn(product.apiUrl, `finance@${county}`, password);
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
  const fund = async (): Promise<FundView> =>
    (await auditor.get<FundView[]>('/v1/funds')).body[0] as FundView;

  it('takes in a deposit once a second office has confirmed it', async () => {
    const before = await fund();
    const finance = await as('finance');
    await finance.open('/funds');
    await finance.at('fund-figures').waitFor();
    await finance.click('record-fund-entry');
    await finance.field('fund-entry-amount').fill('250000');
    await finance.field('fund-entry-voucher').fill('PZ-2026-0815');
    await finance.shot('fund-entry');
    await finance.click('fund-entry-submit');
    await finance.at('fund-entries').getByText('PZ-2026-0815').waitFor();
    expect((await fund()).balance).toBe(before.balance);
    const office = await as('countyOffice');
    const { entries } = (await auditor.get<FundDetail>(`/v1/funds/${before.id}`)).body;
    await office.open(`/tasks/${encodeURIComponent(entries[0]?.taskId ?? '')}`);
    await office.at('fund-figures').waitFor();
    await office.shot('fund-entry-task');
    await office.click('decision-approve');
    await office.click('decision-submit');
    await office.page.locator('.ant-message-success').first().waitFor();
    await eventually('the deposit counts', async () => (await fund()).balance !== before.balance);
    expect(Number((await fund()).balance) - Number(before.balance)).toBe(250000);
    // The page of finance, still open, has followed.
    await finance.at('fund-movements').getByText('存入').first().waitFor();
    await finance.shot('fund-page');
  });
});
