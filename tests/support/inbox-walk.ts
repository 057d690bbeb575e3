import type { Person } from './browser.js';
import { eventually } from './operators.js';

type SignIn = (role: string) => Promise<Person>;

const success = (person: Person, text: string): Promise<void> =>
  person.page.locator('.ant-message-success', { hasText: text }).first().waitFor();

const search = async (person: Person, text: string): Promise<void> => {
  await person.field('filter-search').fill(text);
  await person.page.keyboard.press('Enter');
};

/** Opens the one task that a search finds, as soon as it is there. */
export async function openFound(person: Person, text: string): Promise<void> {
  await person.open('/tasks');
  await search(person, text);
  await eventually(`one task is found by ${text}`, async () => (await person.at('task-row').count()) === 1);
  await person.at('task-row').click();
  await person.at('task-case').waitFor();
}

async function more(person: Person, action: string): Promise<void> {
  await person.click('task-more');
  await person.click(`task-${action}`);
}

/** A name by its initials, an opinion asked and given, a copy, and the decision by keyboard. */
export async function shareWork(signIn: SignIn): Promise<void> {
  const asker = await signIn('township');
  const helper = await signIn('township2');
  await openFound(asker, 'zxy');
  await asker.shot('inbox-found-by-initials');
  await more(asker, 'delegate');
  await asker.choose('hand-over-to', '2');
  await asker.field('hand-over-reason').fill('请到户核实花椒面积');
  await asker.shot('inbox-delegate');
  await asker.click('hand-over-submit');
  await success(asker, '已委派');
  await asker.page.getByText('等待意见').waitFor();
  await asker.click('tab-entrusted');
  await asker.at('task-row').first().waitFor();

  await openFound(helper, 'zhaoxiuying');
  await helper.at('task-marks').getByText('委派给您').waitFor();
  await helper.field('opinion-text').fill('已到户，面积属实');
  await helper.click('phrases-open');
  await helper.at('phrase-list').waitFor();
  await helper.shot('inbox-opinion');
  await helper.page.keyboard.press('Escape');
  await helper.click('opinion-submit');
  await success(helper, '意见已提交');

  await openFound(asker, '赵');
  await asker.at('task-handovers').getByText('已到户，面积属实').waitFor();
  await more(asker, 'copy');
  await asker.at('hand-over-to').click();
  await asker.page.keyboard.type('农业农村');
  await asker.page.keyboard.press('Enter');
  await asker.page.locator('.ant-modal-title').click();
  await asker.click('hand-over-submit');
  await success(asker, '已抄送');
  await asker.page.locator('.inbox-list').click({ position: { x: 200, y: 20 } });
  await asker.page.keyboard.press('?');
  await asker.at('keys-help').waitFor();
  await asker.page.waitForTimeout(300);
  await asker.shot('inbox-keys');
  await asker.page.keyboard.press('Escape');
  await asker.at('keys-help').waitFor({ state: 'hidden' });
  await asker.page.keyboard.press('a');
  await asker.page.keyboard.type('面积属实，同意');
  await asker.shot('inbox-by-keyboard');
  await asker.click('decision-submit');
  await success(asker, '已提交');

  const office = await signIn('countyOffice');
  await office.open('/tasks?tab=copied');
  await office.at('task-row').first().click();
  await office.at('task-case').waitFor();
  await office.shot('inbox-copied');
}

/** A shared view opens by its link; another township stands in, and both names are on record. */
export async function standIn(signIn: SignIn): Promise<void> {
  const principal = await signIn('township');
  await principal.open('/tasks');
  await principal.click('filter-more');
  await principal.field('filter-amount-from').fill('40000');
  await principal.shot('inbox-filters');
  await principal.click('filter-apply');
  await principal.click('views-open');
  await principal.click('view-save');
  await principal.field('view-name').fill('四万以上');
  await principal.at('view-shared').click();
  await principal.click('view-submit');
  await success(principal, '已保存');
  await principal.click('stand-ins-open');
  await principal.click('stand-in-add');
  await principal.choose('stand-in-person', '3');
  await principal.shot('inbox-stand-in');
  await principal.click('stand-in-submit');
  await success(principal, '已委托');

  const substitute = await signIn('township3');
  await substitute.open('/tasks');
  await substitute.click('stand-ins-open');
  await substitute.click('stand-in-act');
  await substitute.at('acting-banner').waitFor();
  await openFound(substitute, 'mmtal');
  await substitute.click('decision-approve');
  await substitute.field('decision-opinion').fill('情况属实');
  await substitute.shot('inbox-acting');
  await substitute.click('decision-submit');
  await success(substitute, '已提交');
  await substitute.open('/tasks?tab=done');
  await substitute.at('task-row').first().getByText('代)').waitFor();
  await substitute.click('acting-end');
  await substitute.at('acting-banner').waitFor({ state: 'hidden' });

  await principal.page.setViewportSize({ width: 390, height: 844 });
  await principal.open('/tasks?tab=entrusted');
  await principal.at('task-row').first().waitFor();
  await principal.shot('inbox-phone-list');
  await principal.at('task-row').first().click();
  await principal.at('case-title').waitFor();
  await principal.page.locator('.case-body .loading').first().waitFor({ state: 'hidden' });
  await principal.shot('inbox-phone-case');
}
