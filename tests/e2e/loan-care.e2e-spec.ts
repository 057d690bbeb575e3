import type {
  CaseEvent,
  ConsistencyCheck,
  DocumentView,
  LoanRow,
  Page as Rows,
  TaskRow,
} from '@bangdai/contracts/http';
import { addDays, shanghaiDateOf } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { unzipSync } from 'fflate';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { openBrowser, Person } from '../support/browser.js';
import { dropNamespace } from '../support/namespace.js';
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

  describe('looked at by a supervisor who suspects it', () => {
    let supervisor: Person;
    let watcher: Operator;
    let loan: LoanRow;

    beforeAll(async () => {
      supervisor = await Person.signIn(browser, product.apiUrl, 'supervisor', password);
      watcher = await Operator.signIn(product.apiUrl, 'supervisor', password);
      const { body } = await watcher.get<Rows<LoanRow>>('/v1/loans?stage=recalled&limit=1');
      loan = body.rows[0] as LoanRow;
    });
    afterAll(async () => supervisor?.leave());

    it('tells who did what under which clause, by lane and kind, with the engine run behind each line', async () => {
      await supervisor.open(`/loans/${loan.id}`);
      await supervisor.at('timeline-event').first().waitFor();
      const all = await supervisor.at('timeline-event').count();
      await supervisor.at('timeline-lane').getByText('银行').click();
      await eventually('fewer lines are left', async () =>
        (await supervisor.at('timeline-event').count()) < all ? true : undefined,
      );
      await supervisor.at('timeline-lane').getByText('全部').click();
      await supervisor.shot('case-timeline');
      const line = supervisor.page.locator('[data-testid=timeline-event][data-kind=misuseDecided]');
      await line.getByTestId('event-raw').click();
      const raw = supervisor.at('raw-event-json');
      await raw.waitFor();
      expect(await raw.textContent()).toContain(`loan/${county}/${loan.loanNo}`);
      expect(await supervisor.at('raw-engine-link').getAttribute('href')).toContain('/history');
      await supervisor.shot('case-raw-event');
    }, 60_000);

    it('draws the way, opens each figure, tells a past day, finds all records at one', async () => {
      await supervisor.open(`/loans/${loan.id}?tab=flow`);
      await supervisor.at('flow-recalled').waitFor();
      expect(await supervisor.at('flow-disbursement').getAttribute('data-state')).toBe('done');
      expect(await supervisor.at('flow-recalled').getAttribute('data-state')).toBe('current');
      await supervisor.click('flow-words');
      await supervisor.shot('case-flow');
      await supervisor.click('open-balance');
      await supervisor.at('sum-balance').getByText('借方合计', { exact: true }).waitFor();
      await supervisor.shot('case-sum');
      await supervisor.open(`/loans/${loan.id}?tab=asOf&on=${today}`);
      await supervisor.at('as-of-stage').waitFor();
      expect(await supervisor.at('as-of-stage').getAttribute('data-stage')).toBe('recalled');
      await supervisor.shot('case-as-of');
      await supervisor.click('consistency');
      await supervisor.at('consistency-engine').waitFor();
      const states = { replay: 'agrees', books: 'agrees', engine: 'agrees' };
      for (const [key, state] of Object.entries(states))
        expect(await supervisor.at(`consistency-${key}`).getAttribute('data-state')).toBe(state);
      await supervisor.open('/step-times');
      await supervisor.at('step-times').waitFor();
      await supervisor.shot('step-times');
    }, 60_000);

    it('shows a paper under a watermark with its hash, and prints form and case file', async () => {
      const form = new FormData();
      form.set('key', 'sitePhoto');
      form.set('file', new Blob([Buffer.from(onePixel, 'base64')]), '现场.png');
      const stored = await bank.upload<DocumentView>(`/v1/loans/${loan.id}/documents`, form);
      expect(stored.body.sha256).toMatch(/^[0-9a-f]{64}$/);
      await supervisor.open(`/loans/${loan.id}?tab=documents`);
      await supervisor.click('document-sitePhoto');
      await supervisor.at('document-image').waitFor();
      expect(await supervisor.at('document-hash').textContent()).toBe(stored.body.sha256);
      expect(await supervisor.at('watermark').count()).toBe(1);
      await supervisor.shot('case-document');
      const seen = await records.query('select what from personal_access where loan_id = $1', [loan.id]);
      expect(seen.rows.map(({ what }) => what)).toContain('document/sitePhoto');
      const paper = await supervisor.page.request.get(
        `${product.apiUrl}/v1/loans/${loan.id}/approval-form.pdf`,
      );
      expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-');
      expect(await caseFileOf(supervisor)).toEqual(
        expect.arrayContaining([...papers, '05-材料/01-现场照片.png']),
      );
    }, 60_000);

    it('fits a phone', async () => {
      await supervisor.page.setViewportSize({ width: 390, height: 844 });
      await supervisor.open(`/loans/${loan.id}?tab=checks`);
      await supervisor.at('loan-tab-checks').waitFor();
      await supervisor.shot('case-phone');
      const wide = await supervisor.page.evaluate<number>('document.documentElement.scrollWidth');
      expect(wide).toBeLessThanOrEqual(390);
      await supervisor.page.setViewportSize({ width: 1440, height: 900 });
    }, 60_000);

    it('is still whole, as are loans that are over, when the engine has lost its namespace', async () => {
      const { body: over } = await watcher.get<Rows<LoanRow>>('/v1/loans?stage=settled&limit=1');
      const ids = [loan.id, ...over.rows.map(({ id }) => id)];
      const storyOf = (id: string) => watcher.get<CaseEvent[]>(`/v1/loans/${id}/timeline`);
      const before = await Promise.all(ids.map(storyOf));
      await product.kill('worker');
      await dropNamespace(product.temporalAddress, 'default');
      const after = await Promise.all(ids.map(storyOf));
      expect(after.map(({ body }) => body)).toEqual(before.map(({ body }) => body));
      expect(after.every(({ body }) => body.length > 0)).toBe(true);
      expect(await caseFileOf(supervisor)).toEqual(expect.arrayContaining(papers));
      const { body: checks } = await watcher.get<ConsistencyCheck[]>(`/v1/loans/${loan.id}/consistency`);
      expect(checks.map(({ key, state }) => [key, state])).toEqual([
        ...[
          ['replay', 'agrees'],
          ['books', 'agrees'],
          ['bank', 'unknown'],
        ],
        ['engine', expect.stringMatching(/unknown|differs/)],
      ]);
      await supervisor.open(`/loans/${loan.id}`);
      await supervisor.at('timeline-event').first().waitFor();
      await supervisor.shot('case-without-engine');
    }, 90_000);

    /** Names of the parts of the case file. */
    async function caseFileOf(person: Person): Promise<string[]> {
      const answer = await person.page.request.get(`${product.apiUrl}/v1/loans/${loan.id}/case-file.zip`);
      expect(answer.status()).toBe(200);
      return Object.keys(unzipSync(await answer.body()));
    }
  });
});

const papers = [
  '00-目录.txt',
  'SHA256SUMS',
  '01-审批表.pdf',
  '02-办理记录.pdf',
  '03-资金.pdf',
  '04-通知.pdf',
];
const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
