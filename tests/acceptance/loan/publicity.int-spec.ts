import {
  loanUpdates,
  loanWorkflowId,
  type Actor,
  type LoanStart,
  type ReviewCommand,
} from '@bangdai/contracts';
import { addMonths } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';

import { keepHistory } from '../../support/recorded-histories.js';
import { codeOf } from '../../support/refusals.js';
import { World } from '../../support/worlds.js';

// Dengzhou: 村推荐、乡镇推荐后在村公示七日，银行方可调查.
const county = 'dengzhou-2023';
const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address);
}, 60_000);
afterAll(() => world?.close(), 60_000);

const workflowOf = (loan: LoanStart) => loanWorkflowId(loan.county, loan.loanNo);
const stageOf = async (loan: LoanStart) => (await world.loanRow(loan.loanId))['stage'];

async function appliedLoan(): Promise<LoanStart> {
  const documents = ['idCard', 'guaranteeZeroFee'];
  const { loan } = await world.apply({ county, appliedOn: '2023-05-08', documents });
  return loan;
}

async function postedLoan(): Promise<LoanStart> {
  const loan = await appliedLoan();
  await world.decideLoan(loan, 'villageRecommend');
  await world.decideLoan(loan, 'townshipRecommend');
  expect(await stageOf(loan)).toBe('publicity');
  return loan;
}

const send = <C extends object>(loan: LoanStart, name: string, actor: Actor, payload: C) =>
  world.update(workflowOf(loan), name, { commandId: randomUUID(), actor, ...payload });

const villager = (loan: LoanStart) => world.actor(county, 'village', loan.place, 'objector');
const object = (loan: LoanStart, reasonGiven = true, actor = villager(loan)) =>
  send(loan, loanUpdates.raiseObjection, actor, { reasonGiven });

const township = (loan: LoanStart, seat = 'answer') => world.actor(county, 'township', loan.place, seat);
const answer = (loan: LoanStart, founded: boolean, actor = township(loan), reasonGiven = true) =>
  send(loan, loanUpdates.answerObjection, actor, { founded, reasonGiven });

const timeline = (loan: LoanStart, kind: string) =>
  world.sql<{ actor_role: string; data: Record<string, string> }>(
    'select actor_role, data from timeline where subject_id = $1 and kind = $2 order by id',
    [loan.loanId, kind],
  );

describe('publicity', () => {
  it('lets nobody decide while it runs or an objection is open', async () => {
    const loan = await postedLoan();
    const actor = world.actor(loan.county, 'bank', '', 'bank');
    const review: ReviewCommand = {
      ...{ commandId: randomUUID(), taskId: '', stepKey: 'bankInvestigation', decision: 'approve', actor },
      ...{ reasonGiven: true, opinionGiven: true, documents: [], meeting: null },
      ...{ approvedTerms: null, figuresHash: null },
    };
    const decide = () =>
      world.update(workflowOf(loan), loanUpdates.submitReview, { ...review, commandId: randomUUID() });
    expect(await codeOf(decide())).toBe('PUBLICITY_RUNNING');
    expect(await codeOf(object(loan, false))).toBe('REASON_REQUIRED');
    expect(await codeOf(object(loan))).toBeNull();
    expect(await codeOf(decide())).toBe('PUBLICITY_RUNNING');
  }, 60_000);

  it('has one investigation for all objections, and one answer to them', async () => {
    const loan = await postedLoan();
    await object(loan);
    await object(loan);
    expect((await world.openTasks(loan.loanId)).filter(({ kind }) => kind === 'objection')).toHaveLength(1);
    await answer(loan, false);
    expect((await world.openTasks(loan.loanId)).filter(({ kind }) => kind === 'objection')).toEqual([]);
    expect(await timeline(loan, 'objectionRaised')).toHaveLength(2);
    expect(await timeline(loan, 'objectionAnswered')).toMatchObject([{ data: { objections: '2' } }]);
  }, 60_000);

  it('goes on the day an objection proves unfounded', async () => {
    const loan = await postedLoan();
    await object(loan);
    await clock.current.env.sleep('20d');
    expect(await stageOf(loan)).toBe('investigation');
    await answer(loan, false);
    await world.task(loan.loanId, 'bankInvestigation');
    expect(await stageOf(loan)).toBe('inReview');
  }, 60_000);

  it('ends with a founded objection', async () => {
    const loan = await postedLoan();
    await object(loan);
    await answer(loan, true);
    await clock.current.completed(workflowOf(loan));
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-rejected-by-objection-named');
    expect(await stageOf(loan)).toBe('rejected');
  }, 60_000);

  it('is answered by the township alone, with its grounds, and by nobody who decided a step', async () => {
    const loan = await postedLoan();
    expect(await codeOf(answer(loan, false))).toBe('NO_PUBLICITY_OPEN');
    await object(loan);
    const decider = township(loan, 'townshipRecommend');
    expect(await codeOf(answer(loan, false, villager(loan)))).toBe('WRONG_ROLE');
    expect(await codeOf(answer(loan, false, { ...township(loan), place: '别镇' }))).toBe(
      'OUT_OF_JURISDICTION',
    );
    expect(await codeOf(answer(loan, false, decider))).toBe('SAME_PERSON');
    expect(await codeOf(answer(loan, false, township(loan), false))).toBe('REASON_REQUIRED');
    expect(await codeOf(answer(loan, false))).toBeNull();
  }, 60_000);
});

describe('an objection outside its days', () => {
  it('is refused before anything was posted', async () => {
    const loan = await appliedLoan();
    expect(await codeOf(object(loan))).toBe('NO_PUBLICITY_OPEN');
  }, 60_000);

  it('is a complaint after the last day: on record with its maker, and the chain goes on', async () => {
    const loan = await postedLoan();
    await clock.current.env.sleep('9d');
    await world.task(loan.loanId, 'bankInvestigation');
    expect(await codeOf(object(loan, false))).toBe('REASON_REQUIRED');
    expect(await codeOf(object(loan, true, { ...villager(loan), place: '别镇/别村' }))).toBe(
      'OUT_OF_JURISDICTION',
    );
    expect(await codeOf(object(loan))).toBeNull();
    expect(await stageOf(loan)).toBe('inReview');
    expect(await timeline(loan, 'complaintRegistered')).toMatchObject([{ actor_role: 'village' }]);
    expect((await world.openTasks(loan.loanId)).map(({ step_key }) => step_key)).toEqual([
      'bankInvestigation',
    ]);
  }, 60_000);

  it('is a complaint also once the loan is approved or out', async () => {
    const loan = await postedLoan();
    await clock.current.env.sleep('9d');
    for (;;) {
      const [task] = (await world.openTasks(loan.loanId)).filter(({ kind }) => kind === 'review');
      if (task === undefined) break;
      await world.decideLoan(loan, task.step_key);
    }
    expect(await stageOf(loan)).toBe('approved');
    expect(await codeOf(object(loan))).toBeNull();
    const disbursedOn = await clock.current.today();
    await world.report('loanDisbursed', county, loan.loanNo, {
      ...{ loanNo: loan.loanNo, contractNo: `HT-${loan.loanNo}`, amount: loan.application.amount },
      ...{ annualRate: '0.03', disbursedOn, maturesOn: addMonths(disbursedOn, 12) },
    });
    await world.becomes(loan, 'active');
    expect(await codeOf(object(loan))).toBeNull();
    expect(await timeline(loan, 'complaintRegistered')).toHaveLength(2);
    expect(await stageOf(loan)).toBe('active');
  }, 60_000);
});
