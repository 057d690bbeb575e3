import { loanUpdates, loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { codeOf } from '../../support/refusals.js';
import { World } from '../../support/worlds.js';

const county = 'bachu-2024';
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address);
}, 60_000);
afterAll(() => world?.close(), 60_000);

const workflowOf = (loan: LoanStart) => loanWorkflowId(loan.county, loan.loanNo);
const rowOf = (loan: LoanStart) => world.loanRow(loan.loanId);
const terms = (annualRate: string) => ({
  approvedTerms: { amount: '30000.00', termMonths: 12, annualRate },
});

/** All steps but the bank's; the bank's rate says whether the check after it passes. */
async function approvedAt(annualRate: string): Promise<LoanStart> {
  const { loan } = await world.apply({ county, appliedOn: '2024-03-04' });
  for (const step of ['villageReview', 'townshipReview', 'countyDetermination'])
    await world.decideLoan(loan, step);
  await world.decideLoan(loan, 'bankReview', terms(annualRate));
  return loan;
}

const office = () => world.actor(county, 'countyOffice', '', 'office');
const send = (loan: LoanStart, update: string, over: object = {}) =>
  world.update(workflowOf(loan), update, {
    ...{ commandId: randomUUID(), reasonGiven: true, actor: office(), ...over },
  });

const tripped = (state: string | null) =>
  state === null
    ? world.sql('delete from breaker_state where county = $1', [county])
    : world.sql(
        `insert into breaker_state (county, breaker_key, state, since) values ($1, 'npl', $2, '2024-03-01')`,
        [county, state],
      );

describe('an approval that cannot be paid out', () => {
  it('goes back to the bank where its rate lies above what is allowed by now, and is paid out at the new one', async () => {
    const loan = await approvedAt('0.0600');
    expect(await rowOf(loan)).toMatchObject({ stage: 'suspended', refusal_reasons: ['RATE_ABOVE_CAP'] });
    const bank = world.actor(county, 'bank', '', 'bank');
    expect(await codeOf(send(loan, loanUpdates.reopenApproval, { actor: bank }))).toBe('WRONG_ROLE');
    expect(await codeOf(send(loan, loanUpdates.reopenApproval, { reasonGiven: false }))).toBe(
      'REASON_REQUIRED',
    );
    // Looked at again under the same terms, it stays where it is.
    expect(await send(loan, loanUpdates.clearSuspension)).toMatchObject({
      accepted: false,
      stage: 'suspended',
    });
    await send(loan, loanUpdates.reopenApproval);
    expect(await rowOf(loan)).toMatchObject({ stage: 'inReview', pending_step: 'bankReview' });
    expect((await world.openTasks(loan.loanId)).map(({ kind }) => kind)).toEqual(['review']);
    expect(await codeOf(send(loan, loanUpdates.reopenApproval))).toBe('STEP_NOT_PENDING');
    await world.decideLoan(loan, 'bankReview', terms('0.0345'));
    expect(await rowOf(loan)).toMatchObject({ stage: 'approved', approved_rate: '0.034500' });
    await eventually('the bank is asked at the new rate', async () =>
      world.counterparts.mail.find(
        (mail) => mail.kind === 'disbursementRequest' && mail.loanNo === loan.loanNo,
      ),
    );
    await clock.current.env.sleep('45d');
    await world.becomes(loan, 'lapsed');
    await clock.current.completed(workflowOf(loan));
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-redecided');
  }, 60_000);

  it('is taken up again once the county office finds that nothing stands in the way any more', async () => {
    const { loan } = await world.apply({ county, appliedOn: '2024-03-04' });
    await tripped('tripped');
    for (const step of ['villageReview', 'townshipReview', 'countyDetermination'])
      await world.decideLoan(loan, step);
    await world.decideLoan(loan, 'bankReview', terms('0.0345'));
    expect(await rowOf(loan)).toMatchObject({ stage: 'suspended', refusal_reasons: ['BREAKER_TRIPPED'] });
    expect(await send(loan, loanUpdates.clearSuspension)).toMatchObject({ accepted: false });
    await tripped(null);
    expect(await send(loan, loanUpdates.clearSuspension)).toMatchObject({
      accepted: true,
      stage: 'approved',
    });
    expect(await world.openTasks(loan.loanId)).toEqual([]);
  }, 60_000);

  it('lapses after 90 days', async () => {
    const loan = await approvedAt('0.0600');
    await clock.current.env.sleep('89d');
    expect(await rowOf(loan)).toMatchObject({ stage: 'suspended' });
    await clock.current.env.sleep('2d');
    await world.becomes(loan, 'lapsed');
    await clock.current.completed(workflowOf(loan));
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-lapsed-suspended');
    expect(await world.openTasks(loan.loanId)).toEqual([]);
  }, 60_000);
});

describe('a loan whose application was refused at once', () => {
  it('ends by itself a day later', async () => {
    const form = { county: 'horqin-banner', appliedOn: '2023-05-08', documents: [] };
    expect(await codeOf(world.apply(form))).toBe('DOCUMENT_MISSING');
    const [row] = await world.sql<{ id: string; loan_no: string }>(
      `select id, loan_no from loan where county = 'horqin-banner' and stage = 'draft'`,
    );
    await clock.current.env.sleep('25h');
    const workflowId = loanWorkflowId('horqin-banner', row?.loan_no ?? '');
    await clock.current.completed(workflowId);
    expect((await world.loanRow(row?.id ?? ''))['stage']).toBe('refused');
    await keepHistory(clock.current.client, workflowId, 'loan-dropped');
  }, 60_000);
});
