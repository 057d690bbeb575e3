import { settlementUpdates, type LoanStart } from '@bangdai/contracts';
import { addDays, subtractMoney, sumMoney } from '@bangdai/domain';
import { activeLoan, appropriate, repay } from '@bangdai/persistence/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';
import { expectRecordsAgree } from '../../support/agreeing-records.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { refusal, SettlementRun, type Line } from '../../support/settlement-run.js';
import { World } from '../../support/worlds.js';

const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address, { appropriates: false });
  await appropriate(
    world.database.persistence,
    ['bachu-2024'],
    [Number((await clock.current.today()).slice(0, 4))],
  );
}, 90_000);
afterAll(() => world?.close(), 60_000);
beforeEach(() => {
  world.counterparts.sends.length = 0;
});

const runOf = (county: string, settleOn: string): SettlementRun =>
  new SettlementRun(() => ({ world, clock: clock.current }), county, settleOn);

async function lend(county: string, on: string, township: string, over = {}): Promise<LoanStart> {
  return activeLoan(
    world.database.persistence,
    { on, annualRate: '0.03' },
    { county, township, village: '北山村', ...over },
  );
}

async function arrive(county: string, amount: string): Promise<void> {
  const actor = world.actor(county, 'finance', '', 'budget');
  const year = Number((await clock.current.today()).slice(0, 4));
  const entry = {
    county,
    year,
    kind: 'arrived' as const,
    amount,
    day: await clock.current.today(),
    documentNo: 'F-1',
  };
  await world.database.persistence.budgets.record(actor, randomUUID(), entry);
}

