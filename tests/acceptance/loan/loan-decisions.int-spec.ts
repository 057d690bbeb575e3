import {
  loanSignals,
  loanUpdates,
  loanWorkflowId,
  type LoanStart,
  type ReviewCommand,
} from '@bangdai/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { codeOf } from '../../support/refusals.js';
import { World } from '../../support/worlds.js';

const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address);
}, 60_000);
afterAll(() => world?.close(), 60_000);

const bachu = { county: 'bachu-2024', appliedOn: '2024-03-04' };
const workflowOf = (loan: LoanStart) => loanWorkflowId(loan.county, loan.loanNo);
const stageOf = async (loan: LoanStart) => (await world.loanRow(loan.loanId))['stage'];
const becomes = (loan: LoanStart, stage: string) =>
  eventually(`loan is ${stage}`, async () => (await stageOf(loan)) === stage);

async function reviewOf(
  loan: LoanStart,
  step: string,
  over: Partial<ReviewCommand> = {},
): Promise<ReviewCommand> {
  const task = await world.task(loan.loanId, step);
  return {
    commandId: randomUUID(),
    taskId: task.id,
    stepKey: step,
    decision: 'approve',
    reasonGiven: false,
    opinionGiven: false,
    documents: [],
    meeting: null,
    approvedTerms: null,
    figuresHash: null,
    actor: world.actor(loan.county, task.role, task.place, step),
    ...over,
  };
}

const send = (loan: LoanStart, review: ReviewCommand) =>
  world.update(workflowOf(loan), loanUpdates.submitReview, review);

async function approveAll(loan: LoanStart): Promise<void> {
  for (const step of ['villageReview', 'townshipReview', 'countyDetermination', 'bankReview'])
    await world.decideLoan(loan, step);
}

/** Ends the loan's run and keeps its history. */
async function ended(loan: LoanStart, name: string): Promise<void> {
  await clock.current.completed(workflowOf(loan));
  await keepHistory(clock.current.client, workflowOf(loan), name);
}

