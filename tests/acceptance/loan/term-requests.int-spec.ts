import { loanUpdates, type LoanStart } from '@bangdai/contracts';
import { addDays } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withLoanClock } from '../../support/loan-clock.js';
import { ninthCounty, writeNinthCounty } from '../../support/ninth-county.js';
import { NinthLoans } from '../../support/ninth-loans.js';
import { codeOf } from '../../support/refusals.js';
import { World } from '../../support/worlds.js';

const clock = withLoanClock();
let world: World;
let loans: NinthLoans;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address, {
    packDirs: [writeNinthCounty()],
  });
  loans = new NinthLoans(world, clock.current);
}, 60_000);
afterAll(() => world?.close(), 60_000);

const extension = { kind: 'extension', months: 6, reasonGiven: true };
const ask = (loan: LoanStart, over: object = {}, role = 'village') =>
  loans.send(loan, loanUpdates.requestTerm, role, { ...extension, ...over });
const decide = (loan: LoanStart, taskId: string, over: object = {}) =>
  loans.send(loan, loanUpdates.decideRequest, 'bank', {
    ...{ taskId, decision: 'approve', reasonGiven: false, ...over },
  });
const maturityOf = async ({ loanId }: LoanStart) => String((await world.loanRow(loanId))['matures_on']);

describe('a request for extension or renewal', () => {
  it('is taken from the day of disbursement on, one at a time, of the household, with its reason', async () => {
    const approved = await loans.approved();
    expect(await codeOf(ask(approved))).toBe('NOT_APPROVED');
    const loan = await loans.active();
    expect(await codeOf(ask(loan, {}, 'bank'))).toBe('WRONG_ROLE');
    expect(await codeOf(ask(loan, { reasonGiven: false }))).toBe('REASON_REQUIRED');
    expect(await ask(loan)).toMatchObject({ accepted: true });
    expect(await codeOf(ask(loan, { kind: 'renewal' }))).toBe('REQUEST_OPEN');
    const { id: taskId } = await world.task(loan.loanId, 'termRequest');
    expect(await codeOf(decide(loan, taskId, { decision: 'reject' }))).toBe('REASON_REQUIRED');
    expect(await codeOf(decide(loan, taskId, { decision: 'reject', reasonGiven: true }))).toBeNull();
    expect(await ask(loan)).toMatchObject({ accepted: true });
  }, 60_000);

  it('is refused where it asks for more than the plan has', async () => {
    const loan = await loans.active();
    expect(await ask(loan, { months: 13 })).toMatchObject({ accepted: false, code: 'TERM_ABOVE_MAX' });
    expect(await world.openTasks(loan.loanId)).toEqual([]);
  }, 60_000);

  it('may extend while a breaker is tripped, since no new money goes out, and not renew', async () => {
    const loan = await loans.active();
    await world.sql(
      `insert into breaker_state (county, breaker_key, state, since) values ($1, 'npl', 'tripped', '2024-01-01')`,
      [ninthCounty],
    );
    expect(await ask(loan, { kind: 'renewal' })).toMatchObject({ accepted: false, code: 'BREAKER_TRIPPED' });
    expect(await ask(loan)).toMatchObject({ accepted: true });
    await world.sql('delete from breaker_state where county = $1', [ninthCounty]);
  }, 60_000);

  it('comes too late on the maturity day, and one that is undecided by then has expired', async () => {
    const [asked, silent] = [await loans.active(), await loans.active()];
    const maturesOn = await maturityOf(asked);
    await clock.current.sleepUntil(addDays(maturesOn, -1));
    expect(await ask(asked)).toMatchObject({ accepted: true });
    const { id: taskId } = await world.task(asked.loanId, 'termRequest');
    await clock.current.sleepUntil(maturesOn);
    expect(await codeOf(ask(silent))).toBe('AFTER_MATURITY');
    await clock.current.sleepUntil(addDays(maturesOn, 1), '10:00');
    await world.becomes(asked, 'overdue');
    expect(await codeOf(decide(asked, taskId))).toBe('AFTER_MATURITY');
    expect((await world.openTasks(asked.loanId)).map(({ kind }) => kind)).not.toContain('termRequest');
    expect(await loans.codes(asked)).toEqual(['AFTER_MATURITY']);
    expect(await maturityOf(asked)).toBe(maturesOn);
  }, 60_000);
});
