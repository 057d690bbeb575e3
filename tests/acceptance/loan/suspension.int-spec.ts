import { loanUpdates, loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
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

/** The two schemes of the eight that bound lending by their fund: ten times what lies there, equal is allowed. */
const bounded = [
  {
    county: 'horqin-banner',
    form: { documents: ['creditQueryAuthorisation', 'horqinForm3', 'idCard'] },
    steps: ['villageRecommend', 'townshipAudit', 'bankCheck', 'officeApproval'],
    annualRate: '0.06',
    topUp: null,
  },
  {
    county: 'henan-city',
    form: {
      documents: ['rating', 'idCard'],
      facts: {
        ...{ rated: true, grade: 'A', badCredit: false, blacklist: null, civilCapacity: true, willing: true },
        ...{ ableToRepay: true, inAreaList: true, isFamilyMember: false },
      },
    },
    steps: ['villageAccept', 'townshipAccept', 'countyAccept', 'bankDecision'],
    annualRate: '0.0435',
    // Its fund must hold ten million at least, which stops no loan.
    topUp: '9997000.00',
  },
] as const;

describe.each(bounded)('the fund of $county', ({ county: scheme, form, steps, annualRate, topUp }) => {
  const fundOf = async () => {
    const { funds } = world.database.persistence;
    const finance = world.actor(scheme, 'finance', '', 'finance');
    const [fund] = await funds.list(finance, shanghaiDateOf(Date.now()));
    if (fund === undefined) throw new Error('no fund');
    return fund;
  };

  async function deposit(amount: string): Promise<void> {
    const { funds, desk } = world.database.persistence;
    const receivedOn = shanghaiDateOf(Date.now());
    const finance = world.actor(scheme, 'finance', '', 'finance');
    const entry = await funds.recordEntry(finance, (await fundOf()).id, randomUUID(), {
      ...{ kind: 'deposit', amount, receivedOn, voucherNo: `CK-${amount}` },
    });
    await desk.decide(world.actor(scheme, 'countyOffice', '', 'office'), {
      ...{ taskId: entry.taskId ?? '', commandId: randomUUID(), decision: 'approve', on: receivedOn },
      reasonGiven: true,
    });
  }

  it('lets no new loan out beyond ten times what it holds, until it is topped up', async () => {
    await world.sql(
      `with moved as (insert into fund_movement (key, county, bank, kind, amount, balance_after, moved_on, subject_no)
         select 'short/' || county, county, bank, 'deposit', 2999 - balance, 2999, '2018-01-01', 'x' from fund where county = $1 returning 1)
       update fund set balance = 2999 where county = $1`,
      [scheme],
    );
    const { loan } = await world.apply({
      ...{ county: scheme, appliedOn: '2018-03-01', targetGroup: 'registeredPoor', amount: '30000.00' },
      ...{ documents: [...form.documents], ...('facts' in form ? { facts: form.facts } : {}) },
    });
    const approvedTerms = { amount: '30000.00', termMonths: 12, annualRate };
    for (const step of steps) {
      const isBank = step.startsWith('bank');
      await world.decideLoan(loan, step, isBank ? { approvedTerms } : {});
    }
    expect(await rowOf(loan)).toMatchObject({ stage: 'suspended', refusal_reasons: ['LEVERAGE_EXCEEDED'] });
    const actor = world.actor(scheme, 'countyOffice', '', 'office');
    expect(await send(loan, loanUpdates.clearSuspension, { actor })).toMatchObject({ accepted: false });
    await deposit('1.00');
    expect(await fundOf()).toMatchObject({
      balance: '3000.00',
      headroom: '30000.00',
      topUpDue: topUp ?? '0.00',
    });
    const tasks = await world.sql<{ amount: string }>(
      `select amount from task where county = $1 and kind = 'fundTopUp' and status = 'open'`,
      [scheme],
    );
    expect(tasks).toEqual(topUp === null ? [] : [{ amount: topUp }]);
    expect(await send(loan, loanUpdates.clearSuspension, { actor })).toMatchObject({
      ...{ accepted: true, stage: 'approved' },
    });
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