describe('a settlement with townships, short money and refused accounts', () => {
  const county = 'yubei-2021';
  const towns = ['龙兴镇', '石船镇', '茨竹镇'];
  const run = runOf(county, '2024-06-20');
  const loans: LoanStart[] = [];

  beforeAll(async () => {
    const form = { documents: ['idCard', 'yubeiAnnex2'] };
    for (const [i, town] of towns.entries()) loans.push(await lend(county, `2024-05-0${3 - i}`, town, form));
    // The household of the first town has not paid its interest: its line waits for the proof.
    const payer = await lend(county, '2024-05-10', towns[0] as string, form);
    loans.push(payer);
    for (const loan of loans.slice(0, 3))
      await repay(world.database.persistence, loan, {
        receiptNo: `I-${loan.loanNo}`,
        paidOn: '2024-06-20',
        principal: '0.00',
        interest: '200.00',
      });
  }, 60_000);

  it('is signed in each village and each township, about its own lines', async () => {
    await run.open();
    expect((await run.lines()).map(({ state }) => state).sort()).toEqual([
      'claimed',
      'claimed',
      'claimed',
      'waiting',
    ]);
    expect(await run.tasks()).toEqual(towns.map((town) => `borrowerApply ${town}/北山村`).sort());
    const stranger = { actor: world.actor(county, 'village', '别处镇/北山村', 'x') };
    await expect(run.sign('borrowerApply', 'complete', { taskId: '', ...stranger })).resolves.toMatchObject({
      accepted: true,
    });
    for (let i = 0; i < 2; i += 1) await run.sign('borrowerApply', 'complete');
    expect(await run.tasks()).toEqual(towns.map((town) => `townSummary ${town}`).sort());
    await run.sign('townSummary');
    expect(await run.tasks()).toHaveLength(2);
    await expect(run.sign('townSummary', 'reject')).rejects.toEqual(refusal('DECISION_NOT_ALLOWED'));
  }, 60_000);

  it('goes back as a whole when one township returns it, and every place signs again', async () => {
    expect((await run.sign('townSummary', 'return')).stage).toBe('returned');
    await run.becomes('underReview');
    for (let i = 0; i < 3; i += 1) await run.sign('borrowerApply', 'complete');
    for (let i = 0; i < 3; i += 1) await run.sign('townSummary');
    expect(await run.tasks()).toEqual(['officeReview ']);
  }, 60_000);

  it('takes back a line that a township excludes after its turn, and has the office sign the rest', async () => {
    await run.sign('officeReview');
    const [line] = (await run.lines()).filter(({ loan_no }) => loan_no === loans[2]?.loanNo);
    const more = { loanNos: [line?.loan_no] };
    await expect(run.settle('exclude', 'township', '石船镇', more)).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(
      run.settle('exclude', 'township', '茨竹镇', { ...more, reasonGiven: false }),
    ).rejects.toEqual(refusal('REASON_REQUIRED'));
    await run.settle('exclude', 'township', '茨竹镇', more);
    expect(await run.tasks()).toEqual(['officeReview ']);
    expect(await run.history()).toContain('signaturesVoided');
    await expect(run.sign('officeReview', 'approve', { figuresHash: 'seen before' })).rejects.toEqual(
      refusal('FIGURES_CHANGED'),
    );
    await run.sign('officeReview');
  }, 60_000);

  it('is refused beyond what has arrived, and pays the oldest loan first when finance says so', async () => {
    const payable = (await run.lines()).filter(({ state }) => state === 'claimed');
    const total = sumMoney(payable.map(({ subsidy }) => subsidy));
    await arrive(county, subtractMoney(total, '50.00'));
    const short = run.sign('financePay', 'complete');
    await expect(short).rejects.toEqual(refusal('BUDGET_SHORT'));
    await expect(short).rejects.toMatchObject({ cause: { details: ['50.00'] } });
    await run.sign('financePay', 'complete', { payInPart: true });
    const oldest = payable.find(({ loan_no }) => loan_no === loans[1]?.loanNo);
    const sent = await eventually('an order is sent', async () => world.counterparts.sends[0]);
    expect(sent.amount).toBe(oldest?.subsidy);
    const failedLines = [{ loanNo: oldest?.loan_no, cause: 'ACCOUNT_CLOSED' }];
    const paid = {
      orderNo: sent.orderNo,
      outcome: 'paid',
      paidOn: await clock.current.today(),
      amount: sent.amount,
    };
    await world.report('paymentReported', county, sent.orderNo, { ...paid, failedLines });
    await run.becomes('partlyPaid');
    expect(await run.tasks()).toEqual([`failedLine 石船镇`, 'financePay ']);
    expect((await run.lines()).filter(({ state }) => state === 'paid')).toEqual([]);
  }, 60_000);

  it('pays the line with its account mended together with what had waited, once the money is there', async () => {
    await expect(run.settle('mended', 'township', '龙兴镇')).rejects.toEqual(refusal('NOT_FOUND'));
    await run.settle('mended', 'township', '石船镇');
    expect(await run.tasks()).toEqual(['financePay ']);
    await arrive(county, '50.00');
    world.counterparts.paidOn = await clock.current.today();
    await run.sign('financePay', 'complete');
    await eventually('a second order is sent', async () => world.counterparts.sends.length === 1);
    await clock.current.env.sleep('2h');
    await clock.current.completed(run.workflowId);
    await keepHistory(clock.current.client, run.workflowId, 'settlement-paid-in-parts');
    const lines = await run.lines();
    expect(lines.map(({ state }) => state).sort()).toEqual(['excluded', 'paid', 'paid', 'waiting']);
    const paid = sumMoney(lines.filter(({ state }) => state === 'paid').map(({ subsidy }) => subsidy));
    const [books] = await world.sql<{ paid: string }>(
      `select sum(debit - credit)::text as paid from posting where account like 'county/' || $1 || '/subsidyPaid/%'`,
      [county],
    );
    expect(books?.paid).toBe(paid);
    const [budget] = await world.database.persistence.budgets.list(
      world.actor(county, 'finance', '', 'b'),
      {},
    );
    expect(budget).toMatchObject({ spent: paid, ordered: '0.00', available: '0.00', waiting: '0.00' });
    world.counterparts.paidOn = null;
  }, 60_000);

  it('takes back a line that the treasury reports after the closing, and pays it once its account is mended', async () => {
    const [line] = (await run.lines()).filter(({ loan_no }) => loan_no === loans[1]?.loanNo);
    const [order] = await run.orders();
    if (line === undefined || order === undefined) throw new Error('nothing was paid');
    const { spent } = await run.budget();
    const report = {
      ...{
        orderNo: order.orderNo,
        outcome: 'paid',
        paidOn: await clock.current.today(),
        amount: order.amount,
      },
      failedLines: [{ loanNo: line.loan_no, cause: 'ACCOUNT_CLOSED' }],
    };
    await world.report('paymentReported', county, order.orderNo, report);
    await run.becomes('partlyPaid');
    expect(await run.tasks()).toEqual(['failedLine 石船镇', 'financePay ']);
    expect(await run.paidByBooks(loans[1])).toBe('0.00');
    expect(await run.budget()).toMatchObject({ spent: subtractMoney(spent, line.subsidy), ordered: '0.00' });
    // The same line reported by another letter has no second effect.
    await world.report('paymentReported', county, order.orderNo, report);
    expect(await run.paidByBooks(loans[1])).toBe('0.00');
    await run.settle('mended', 'township', '石船镇');
    await run.payAndClose('settlement-paid-again');
    expect(world.counterparts.sends.map(({ amount }) => amount)).toEqual([line.subsidy]);
    await world.report('paymentReported', county, order.orderNo, report);
    expect(await run.stage()).toBe('closed');
    expect(await run.paidByBooks(loans[1])).toBe(line.subsidy);
    expect(await run.budget()).toMatchObject({ spent, ordered: '0.00' });
  }, 60_000);

  it('does the same for what finance reports of a closed settlement, and nothing for a line that is not there', async () => {
    const [line] = (await run.lines()).filter(({ loan_no }) => loan_no === loans[0]?.loanNo);
    await expect(run.settleAgain('failed', 'finance', { loanNos: ['NONE'] })).rejects.toEqual(
      refusal('NOT_FOUND'),
    );
    await clock.current.completed(run.workflowId);
    expect(await run.stage()).toBe('closed');
    const answer = await run.settleAgain('failed', 'finance', { loanNos: [line?.loan_no] });
    expect(answer).toMatchObject({ accepted: true, stage: 'partlyPaid', pendingStep: 'financePay' });
    expect(await run.tasks()).toEqual(['failedLine 龙兴镇', 'financePay ']);
    expect(await run.paidByBooks(loans[0])).toBe('0.00');
    await expect(run.sign('financePay', 'complete')).rejects.toEqual(refusal('NOTHING_TO_SETTLE'));
    await run.settle('mended', 'township', '龙兴镇');
    await run.payAndClose();
    expect(await run.paidByBooks(loans[0])).toBe(line?.subsidy);
    expect(await run.tasks()).toEqual([]);
  }, 60_000);

  it('leaves records that agree, whatever waited, failed and was paid later', () =>
    expectRecordsAgree(world, county, false));

  it('takes the line that waited for its proof into the next quarter, without loss', async () => {
    const waiting = (await run.lines()).find(({ state }) => state === 'waiting');
    await repay(world.database.persistence, loans[3] as LoanStart, {
      receiptNo: 'I-late',
      paidOn: '2024-07-01',
      principal: '0.00',
      interest: '900.00',
    });
    const next = await runOf(county, '2024-09-20').open();
    const [carried] = (await next.lines()).filter(({ loan_no }) => loan_no === loans[3]?.loanNo);
    expect(carried).toMatchObject({ subsidy: waiting?.subsidy, state: 'claimed' });
  }, 60_000);
});