describe('decisions on a loan', () => {
  it('answers each wrong decision with its code and changes nothing', async () => {
    const { loan } = await world.apply(bachu);
    const good = await reviewOf(loan, 'villageReview');
    const elsewhere = { ...good.actor, place: '龙兴镇/南山村' };
    const clerk = world.actor(loan.county, 'village', loan.place, 'apply');
    const cases: [Partial<ReviewCommand>, string][] = [
      [{ stepKey: 'noStep' }, 'UNKNOWN_STEP'],
      [{ stepKey: 'townshipReview' }, 'STEP_NOT_PENDING'],
      [{ actor: { ...good.actor, role: 'township' } }, 'WRONG_ROLE'],
      [{ actor: elsewhere }, 'OUT_OF_JURISDICTION'],
      [{ actor: { ...good.actor, county: 'yubei-2021' } }, 'OUT_OF_JURISDICTION'],
      [{ actor: clerk }, 'SAME_PERSON'],
      [{ decision: 'complete' }, 'DECISION_NOT_ALLOWED'],
      [{ decision: 'reject' }, 'REASON_REQUIRED'],
      [{ decision: 'return' }, 'REASON_REQUIRED'],
    ];
    for (const [fault, code] of cases) {
      expect([code, await codeOf(send(loan, { ...good, ...fault, commandId: randomUUID() }))]).toEqual([
        code,
        code,
      ]);
    }
    expect(await codeOf(send(loan, good))).toBeNull();
    expect((await world.loanRow(loan.loanId))['pending_step']).toBe('townshipReview');
  }, 60_000);

  it('lets the bank lower the amount and never raise it', async () => {
    const { loan } = await world.apply(bachu);
    for (const step of ['villageReview', 'townshipReview', 'countyDetermination'])
      await world.decideLoan(loan, step);
    const terms = (amount: string) => ({ approvedTerms: { amount, termMonths: 12, annualRate: '0.0395' } });
    expect(await codeOf(send(loan, await reviewOf(loan, 'bankReview', terms('30000.01'))))).toBe(
      'AMOUNT_ABOVE_REQUEST',
    );
    expect(await codeOf(send(loan, await reviewOf(loan, 'bankReview', terms('20000.00'))))).toBeNull();
    const { stage, approved_amount: amount } = await world.loanRow(loan.loanId);
    expect({ stage, amount }).toEqual({ stage: 'approved', amount: '20000.00' });
  }, 60_000);

  it('gives a repeated command its first answer, whichever way it comes', async () => {
    const { loan } = await world.apply(bachu);
    const review = await reviewOf(loan, 'villageReview');
    const handle = clock.current.client.workflow.getHandle(workflowOf(loan));
    const first = await send(loan, review);
    // Another update id with the same command: Temporal does not know it, the loan does.
    const again = await handle.executeUpdate(loanUpdates.submitReview, {
      args: [review],
      updateId: randomUUID(),
    });
    await handle.signal(loanSignals.reviewSubmitted, review);
    expect(again).toEqual(first);
    const decisions = await world.sql('select 1 from review where subject_id = $1', [loan.loanId]);
    expect(decisions).toHaveLength(1);
    expect((await world.openTasks(loan.loanId)).map(({ step_key }) => step_key)).toEqual(['townshipReview']);
  }, 60_000);

  it('takes the same decision by signal, and keeps a refused one on record', async () => {
    const { loan } = await world.apply(bachu);
    const handle = clock.current.client.workflow.getHandle(workflowOf(loan));
    const wrong = await reviewOf(loan, 'villageReview', { decision: 'reject' });
    await handle.signal(loanSignals.reviewSubmitted, wrong);
    const refusals = await eventually('the refusal is on record', async () => {
      const rows = await world.sql<{ code: string }>('select code from refusal where command_id = $1', [
        wrong.commandId,
      ]);
      return rows.length > 0 ? rows : null;
    });
    expect(refusals).toEqual([{ code: 'REASON_REQUIRED' }]);
    await handle.signal(loanSignals.reviewSubmitted, await reviewOf(loan, 'villageReview'));
    await world.task(loan.loanId, 'townshipReview');
  }, 60_000);

  it('opens a returned application anew at the village, and goes on once it is completed', async () => {
    const { loan } = await world.apply(bachu);
    await world.decideLoan(loan, 'villageReview');
    await world.decideLoan(loan, 'townshipReview', { decision: 'return' });
    const task = await world.task(loan.loanId, 'apply');
    expect([task.role, task.kind]).toEqual(['village', 'review']);
    await world.decideLoan(loan, 'apply', { decision: 'complete' });
    await approveAll(loan);
    expect(await stageOf(loan)).toBe('approved');
  }, 60_000);

  it('closes a rejected application with nothing left on any desk', async () => {
    const { loan } = await world.apply(bachu);
    await world.decideLoan(loan, 'villageReview', { decision: 'reject' });
    await ended(loan, 'loan-rejected');
    expect(await stageOf(loan)).toBe('rejected');
    expect(await world.openTasks(loan.loanId)).toEqual([]);
  }, 60_000);

  it('lets the household withdraw before the money is out', async () => {
    const { loan } = await world.apply(bachu);
    await world.decideLoan(loan, 'villageReview');
    const actor = world.actor(loan.county, 'village', loan.place, 'apply');
    await world.update(workflowOf(loan), loanUpdates.withdrawApplication, { commandId: randomUUID(), actor });
    await ended(loan, 'loan-withdrawn');
    expect(await stageOf(loan)).toBe('withdrawn');
    expect(await world.openTasks(loan.loanId)).toEqual([]);
  }, 60_000);

  it('refuses an application that is not eligible with all reasons, as a state and not as a failure', async () => {
    const { loan, receipt } = await world.apply({ ...bachu, amount: '50000.01', termMonths: 37 });
    expect(receipt).toMatchObject({
      accepted: false,
      stage: 'refused',
      reasons: ['AMOUNT_ABOVE_MAX', 'TERM_ABOVE_MAX', 'HOUSEHOLD_EXPOSURE_ABOVE_MAX'],
    });
    await ended(loan, 'loan-refused');
  }, 60_000);

  it('lapses when the bank does not pay out: one reminder after 10 days, the end 30 days later', async () => {
    const { loan } = await world.apply(bachu);
    await approveAll(loan);
    const requests = () => world.counterparts.mail.filter((mail) => mail.loanNo === loan.loanNo);
    await eventually('the bank is asked', async () => requests().length === 1);
    await clock.current.env.sleep('9d');
    expect(requests()).toHaveLength(1);
    await clock.current.env.sleep('2d');
    await eventually('the bank is reminded', async () => requests().length === 2);
    await clock.current.env.sleep('28d');
    expect(await stageOf(loan)).toBe('approved');
    await clock.current.env.sleep('3d');
    await becomes(loan, 'lapsed');
    await eventually('the request is cancelled', async () => requests().length === 3);
    expect(requests().map(({ kind }) => kind)).toEqual([
      'disbursementRequest',
      'disbursementRequest',
      'disbursementCancelled',
    ]);
    await ended(loan, 'loan-lapsed');
  }, 60_000);
});
