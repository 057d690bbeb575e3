import {
  loanUpdates,
  loanWorkflowId,
  settlementWorkflowId,
  type LoanStart,
  type ReviewCommand,
} from '@bangdai/contracts';
import { addMonths, shanghaiDateOf } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { withDevServer } from '../support/dev-server.js';
import { eventually } from '../support/operators.js';
import { WorkerProcess } from '../support/worker-process.js';
import { endPublicity } from '../support/publicity.js';
import { World } from '../support/worlds.js';

const server = withDevServer();
const county = 'bachu-2024';
const today = shanghaiDateOf(Date.now());
const steps = ['villageReview', 'townshipReview', 'countyDetermination', 'bankReview'];
let world: World;
let worker: WorkerProcess;

beforeAll(async () => {
  world = await World.open(server.current.client, server.current.address, { hostsWorker: false });
  worker = new WorkerProcess(world.environment);
  await worker.start();
}, 90_000);
afterAll(async () => {
  await worker?.stop();
  await world?.close();
}, 60_000);

/** Sends the same command until it is answered, as the API's client would over a broken line. */
async function insist<T>(command: () => Promise<T>): Promise<T> {
  return eventually(
    'an answer',
    async () => {
      const answer = await server.current.client.withDeadline(Date.now() + 3_000, command);
      return { answer };
    },
    60,
  ).then(({ answer }) => answer);
}

async function decide(loan: LoanStart, step: string): Promise<void> {
  const task = await world.task(loan.loanId, step);
  const review: ReviewCommand = {
    ...{
      commandId: randomUUID(),
      taskId: task.id,
      stepKey: step,
      decision: 'approve',
      reasonGiven: false,
      opinionGiven: false,
    },
    ...{ documents: [], meeting: null, approvedTerms: null, figuresHash: null },
    actor: world.actor(county, task.role, task.place, step),
  };
  await insist(() => world.update(loanWorkflowId(county, loan.loanNo), loanUpdates.submitReview, review));
}

async function liveOn(loan: LoanStart): Promise<void> {
  for (const step of steps) await decide(loan, step);
  const { loanNo } = loan;
  const terms = {
    amount: '30000.00',
    annualRate: '0.0395',
    disbursedOn: today,
    maturesOn: addMonths(today, 12),
  };
  await world.report('loanDisbursed', county, loanNo, { loanNo, contractNo: `HT-${loanNo}`, ...terms });
  const repayment = { paidOn: today, principal: '30000.00', interest: '0.00' };
  await world.report('repaymentReceived', county, loanNo, { loanNo, receiptNo: `R-${loanNo}`, ...repayment });
}

/** Kills and starts the worker again until the work is done; the first time at once, before a quick machine is through. */
async function killWhile(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  const watched = work.finally(() => {
    isDone = true;
  });
  let kills = 0;
  while (!isDone) {
    await sleep(kills === 0 ? 60 : 500 + Math.floor(Math.random() * 700));
    if (isDone) break;
    await worker.kill();
    kills += 1;
    await worker.start();
    await sleep(1_500);
  }
  await watched;
  return kills;
}

describe('a worker that is killed', () => {
  it('in the middle of whole lives: every loan ends settled, and nothing is written twice', async () => {
    const loans: LoanStart[] = [];
    for (let number = 0; number < 8; number += 1)
      loans.push((await world.apply({ county, appliedOn: '2024-03-04' })).loan);
    const kills = await killWhile(Promise.all(loans.map(liveOn)));
    expect(kills).toBeGreaterThan(0);
    for (const loan of loans) {
      await eventually(
        'the loan is settled',
        async () => (await world.loanRow(loan.loanId))['stage'] === 'settled',
        60,
      );
      const reviews = await world.sql<{ step_key: string }>(
        'select step_key from review where subject_id = $1 order by at',
        [loan.loanId],
      );
      expect(reviews.map(({ step_key }) => step_key)).toEqual(steps);
      const entries = await world.sql<{ kind: string }>(
        'select kind from journal_entry where loan_id = $1 order by booked_on, kind',
        [loan.loanId],
      );
      expect(entries.map(({ kind }) => kind).sort()).toEqual(['disbursement', 'repayment']);
    }
    await expectBalancedLedger();
  }, 240_000);

  it('in the middle of a payment: the settlement is paid once, by one order that was sent once', async () => {
    const year = Number(today.slice(0, 4)) + 1;
    const settleOn = `${year}-03-20`;
    const { loan } = await world.apply({ county, appliedOn: '2024-03-04' });
    for (const step of steps) await decide(loan, step);
    const terms = {
      amount: '30000.00',
      annualRate: '0.0395',
      disbursedOn: today,
      maturesOn: addMonths(today, 12),
    };
    await world.report('loanDisbursed', county, loan.loanNo, {
      loanNo: loan.loanNo,
      contractNo: `HT-${loan.loanNo}`,
      ...terms,
    });
    const [plan] = await eventually('the subsidy is planned', async () => {
      const rows = await world.sql<{ nights: number; interest: string; subsidy: string }>(
        'select nights, interest, subsidy from subsidy_plan where loan_id = $1 and settle_on = $2',
        [loan.loanId, settleOn],
      );
      return rows.length > 0 ? rows : null;
    });
    if (plan === undefined) throw new Error('no plan');
    const { counterparts } = world;
    counterparts.list = [{ loanNo: loan.loanNo, ...plan }];
    counterparts.answerDelayMs = 2_000;
    counterparts.paidOn = settleOn;
    const id = await world.openSettlement(county, settleOn);
    for (const steps of [[], ['unionConfirm', 'agriConfirm'], ['financeDetermine', 'financeRecheck']]) {
      for (const step of steps) await world.decideSettlement(county, settleOn, id, step);
      await endPublicity(world, county, settleOn);
    }
    await world.decideSettlement(county, settleOn, id, 'treasuryPay', { decision: 'complete' });
    // The order has left and had its effect; the answer is lost with the worker.
    await eventually('the treasury has the order', async () => counterparts.sends.length === 1);
    await worker.kill();
    counterparts.answerDelayMs = 0;
    await worker.start();
    const handle = server.current.client.workflow.getHandle(settlementWorkflowId(county, 'main', settleOn));
    await eventually(
      'the settlement is closed',
      async () => (await handle.describe()).status.name === 'COMPLETED',
      120,
    );
    expect(counterparts.sends).toHaveLength(1);
    const orders = await world.sql(
      'select order_no, amount, state from payment_order where subject_id = $1',
      [id],
    );
    expect(orders).toEqual([
      {
        order_no: `subsidy/${county}/${county}-main-${settleOn}/1`,
        amount: plan.subsidy,
        state: 'CONFIRMED',
      },
    ]);
    const entries = await world.sql(
      `select 1 from journal_entry where kind = 'subsidyPayment' and subject_id = $1`,
      [id],
    );
    expect(entries).toHaveLength(1);
    await expectBalancedLedger();
  }, 240_000);

  it('by its owner ends what it is doing and leaves with code 0', async () => {
    expect(await worker.stop()).toBe(0);
    await worker.start();
  }, 60_000);
});

async function expectBalancedLedger(): Promise<void> {
  const unbalanced = await world.sql(
    'select entry_id from posting group by entry_id having sum(debit) <> sum(credit)',
  );
  expect(unbalanced).toEqual([]);
}
