import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';

const folder = fileURLToPath(new URL('../e2e/screenshots/', import.meta.url));

/** A real Chromium; `npm test` provides its path in BANGDAI_CHROMIUM. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.BANGDAI_CHROMIUM;
  if (!executablePath)
    throw new Error('BANGDAI_CHROMIUM is not set: run the tests with "npm test", which provides it');
  await mkdir(folder, { recursive: true });
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** One person at one browser window. */
export class Person {
  private constructor(
    readonly name: string,
    private readonly context: BrowserContext,
    readonly page: Page,
    private readonly url: string,
    readonly faults: string[],
  ) {}

  static async signIn(browser: Browser, url: string, username: string, password: string): Promise<Person> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${url}/sign-in`);
    const person = new Person(username, context, page, url, faults);
    await person.field('sign-in-username').fill(username);
    await person.field('sign-in-password').fill(password);
    await person.click('sign-in-submit');
    await page.getByTestId('sign-out').waitFor();
    return person;
  }

  at(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** Ant Design puts the test id on the wrapper of some inputs: this finds the input either way. */
  field(testId: string): Locator {
    const inside = `[data-testid="${testId}"] input, [data-testid="${testId}"] textarea`;
    return this.page
      .locator(`input[data-testid="${testId}"], textarea[data-testid="${testId}"], ${inside}`)
      .first();
  }

  async click(testId: string): Promise<void> {
    await this.at(testId).first().click();
  }

  /** A page that renders anew at that moment may swallow a click: a person would click again. */
  async choose(testId: string, label: string): Promise<void> {
    const list = this.page.locator('.ant-select-dropdown:visible');
    const option = list.locator('.ant-select-item-option', { hasText: label }).first();
    for (let tries = 1; ; tries += 1) {
      if (!(await list.isVisible())) await this.at(testId).click();
      await option.click();
      // A list that is still closing would take the next click.
      const closed = list.waitFor({ state: 'hidden', timeout: 4_000 }).then(
        () => true,
        () => false,
      );
      if (await closed) return;
      if (tries === 4) throw new Error(`the list of ${testId} stays open`);
    }
  }

  async open(path: string): Promise<void> {
    await this.page.goto(`${this.url}${path}`);
  }

  /** Opens the task of a subject from the inbox by its number. */
  async openTask(subjectNo: string): Promise<void> {
    await this.open(`/tasks?q=${encodeURIComponent(subjectNo)}`);
    await this.at('task-row').first().click();
    await this.at('task-case').waitFor();
  }

  async shot(name: string): Promise<void> {
    await this.page.screenshot({ path: `${folder}${name}.png` });
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
