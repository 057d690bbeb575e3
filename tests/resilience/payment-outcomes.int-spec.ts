import { settlementWorkflowId, type LoanStart } from '@bangdai/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { withLoanClock } from '../support/loan-clock.js';
import { eventually } from '../support/operators.js';
import { keepHistory } from '../support/recorded-histories.js';
import { World } from '../support/worlds.js';

const clock = withLoanClock();
const county = 'longchuan-2020';
let world: World;
let loan: LoanStart;
let year: number;
let quarter = 0;

const settlementDays = ['06-20', '09-20', '12-20', '03-20'];
const accepted = { status: 202, answer: { state: 'accepted', paidOn: null } };
const unseen = { status: 404, answer: { code: 'NOT_FOUND', status: 404 } };
const garbage = { status: 200, answer: { hello: 'world' } };

/** A loan of three years, so that every test has a quarter of its own to pay for. */
beforeAll(async () => {
  const start = await clock.current.coming('05-04');
  await clock.current.sleepUntil(start);
  year = Number(start.slice(0, 4));
  world = await World.open(clock.current.client, clock.current.env.address);
  ({ loan } = await world.apply({ county, appliedOn: '2020-04-06', termMonths: 36 }));
  const approvedTerms = { amount: '30000.00', termMonths: 36, annualRate: '0.0475' };
  for (const step of ['villageInitial', 'townshipReview']) await world.decideLoan(loan, step);
  await world.decideLoan(loan, 'bankReview', { approvedTerms });
  await world.decideLoan(loan, 'countyDetermination');
  const { loanNo } = loan;
  const terms = {
    amount: '30000.00',
    annualRate: '0.0475',
    disbursedOn: start,
    maturesOn: `${year + 3}-05-04`,
  };
  await world.report('loanDisbursed', county, loanNo, { loanNo, contractNo: `HT-${loanNo}`, ...terms });
  await world.becomes(loan, 'active');
}, 90_000);
afterAll(() => world?.close(), 60_000);

beforeEach(() => {
  world.counterparts.sends.length = 0;
  world.counterparts.treasury = null;
});

interface Order {
  order_no: string;
  amount: string;
  state: string;
}

interface Payment {
  settlementId: string;
  workflowId: string;
  settleOn: string;
  orders(): Promise<Order[]>;
}

/** Brings the next quarter to the point where finance has it paid. */
async function payNextQuarter(): Promise<Payment> {
  const day = settlementDays[quarter % 4] ?? '06-20';
  const settleOn = `${year + Math.floor((quarter + 1) / 4)}-${day}`;
  quarter += 1;
  await clock.current.sleepUntil(settleOn, '18:00');
  const [line] = await world.sql<{ nights: number; interest: string; subsidy: string }>(
    'select nights, interest, subsidy from subsidy_plan where loan_id = $1 and settle_on = $2',
    [loan.loanId, settleOn],
  );
  if (line === undefined) throw new Error('nothing is planned');
  world.counterparts.list = [{ loanNo: loan.loanNo, ...line }];
  const settlementId = await world.openSettlement(county, settleOn);
  await world.decideSettlement(county, settleOn, settlementId, 'officeReview');
  await world.decideSettlement(county, settleOn, settlementId, 'financePay', { decision: 'complete' });
  await eventually('the order is sent', async () => world.counterparts.sends.length > 0);
  const orders = () =>
    world.sql<Order>(
      'select order_no, amount, state from payment_order where subject_id = $1 order by order_no',
      [settlementId],
    );
  return { settlementId, workflowId: settlementWorkflowId(county, 'main', settleOn), settleOn, orders };
}

async function expectPaidOnce({ workflowId, settlementId, orders }: Payment): Promise<void> {
  await clock.current.completed(workflowId);
  expect((await orders()).filter(({ state }) => state === 'CONFIRMED')).toHaveLength(1);
  const entries = await world.sql(
    `select 1 from journal_entry where kind = 'subsidyPayment' and subject_id = $1`,
    [settlementId],
  );
  expect(entries).toHaveLength(1);
}

