import { loanUpdates, loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import { addDays, addMonths } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';
import { ninthCounty, writeNinthCounty } from '../../support/ninth-county.js';
import { NinthLoans } from '../../support/ninth-loans.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { codeOf } from '../../support/refusals.js';
import { World } from '../../support/worlds.js';

// Yubei: 每季度由银行检查贷款用途；改变用途的，停止贴息并可收回.
const county = ninthCounty;
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address, {
    packDirs: [writeNinthCounty()],
  });
}, 60_000);
afterAll(() => world?.close(), 60_000);

const workflowOf = (loan: LoanStart) => loanWorkflowId(loan.county, loan.loanNo);

interface ActiveLoan {
  loan: LoanStart;
  disbursedOn: string;
}

async function activeLoan(): Promise<ActiveLoan> {
  return {
    loan: await new NinthLoans(world, clock.current).active(),
    disbursedOn: await clock.current.today(),
  };
}

/** One morning of the county's round. */
const morning = (on: string) => world.database.persistence.programme.openUsageCheckTasks({ county, on });

interface Check {
  finding?: 'ok' | 'misuse';
  checkedOn?: string;
  taskId?: string;
  round?: number;
  role?: string;
  remarkGiven?: boolean;
}

/** As the API sends it: what is clean to the record, misuse to the loan. */
async function check(loan: LoanStart, over: Check = {}) {
  const { role = 'bank', finding = 'ok', remarkGiven = true, ...rest } = over;
  const actor = world.actor(county, role, '', 'check');
  const given = { commandId: randomUUID(), taskId: null, checkedOn: await clock.current.today(), ...rest };
  if (finding === 'misuse')
    return world.update(workflowOf(loan), loanUpdates.submitUsageCheck, {
      ...given,
      ...{ finding, remarkGiven, actor },
    });
  const at = new Date(Number(await clock.current.env.currentTimeMs())).toISOString();
  return world.database.persistence.checks.record(actor, { ...given, finding, loanId: loan.loanId, at });
}

const checksOf = ({ loanId }: LoanStart) =>
  world.sql<{ round: number | null; finding: string; late: boolean; replaced: boolean }>(
    'select round, finding, late, replaced from usage_check where loan_id = $1 order by id',
    [loanId],
  );
const roundOf = async ({ loanId }: LoanStart, round: number) =>
  (
    await world.sql<{ status: string; due_on: string }>(
      `select status, due_on from due_item where loan_id = $1 and key = $2`,
      [loanId, `usageCheck/${round}`],
    )
  )[0];
const onDesk = async ({ loanId }: LoanStart, kind: string) =>
  (await world.openTasks(loanId)).filter((task) => task.kind === kind);

const one = { round: null, finding: 'ok', late: false, replaced: false };

describe('the checks of a loan', () => {
  it('count for their round from 30 days before its day on; what is earlier is an extra check', async () => {
    const { loan, disbursedOn } = await activeLoan();
    const dueOn = addMonths(disbursedOn, 3);
    await clock.current.sleepUntil(addDays(dueOn, -31), '10:00');
    await check(loan);
    expect(await roundOf(loan, 1)).toMatchObject({ status: 'planned', due_on: dueOn });
    await clock.current.sleepUntil(addDays(dueOn, -30), '10:00');
    await check(loan);
    expect(await roundOf(loan, 1)).toMatchObject({ status: 'done' });
    await morning(dueOn);
    expect(await onDesk(loan, 'usageCheck')).toEqual([]);
    expect(await checksOf(loan)).toEqual([one, { ...one, round: 1 }]);
  }, 60_000);

  it('close the task of their round wherever they are entered, and are replaced by a later one of it', async () => {
    const { loan, disbursedOn } = await activeLoan();
    const dueOn = addMonths(disbursedOn, 3);
    await clock.current.sleepUntil(dueOn, '10:00');
    await morning(dueOn);
    expect(await roundOf(loan, 1)).toMatchObject({ status: 'open' });
    await check(loan);
    expect(await onDesk(loan, 'usageCheck')).toEqual([]);
    await check(loan, { round: 1, finding: 'misuse' });
    await check(loan, { round: 1 });
    expect(await checksOf(loan)).toEqual([
      { ...one, round: 1, replaced: true },
      { ...one, round: 1, finding: 'misuse', replaced: true },
      { ...one, round: 1 },
    ]);
    // The finding that was replaced stops nothing any more.
    expect((await world.loanRow(loan.loanId))['subsidy_stops_on']).toBeNull();
  }, 60_000);

  it('are told upwards after 10 days, then accepted late, and the next round keeps its day', async () => {
    const { loan, disbursedOn } = await activeLoan();
    const dueOn = addMonths(disbursedOn, 3);
    await morning(dueOn);
    await clock.current.sleepUntil(addDays(dueOn, 11), '10:00');
    await morning(addDays(dueOn, 11));
    const office = world.actor(county, 'countyOffice', '', 'office');
    const query = { tab: 'escalated' as const, limit: 10 };
    const above = await world.database.persistence.reads.listTasks(office, query, addDays(dueOn, 11));
    expect(above.rows).toContainEqual(
      expect.objectContaining({ kind: 'usageCheck', subjectId: loan.loanId, superior: 'countyOffice' }),
    );
    const [task] = await onDesk(loan, 'usageCheck');
    await check(loan, { taskId: task?.id ?? '' });
    expect(await checksOf(loan)).toEqual([{ ...one, round: 1, late: true }]);
    expect(await roundOf(loan, 1)).toMatchObject({ status: 'late' });
    expect(await roundOf(loan, 2)).toMatchObject({ status: 'planned', due_on: addMonths(disbursedOn, 6) });
    const history = await world.database.persistence.reads.getHistory(office, loan.loanId);
    expect(history.filter(({ kind }) => kind === 'usageChecked')).toMatchObject([
      { title: '贷后检查（第1次）', dueOn, data: { late: 'true' } },
    ]);
  }, 60_000);

  it('are refused of a day ahead, of another desk, and without grounds where misuse is found', async () => {
    const { loan } = await activeLoan();
    const tomorrow = addDays(await clock.current.today(), 1);
    expect(await codeOf(check(loan, { role: 'bank', taskId: 'none', checkedOn: '2019-01-01' }))).toBe(
      'BAD_DATE',
    );
    for (const finding of ['ok', 'misuse'] as const) {
      expect(await codeOf(check(loan, { finding, checkedOn: tomorrow }))).toBe('BAD_DATE');
      expect(await codeOf(check(loan, { finding, role: 'village' }))).toBe('WRONG_ROLE');
    }
    expect(await codeOf(check(loan, { finding: 'misuse', remarkGiven: false }))).toBe('REASON_REQUIRED');
  }, 60_000);
});

