import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportView, LoanRow, Page as Rows } from '@bangdai/contracts/http';
import type { Browser } from 'playwright-core';
import { openBrowser, Person } from '../support/browser.js';
import { openFound, shareWork, standIn } from '../support/inbox-walk.js';
import { inventedPortfolioCsv } from '../support/portfolio-csv.js';
import { eventually, Operator } from '../support/operators.js';
import { startProduct, type Product } from '../support/product.js';

const county = 'demo-2026';
const password = 'bangdai-demo';

describe('the console in a real browser', () => {
  let product: Product;
  let browser: Browser;
  let office: Operator;
  const people: Person[] = [];

  beforeAll(async () => {
    product = await startProduct();
    await product.run('apps/api/dist/cli/load-demo.js');
    browser = await openBrowser();
    office = await Operator.signIn(product.apiUrl, `countyOffice@${county}`, password);
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

  const decide = async (person: Person, outcome: string, opinion = '同意'): Promise<void> => {
    await person.click(`decision-${outcome}`);
    const text = person.field(
      outcome === 'approve' || outcome === 'complete' ? 'decision-opinion' : 'decision-reason',
    );
    if (await text.isVisible()) await text.fill(opinion);
    await person.click('decision-submit');
    await person.page.locator('.ant-message-success').first().waitFor();
  };

  it('changes the secret of a bank, with which all that follows is signed', async () => {
    const admin = await as('systemAdmin');
    await admin.open('/counterparts');
    await admin.click(`secret-change-bank-${county}-main`);
    const secret = randomBytes(32).toString('base64');
    await admin.field('secret-value').fill(secret);
    await admin.shot('counterpart-secret');
    await admin.click('secret-submit');
    await admin.page.locator('.ant-message-success').first().waitFor();
    await admin.page.getByText('更换', { exact: true }).waitFor();
    await admin.shot('counterparts');
    expect(await admin.page.content()).not.toContain(secret);
  }, 60_000);

  it('takes a loan from the application form to the disbursement', async () => {
    const clerk = await as('village');
    await clerk.at('home-counts').waitFor();
    await clerk.shot('home-village');
    await clerk.open('/apply');
    await clerk.field('field-name').fill('陈桂香');
    await clerk.field('field-idNumber').fill('50999919870707004X');
    await clerk.choose('field-education', '初中');
    await clerk.field('field-phone').fill('19900001234');
    await clerk.choose('field-targetGroup', '脱贫');
    await clerk.field('field-amount').fill('30000');
    await clerk.field('field-termMonths').fill('12');
    await clerk.choose('field-purpose', '养殖');
    await clerk.field('field-existingDebt').fill('0');
    await clerk.shot('application-form');
    await clerk.click('application-submit');
    await clerk.page.waitForURL(/\/loans\//);
    await clerk.at('loan-stage').waitFor();
    const loanId = decodeURIComponent(new URL(clerk.page.url()).pathname.split('/').pop()!);
    const { body: loan } = await office.get<LoanRow>(`/v1/loans/${loanId}`);

    for (const role of ['village2', 'township', 'countyOffice']) {
      const reviewer = await as(role);
      await reviewer.openTask(loan.loanNo);
      if (role === 'township') await reviewer.shot('inbox-review');
      await decide(reviewer, 'approve', '情况属实，同意');
    }
    const bank = await as('bank');
    await bank.openTask(loan.loanNo);
    await bank.field('terms-rate').fill('3.0');
    await bank.shot('inbox-bank-terms');
    await decide(bank, 'approve', '同意放款');

    // The clerk's page was open all the time: it shows the disbursement without a reload.
    await clerk.page.locator('[data-testid="loan-stage"][data-stage="active"]').waitFor({ timeout: 60_000 });
    await clerk.shot('loan-disbursed');
    await clerk.click('loan-tab-agenda').catch(() => undefined);
    await clerk.shot('loan-agenda');
  }, 240_000);

  it(
    'shares the work of a desk: found by initials, an opinion asked and given, a copy, decided by keyboard',
    () => shareWork(as),
    120_000,
  );

  it('lets another stand in by its dates, with both names on record', () => standIn(as), 120_000);

  it('returns an application with its reason and shows it to the village again', async () => {
    const reviewer = await as('countyOffice');
    await openFound(reviewer, 'zhangming');
    await reviewer.click('decision-return');
    await reviewer.click('decision-submit');
    await reviewer.page
      .getByText(/请填写/)
      .first()
      .waitFor();
    await reviewer.shot('return-needs-reason');
    await decide(reviewer, 'return', '缺少经营场所照片');
    const village = await as('village');
    await openFound(village, 'zhangming');
    await village.page.getByText('缺少经营场所照片').first().waitFor();
    await village.shot('returned-to-village');
  }, 120_000);

  it('settles a quarter from opening to paid', async () => {
    const opener = await as('countyOffice');
    await opener.open('/settlements');
    await opener.click('open-settlement');
    await opener.shot('settlement-dialog');
    await opener.click('open-settlement-submit');
    await opener.at('settlement-row').first().click();
    await opener.page.locator('[data-testid="own-task"]').waitFor({ timeout: 60_000 });
    await opener.shot('settlement-review');
    await decide(opener, 'approve', '核对无误');
    const path = new URL(opener.page.url()).pathname;
    for (const [role, outcome] of [
      ['finance', 'approve'],
      ['treasury', 'complete'],
    ] as const) {
      const signer = await as(role);
      await signer.open(path);
      await signer.at('own-task').waitFor();
      await decide(signer, outcome, '同意拨付');
    }
    await opener.page
      .locator(
        '[data-testid="settlement-stage"][data-stage="closed"], [data-testid="settlement-stage"][data-stage="paid"]',
      )
      .waitFor({ timeout: 60_000 });
    await opener.shot('settlement-paid');
    expect(await opener.at('payment-order').first().getAttribute('data-state')).toBe('CONFIRMED');
  }, 240_000);

  it('brings an overdue loan to its compensation', async () => {
    const bank = await as('bank');
    const overdue = await eventually('a loan overdue for more than 90 days', async () => {
      const { body } = await office.get<Rows<LoanRow>>(`/v1/loans?county=${county}&stage=overdue&limit=500`);
      return body.rows
        .filter((row) => row.overdueSince !== null)
        .sort((a, b) => a.overdueSince!.localeCompare(b.overdueSince!))[0];
    });
    await bank.open(`/loans/${overdue.id}`);
    await bank.at('money-strip').waitFor();
    await bank.shot('loan-overdue');
    await bank.click('loan-actions');
    await bank.click('loan-action-claim');
    await bank.choose('claim-cause', '疾病');
    for (const proof of await bank.page.locator('[data-testid^="proof-"]').all()) await proof.click();
    await bank.shot('claim-dialog');
    await bank.click('action-submit');
    await bank.page.waitForURL(/\/claims\//);
    await bank.at('claim-stage').waitFor();
    const path = new URL(bank.page.url()).pathname;
    for (const [role, outcome] of [
      ['township', 'approve'],
      ['countyOffice', 'approve'],
      ['finance', 'complete'],
    ] as const) {
      const signer = await as(role);
      await signer.open(path);
      await signer.at('own-task').waitFor();
      await decide(signer, outcome, '情况属实');
    }
    await bank.page
      .locator(
        '[data-testid="claim-stage"][data-stage="recovering"], [data-testid="claim-stage"][data-stage="paid"]',
      )
      .waitFor({ timeout: 60_000 });
    await bank.shot('claim-paid');
    await bank.open(`/loans/${overdue.id}`);
    await bank.page.locator('[data-testid="loan-stage"][data-stage="compensated"]').waitFor();
    await bank.shot('loan-compensated');
  }, 240_000);

  it('takes old loans over by two people: the county office submits, the bank confirms', async () => {
    const file = inventedPortfolioCsv(4);
    const uploader = await as('countyOffice');
    await uploader.open('/imports');
    await uploader.page.locator('input[type="file"]').setInputFiles(file);
    await uploader.click('import-upload');
    await uploader.at('import-good').getByText('4 行').waitFor();
    await uploader.click('import-commit');
    await uploader.at('import-state').getByText('待银行确认').waitFor();
    await uploader.shot('import-waiting');
    const importId = new URL(uploader.page.url()).pathname.split('/').pop()!;

    const clerk = await as('bank');
    await clerk.open(`/imports/${importId}`);
    await clerk.click('import-confirm');
    await clerk.at('import-confirmation').waitFor();
    await clerk.shot('import-confirm');
    await decide(clerk, 'approve', '笔数、余额与账面一致');

    await uploader.at('import-result').waitFor({ timeout: 60_000 });
    await uploader.shot('import-done');
    const { body } = await office.get<ImportView>(`/v1/imports/${importId}`);
    expect(body).toMatchObject({ state: 'done', imported: 4, started: 4 });
  }, 180_000);

  it('shows the portfolio with sums that agree with the API to the fen', async () => {
    const viewer = await as('countyOffice');
    await viewer.open('/loans');
    await viewer.at('loan-summary').waitFor();
    const { body: summary } = await office.get<{ balance: string }>(`/v1/loans/summary?county=${county}`);
    const shown = (await viewer.at('loan-summary').innerText()).replaceAll(',', '');
    expect(shown).toContain(summary.balance);
    await viewer.shot('portfolio');
    await viewer.open('/');
    await viewer.at('home-stages').waitFor();
    await viewer.shot('home-office');
    await viewer.open('/claims');
    await viewer.at('claim-row').first().waitFor();
    await viewer.shot('claims');
    await viewer.open('/imports');
    await viewer.at('import-row').first().waitFor();
    await viewer.shot('imports');
    await viewer.open('/nothing-here');
    await viewer.at('not-found').waitFor();
  }, 120_000);
});
