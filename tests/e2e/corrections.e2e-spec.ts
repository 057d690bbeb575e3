import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LoanRow, Page as Rows } from '@bangdai/contracts/http';
import type { Browser } from 'playwright-core';
import pg from 'pg';
import { openBrowser, Person } from '../support/browser.js';
import { eventually, Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';

const county = 'demo-2026';
const password = 'bangdai-demo';

describe('a wrong feed and a wrong subsidy in a real browser', () => {
  let product: Product;
  let browser: Browser;
  let office: Operator;
  let loan: LoanRow;

  beforeAll(async () => {
    product = await startProduct();
    await product.run('apps/api/dist/cli/load-demo.js');
    browser = await openBrowser();
    office = await Operator.signIn(product.apiUrl, `countyOffice@${county}`, password);
  }, 400_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });

  const as = (role: string) => Person.signIn(browser, product.apiUrl, `${role}@${county}`, password);

  it('is corrected by one person of the bank and confirmed by another', async () => {
    loan = await eventually('a loan in service', async () => {
      const { body } = await office.get<Rows<LoanRow>>(`/v1/loans?county=${county}&stage=active&limit=50`);
      return body.rows.find(({ balance }) => Number(balance) > 5000);
    });
    const report = { county, loanNo: loan.loanNo, principal: '3000.00', interest: '0.00', receiptNo: 'K-1' };
    const answer = await fetch(`${product.sandboxUrl}/bank/desk/repayments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
    });
    expect(answer.ok).toBe(true);
    const teller = await as('bank');
    await teller.open(`/loans/${loan.id}?tab=money`);
    await teller.at('correct-receipt').first().waitFor({ timeout: 60_000 });
    await teller.click('correct-receipt');
    await teller.field('correction-principal').fill('300');
    await teller.field('correction-reason').fill('多录一个零');
    await teller.shot('correction-dialog');
    await teller.click('correction-submit');
    await teller.page.locator('.ant-message-success').first().waitFor();
    await teller.page.locator('[data-testid="correction"][data-state="open"]').waitFor();
    const other = await as('bank2');
    await other.openTask(loan.loanNo);
    await other.at('correction').waitFor();
    await other.shot('correction-inbox');
    await other.click('decision-approve');
    await other.click('decision-submit');
    await other.page.locator('.ant-message-success').first().waitFor();
    await teller.page.locator('[data-testid="correction"][data-state="confirmed"]').waitFor();
    await teller.shot('correction-done');
    expect([...teller.faults, ...other.faults]).toEqual([]);
  }, 240_000);

  /** A quarter that was paid, without walking its chain: the plan's first line as the treasury paid it. */
  async function payFirstPeriod(): Promise<void> {
    const client = new pg.Client({ connectionString: product.adminDatabaseUrl });
    await client.connect();
    await client.query(
      `with paid as (insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage,
           scheme_key, pack_version, product, payee, opened_by, paid_on)
         select 'e2e', l.county, l.bank, p.period_from, p.period_to, p.settle_on, p.settle_on, 'closed', l.scheme_key,
           l.pack_version, l.product, 'bank', 'e2e', p.settle_on
         from subsidy_plan p join loan l on l.id = p.loan_id where l.id = $1 order by p.period_from limit 1 returning id)
       insert into settlement_line (settlement_id, loan_id, loan_no, township, village, period_from, period_to, nights, interest,
         subsidy_rate, subsidy, borrower_share, state)
       select paid.id, l.id, l.loan_no, l.township, l.village, p.period_from, p.period_to, p.nights, p.interest, p.subsidy_rate,
         p.subsidy, p.borrower_share, 'paid'
       from paid, subsidy_plan p join loan l on l.id = p.loan_id where l.id = $1 order by p.period_from limit 1`,
      [loan.id],
    );
    await client.end();
  }

  it('is taken back: opened by the office, agreed on by finance, noticed, paid in', async () => {
    await payFirstPeriod();
    const opener = await as('countyOffice');
    await opener.open(`/loans/${loan.id}`);
    await opener.click('loan-actions');
    await opener.click('loan-action-clawback');
    await opener.click('action-ineligible');
    await opener.field('action-reason').fill('复核发现不属于扶持对象');
    await opener.shot('clawback-dialog');
    await opener.click('action-submit');
    await opener.page.waitForURL(/\/clawbacks\//);
    await opener.at('own-task').waitFor({ timeout: 60_000 });
    await opener.shot('clawback-opened');
    const path = new URL(opener.page.url()).pathname;
    const decide = async (person: Person, outcome: string): Promise<void> => {
      await person.click(`decision-${outcome}`);
      await person.click('decision-submit');
      await person.page.locator('.ant-message-success').first().waitFor();
    };
    await decide(opener, 'approve');
    const finance = await as('finance');
    await finance.open(path);
    await finance.at('own-task').waitFor();
    await decide(finance, 'approve');
    await opener.page.locator('[data-testid="clawback-stage"][data-stage="decided"]').waitFor();
    await opener.at('own-task').waitFor();
    await opener.shot('clawback-notice');
    await decide(opener, 'complete');
    await finance.page.locator('[data-testid="clawback-stage"][data-stage="noticed"]').waitFor();
    await finance.click('clawback-repaid');
    await finance.field('clawback-receipt').fill('TK-1');
    await finance.shot('clawback-repaid-dialog');
    await finance.click('clawback-submit');
    await finance.page.locator('[data-testid="clawback-stage"][data-stage="repaid"]').waitFor();
    await finance.shot('clawback-repaid');
    await finance.open('/clawbacks');
    await finance.at('clawback-row').first().waitFor();
    await finance.shot('clawbacks');
    expect([...opener.faults, ...finance.faults]).toEqual([]);
  }, 240_000);
});
