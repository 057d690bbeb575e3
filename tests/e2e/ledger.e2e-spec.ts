import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntryDetail, TrialBalance } from '@bangdai/contracts/http';
import type { Browser } from 'playwright-core';
import { openBrowser, Person } from '../support/browser.js';
import { Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';

const county = 'demo-2026';
const password = 'bangdai-demo';

describe('the books of a county in a real browser', () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    product = await startProduct();
    await product.run('apps/api/dist/cli/load-demo.js');
    browser = await openBrowser();
  }, 400_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  it('leads finance from the trial balance to the loan that a figure came from', async () => {
    const person = await Person.signIn(browser, product.apiUrl, `finance@${county}`, password);
    await person.open('/ledger');
    await person.page.locator('[data-testid="balanced"][data-balanced="true"]').waitFor();
    await person.shot('ledger-trial-balance');
    await person
      .at('trial-balance')
      .getByRole('link', { name: /贷款本金/ })
      .click();
    await person.at('account-link').first().waitFor();
    await person.shot('ledger-accounts');
    await person.click('account-link');
    await person.at('statement-closing').waitFor();
    await person.shot('ledger-statement');
    await person.click('entry-link');
    await person.at('entry-cause').waitFor();
    await person.shot('ledger-entry');
    await person.at('entry-cause').getByRole('link', { name: '查看贷款' }).click();
    await person.at('loan-stage').waitFor();
    await person.open('/ledger/entries');
    await person.at('entry-link').first().waitFor();
    await person.shot('ledger-entries');
    expect(person.faults).toEqual([]);
    await person.leave();
  }, 120_000);

  it('answers the same by the API, and nobody below the county', async () => {
    const finance = await Operator.signIn(product.apiUrl, `finance@${county}`, password);
    const { body: balance } = await finance.get<TrialBalance>('/v1/ledger/trial-balance');
    expect(balance).toMatchObject({ county, balanced: true, debit: balance.credit });
    const { body: ledger } = await finance.get<{ rows: { entryId: string }[] }>('/v1/ledger?limit=1');
    const { body: entry } = await finance.get<EntryDetail>(`/v1/ledger/entries/${ledger.rows[0]!.entryId}`);
    expect(entry.debit).toBe(entry.credit);
    const village = await Operator.signIn(product.apiUrl, `village@${county}`, password);
    expect((await village.get('/v1/ledger/trial-balance')).status).toBe(403);
  });
});
