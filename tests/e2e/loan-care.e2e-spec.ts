import type { LoanRow, Page as Rows, TaskRow } from '@bangdai/contracts/http';
import { addDays, shanghaiDateOf } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { openBrowser, Person } from '../support/browser.js';
import { eventually, Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';

const county = 'demo-2026';
const password = 'bangdai-demo';
const today = shanghaiDateOf(Date.now());

describe('the care for loans in a real browser', () => {
  let product: Product;
  let browser: Browser;
  let bank: Operator;
  let records: pg.Client;
  let office: Person;

  beforeAll(async () => {
    product = await startProduct();
    await product.run('apps/api/dist/cli/load-demo.js');
    browser = await openBrowser();
    bank = await Operator.signIn(product.apiUrl, `bank@${county}`, password);
    records = new pg.Client({ connectionString: product.adminDatabaseUrl });
    await records.connect();
    office = await Person.signIn(browser, product.apiUrl, `countyOffice@${county}`, password);
  }, 400_000);

  afterAll(async () => {
    await office?.leave();
    await records?.end();
    await browser?.close();
    await product?.stop();
  });

  it('puts misuse that the bank found before the county office, which recalls the loan', async () => {
    const { body } = await bank.get<Rows<LoanRow>>('/v1/loans?stage=active&limit=1');
    const loan = body.rows[0];
    const check = { checkedOn: today, finding: 'misuse', remark: '贷款用于建房' };
    const answer = await bank.post(`/v1/loans/${loan?.id}/usage-checks`, check);
    expect(answer.status).toBe(200);
    const office2 = await Operator.signIn(product.apiUrl, `countyOffice@${county}`, password);
    await eventually('the task is there', async () => {
      const { body: tasks } = await office2.get<Rows<TaskRow>>('/v1/tasks?kind=misuse');
      return tasks.rows.find(({ subjectId }) => subjectId === loan?.id);
    });
    await office.open('/tasks?kind=misuse');
    await office.at('task-row').first().click();
    await office.click('decision-recall');
    await office.shot('misuse-decision');
    await office.field('decision-on').fill(addDays(today, 20));
    await office.page.keyboard.press('Enter');
    await office.field('decision-reason').fill('改变用途，限期收回');
    await office.click('decision-submit');
    await office.page.locator('.ant-message-success').first().waitFor();
    await office.open(`/loans/${loan?.id}`);
    await office.at('timeline').waitFor();
    await office.shot('loan-recalled');
    const { body: after } = await bank.get<LoanRow>(`/v1/loans/${loan?.id}`);
    expect(after).toMatchObject({ stage: 'recalled', maturesOn: addDays(today, 20) });
  }, 120_000);

  it('shows the county office what lies late at the bank, and a late decision as late', async () => {
    await records.query(
      `update task set due_on = current_date - 5, superior = 'countyOffice', reminded_on = current_date
       where county = $1 and desk = 'bank' and status = 'open'`,
      [county],
    );
    await office.open('/tasks?tab=escalated');
    await office.at('task-row').first().waitFor();
    await office.shot('inbox-escalated');
    const { body } = await bank.get<Rows<TaskRow>>('/v1/tasks?kind=urging&limit=1');
    const task = body.rows[0];
    if (task === undefined) throw new Error('the demo has nobody to urge');
    const done = await bank.post(`/v1/tasks/${encodeURIComponent(task.id)}/decision`, {
      ...{ decision: 'call', urgingKind: 'call' },
    });
    expect(done.status).toBe(200);
    await office.open(`/loans/${task.subjectId}`);
    await office.at('timeline').waitFor();
    await office.page.getByText('逾期办理').first().waitFor();
    await office.shot('loan-late-step');
  }, 120_000);
});