describe('a payment whose outcome is not known', () => {
  it('is asked about by its number and not sent again when it had its effect', async () => {
    world.counterparts.treasury = (call) =>
      call === 'send' ? garbage : { status: 200, answer: { state: 'paid', paidOn: `${year}-06-21` } };
    const payment = await payNextQuarter();
    await eventually('the outcome is unknown', async () => (await payment.orders())[0]?.state === 'UNKNOWN');
    await clock.current.env.sleep('10m');
    await expectPaidOnce(payment);
    expect(world.counterparts.sends).toHaveLength(1);
    await keepHistory(clock.current.client, payment.workflowId, 'settlement-paid-after-lost-answer');
  }, 60_000);

  it('is sent a second time under the same number only when the treasury never saw it, twice asked', async () => {
    const questions: number[] = [];
    world.counterparts.treasury = (call, sends) => {
      if (call === 'send')
        return sends === 1 ? garbage : { status: 202, answer: { state: 'paid', paidOn: `${year}-09-21` } };
      questions.push(sends);
      return unseen;
    };
    const payment = await payNextQuarter();
    await eventually('the outcome is unknown', async () => (await payment.orders())[0]?.state === 'UNKNOWN');
    await clock.current.env.sleep('10m');
    await expectPaidOnce(payment);
    expect(questions.filter((sends) => sends === 1)).toHaveLength(2);
    expect(new Set(world.counterparts.sends.map(({ orderNo }) => orderNo)).size).toBe(1);
    expect(world.counterparts.sends).toHaveLength(2);
  }, 60_000);

  it('is ordered anew by finance, under the next number, once the treasury refused it', async () => {
    const refused = { status: 200, answer: { state: 'rejected', paidOn: null } };
    world.counterparts.treasury = (_call, sends) => (sends === 1 ? refused : accepted);
    const payment = await payNextQuarter();
    await world.task(payment.settlementId, 'financePay');
    expect((await payment.orders()).map(({ state }) => state)).toEqual(['REJECTED']);
    await world.decideSettlement(county, payment.settleOn, payment.settlementId, 'financePay', {
      decision: 'complete',
    });
    await eventually('the new order is sent', async () => world.counterparts.sends.length === 2);
    world.counterparts.treasury = () => ({
      status: 200,
      answer: { state: 'paid', paidOn: payment.settleOn },
    });
    await clock.current.env.sleep('2h');
    await expectPaidOnce(payment);
    expect((await payment.orders()).map(({ order_no, state }) => [order_no.at(-1), state])).toEqual([
      ['1', 'REJECTED'],
      ['2', 'CONFIRMED'],
    ]);
    await keepHistory(clock.current.client, payment.workflowId, 'settlement-paid-after-rejection');
  }, 60_000);

  it('leaves the house twice at most, whatever the treasury says it has not seen, and then goes to people', async () => {
    world.counterparts.treasury = (call) => (call === 'send' ? accepted : unseen);
    const payment = await payNextQuarter();
    await clock.current.env.sleep('12h');
    const task = await world.task(payment.settlementId, 'unknownPayment');
    expect(world.counterparts.sends).toHaveLength(2);
    await clock.current.env.sleep('2 days');
    expect(world.counterparts.sends).toHaveLength(2);
    const finance = (seat: string) => world.actor(county, 'finance', '', seat);
    const { desk } = world.database.persistence;
    const on = new Date(Date.now()).toISOString().slice(0, 10);
    const decision = { on, reasonGiven: true };
    await desk.decide(finance('a'), {
      ...decision,
      taskId: task.id,
      commandId: 'n1',
      decision: 'confirmNotPaid',
    });
    const check = await world.task(payment.settlementId, 'paymentCheck');
    await desk.decide(finance('b'), { ...decision, taskId: check.id, commandId: 'n2', decision: 'approve' });
    // Finance orders it anew: a new number, so that the lost one can never be paid beside it.
    world.counterparts.treasury = () => ({
      ...{ status: 202, answer: { state: 'paid', paidOn: payment.settleOn } },
    });
    await world.task(payment.settlementId, 'financePay');
    await world.decideSettlement(county, payment.settleOn, payment.settlementId, 'financePay', {
      decision: 'complete',
    });
    await expectPaidOnce(payment);
    expect((await payment.orders()).map(({ state }) => state)).toEqual(['REJECTED', 'CONFIRMED']);
    expect(world.counterparts.sends.map(({ orderNo }) => orderNo.at(-1))).toEqual(['1', '1', '2']);
    await keepHistory(clock.current.client, payment.workflowId, 'settlement-paid-after-two-lost-orders');
  }, 60_000);

  // Last: the adapter spares a treasury that answers garbage again and again.
  it('goes to a person when the treasury cannot tell, and is settled by its receipt', async () => {
    world.counterparts.treasury = () => garbage;
    const payment = await payNextQuarter();
    await clock.current.env.sleep('6h');
    const task = await world.task(payment.settlementId, 'unknownPayment');
    expect(task.role).toBe('finance');
    expect(world.counterparts.sends).toHaveLength(1);
    const [order] = await payment.orders();
    if (order === undefined) throw new Error('no order');
    const receipt = {
      orderNo: order.order_no,
      outcome: 'paid',
      paidOn: payment.settleOn,
      amount: order.amount,
    };
    await world.report('paymentReported', county, order.order_no, { ...receipt, amount: '1.00' });
    await world.report('paymentReported', county, order.order_no, receipt);
    await world.report('paymentReported', county, order.order_no, receipt);
    await expectPaidOnce(payment);
    const left = (await world.openTasks(payment.settlementId)).filter(
      ({ kind }) => kind === 'unknownPayment',
    );
    expect(left).toEqual([]);
    await keepHistory(clock.current.client, payment.workflowId, 'settlement-paid-after-escalation');
  }, 60_000);
});