describe('misuse', () => {
  const decide = (loan: LoanStart, taskId: string, over: object) =>
    world.update(workflowOf(loan), loanUpdates.decideMisuse, {
      ...{ commandId: randomUUID(), taskId, payBy: null, reasonGiven: true },
      ...{ option: 'noRecall', actor: world.actor(county, 'countyOffice', '', 'office') },
      ...over,
    });

  async function misused(): Promise<{ loan: LoanStart; taskId: string; foundOn: string }> {
    const { loan } = await activeLoan();
    await clock.current.env.sleep('2d');
    await check(loan, { finding: 'misuse' });
    const { id: taskId } = await world.task(loan.loanId, 'misuse');
    return { loan, taskId, foundOn: await clock.current.today() };
  }

  it('stops the subsidy from the day of the finding and puts the recall before the county office', async () => {
    const { loan, taskId, foundOn } = await misused();
    await check(loan, { finding: 'misuse' });
    expect(await onDesk(loan, 'misuse')).toMatchObject([{ id: taskId, role: 'countyOffice' }]);
    // The bank's own list has to stop with the platform's.
    const advice = world.counterparts.mail.filter(
      ({ kind, loanNo }) => kind === 'subsidyStopAdvice' && loanNo === loan.loanNo,
    );
    expect(advice).toMatchObject([{ data: { stopsOn: foundOn } }]);
    const payBy = addDays(foundOn, 20);
    const recall = { option: 'recall', payBy };
    const bank = world.actor(county, 'bank', '', 'bank');
    expect(await codeOf(decide(loan, 'other', recall))).toBe('STEP_NOT_PENDING');
    expect(await codeOf(decide(loan, taskId, { ...recall, actor: bank }))).toBe('WRONG_ROLE');
    expect(await codeOf(decide(loan, taskId, { ...recall, option: 'forgive' }))).toBe('DECISION_NOT_ALLOWED');
    expect(await codeOf(decide(loan, taskId, { ...recall, reasonGiven: false }))).toBe('REASON_REQUIRED');
    expect(await codeOf(decide(loan, taskId, { ...recall, payBy: foundOn }))).toBe('BAD_DATE');
    expect(await codeOf(decide(loan, taskId, recall))).toBeNull();
    const row = await world.loanRow(loan.loanId);
    expect(row).toMatchObject({ stage: 'recalled', matures_on: payBy, subsidy_stops_on: foundOn });
    expect(await onDesk(loan, 'misuse')).toEqual([]);
    await clock.current.sleepUntil(addDays(payBy, 1), '10:00');
    await world.becomes(loan, 'overdue');
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-recalled-after-misuse-told');
  }, 60_000);

  it('may leave the loan as it is, without subsidy', async () => {
    const { loan, taskId, foundOn } = await misused();
    await decide(loan, taskId, {});
    const row = await world.loanRow(loan.loanId);
    expect(row).toMatchObject({ stage: 'active', subsidy_stops_on: foundOn });
    expect(await onDesk(loan, 'misuse')).toEqual([]);
  }, 60_000);

  it('may make it the ordinary loan of the bank where the plan opens that', async () => {
    const { loan, taskId } = await misused();
    await decide(loan, taskId, { option: 'convertToFarmerLoan' });
    await clock.current.completed(workflowOf(loan));
    expect((await world.loanRow(loan.loanId))['stage']).toBe('converted');
  }, 60_000);
});