describe('a settlement with disputes and publicity', () => {
  const county = 'bachu-2024';
  const run = runOf(county, '2024-06-20');
  const loans: LoanStart[] = [];
  const towns = ['琼库尔恰克乡', '阿瓦提镇', '恰尔巴格乡'];
  const less = (line: Line, amount: string): Partial<Line> => ({
    subsidy: subtractMoney(line.subsidy, amount),
  });

  beforeAll(async () => {
    for (const town of towns) loans.push(await lend(county, '2024-05-05', town));
    // The settlement as it stands on its day: the bank has three days left for its list.
    const { settlements } = world.database.persistence;
    const { settlementId } = await settlements.openSettlement({
      ...{ county, bank: 'main', settleOn: run.settleOn, openedBy: 'system' },
    });
    const cutOff = addDays(await clock.current.today(), 3);
    await world.sql('update settlement set cut_off_on = $2 where id = $1', [settlementId, cutOff]);
  }, 60_000);

  it('posts the bank’s list before anybody signs, and posts it anew when the bank corrects it in time', async () => {
    await run.open((line) => less(line, '0.01'));
    const first = await run.postedUntil();
    expect(first).toBe(addDays(await clock.current.today(), 7));
    await expect(
      run.settle('acceptBank', 'township', towns[0] as string, { loanNos: [loans[0]?.loanNo] }),
    ).rejects.toEqual(refusal('PUBLICITY_RUNNING'));
    await clock.current.env.sleep('1 day');
    world.counterparts.list = await run.push((line) =>
      line.loan_no === loans[1]?.loanNo ? {} : less(line, '0.01'),
    );
    await eventually('it is posted anew', async () => (await run.postedUntil()) === addDays(first, 1));
    expect((await run.lines()).map(({ state }) => state).sort()).toEqual(['claimed', 'disputed', 'disputed']);
    expect((await run.history()).filter((kind) => kind === 'publicityPosted')).toHaveLength(2);
    await run.passPublicity('underReview');
  }, 60_000);

  it('keeps a list that comes after the cut-off for the next quarter, whatever is signed meanwhile', async () => {
    const before = await run.lines();
    await run.push();
    expect(await run.lines()).toEqual(before);
    expect(await run.tasks()).toContain('unionConfirm ');
    expect(await run.history()).toContain('subsidyListLate');
  }, 60_000);

  it('has every desk sign again when a disputed line comes in', async () => {
    await run.sign('unionConfirm');
    expect(await run.tasks()).toEqual(
      ['agriConfirm ', 'disputedLine 琼库尔恰克乡', 'disputedLine 恰尔巴格乡'].sort(),
    );
    const denied = run.settle('acceptBank', 'township', '阿瓦提镇');
    await expect(denied).rejects.toEqual(refusal('NOT_FOUND'));
    const answer = await run.settle('acceptBank', 'township', '琼库尔恰克乡');
    expect(answer.pendingStep).toBe('unionConfirm');
    expect(await run.tasks()).toEqual(['disputedLine 恰尔巴格乡', 'unionConfirm '].sort());
    for (const step of ['unionConfirm', 'agriConfirm']) await run.sign(step);
    // Nothing is determined before the list was public once more.
    await expect(run.settle('exclude', 'countyOffice', '', { loanNos: [loans[0]?.loanNo] })).rejects.toEqual(
      refusal('PUBLICITY_RUNNING'),
    );
    await run.passPublicity('underReview');
    await run.sign('financeDetermine');
  }, 60_000);

  it('may be returned to any earlier step', async () => {
    await run.sign('financeRecheck', 'return', { returnTo: 'agriConfirm' });
    await eventually('the office has it again', async () => (await run.tasks()).includes('agriConfirm '));
    await run.sign('agriConfirm');
    await run.passPublicity('underReview');
    for (const step of ['financeDetermine', 'financeRecheck']) await run.sign(step);
    await run.becomes('publicity');
  }, 60_000);

  it('waits for the answer to an objection, however long, and pays after it', async () => {
    const commandId = randomUUID();
    const villager = world.actor(county, 'village', '阿瓦提镇/北山村', 'objector');
    const objection = { commandId, reasonGiven: true, actor: villager };
    await world.update(run.workflowId, settlementUpdates.raiseObjection, objection);
    await world.update(run.workflowId, settlementUpdates.raiseObjection, {
      ...objection,
      commandId: randomUUID(),
    });
    await clock.current.env.sleep('10 days');
    expect(await run.stage()).toBe('publicity');
    expect(await run.tasks()).toEqual(['disputedLine 恰尔巴格乡', 'objection 阿瓦提镇'].sort());
    const actor = world.actor(county, 'township', '阿瓦提镇', 'answerer');
    const answer = { commandId: randomUUID(), founded: false, reasonGiven: true, actor };
    await world.update(run.workflowId, settlementUpdates.answerObjection, answer);
    expect(await run.stage()).toBe('publicised');
    world.counterparts.paidOn = await clock.current.today();
    await run.sign('treasuryPay', 'complete');
    await eventually('the order is sent', async () => world.counterparts.sends.length === 1);
    await clock.current.env.sleep('2h');
    await clock.current.completed(run.workflowId);
    await keepHistory(clock.current.client, run.workflowId, 'settlement-paid-after-objection');
    const states = (await run.lines()).map(({ state }) => state);
    expect(states.sort()).toEqual(['held', 'paid', 'paid']);
  }, 60_000);

  it('takes a list that comes after the closing into no account but the next quarter’s', async () => {
    const paid = await run.lines();
    await run.push((line) => (line.loan_no === loans[1]?.loanNo ? less(line, '1.00') : {}));
    expect(await run.stage()).toBe('closed');
    expect(await run.lines()).toEqual(paid);
    const [task] = await world.openTasks(run.id);
    expect(task).toMatchObject({ kind: 'undelivered', role: 'countyOffice' });
    // The bank was right, and says so as it has to: the repayment that it had not reported.
    await repay(world.database.persistence, loans[1] as LoanStart, {
      ...{ receiptNo: 'L-1', paidOn: '2024-06-10', principal: '10000.00' },
    });
    const next = await runOf(county, '2024-09-20').open();
    const lines = await next.lines();
    const of = (at: number) => lines.filter(({ loan_no }) => loan_no === loans[at]?.loanNo);
    expect(of(1).map(({ sequence, state }) => [sequence, state])).toEqual([
      [1, 'claimed'],
      [0, 'claimed'],
    ]);
    expect(of(1)[0]?.subsidy).toMatch(/^-/);
    // Held in the quarter before, and by the late list what the platform says: no dispute any more.
    const [held] = paid.filter(({ state }) => state === 'held');
    expect(of(2)[0]).toMatchObject({ subsidy: held?.subsidy, state: 'claimed' });
    await expectRecordsAgree(world, county, false);
  }, 60_000);
});

describe('an overpayment that no later subsidy can be lowered by', () => {
  const county = 'longchuan-2020';

  it('is on the desk of the county office as a case, without anybody asking for it', async () => {
    const form = { targetGroup: 'registeredPoor' };
    const loan = await activeLoan(
      world.database.persistence,
      { on: '2020-05-01', annualRate: '0.0435' },
      { county, ...form },
    );
    await repay(world.database.persistence, loan, {
      ...{ receiptNo: 'OV-1', paidOn: '2020-06-10', principal: loan.application.amount },
    });
    await world.sql(
      `insert into subsidy_adjustment (loan_id, period_from, period_to, sequence, nights, interest, subsidy_rate, subsidy, borrower_share, cause)
       values ($1, '2020-05-01', '2020-06-10', 1, -2, -7.25, 0.0435, -7.25, 0, 'test')`,
      [loan.loanId],
    );
    const nil = await runOf(county, '2020-09-20').open();
    expect(await nil.stage()).toBe('closed');
    const kase = await eventually('the case is open', async () => {
      const [row] = await world.sql<{ id: string; cause: string; amount: string }>(
        `select id, cause, amount from clawback where county = $1 and amount > 0`,
        [county],
      );
      return row;
    });
    expect(kase).toMatchObject({ cause: 'overpayment', amount: '7.25' });
    expect((await world.openTasks(kase.id)).map(({ role }) => role)).toEqual(['countyOffice']);
  }, 60_000);
});
