import { loanUpdates, loanWorkflowId, type Actor, type LoanStart } from '@bangdai/contracts';
import { addDays, addMonths } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inventedIdNumber } from '@bangdai/persistence/testing';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';
import { ninthCounty, writeNinthCounty } from '../../support/ninth-county.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { World } from '../../support/worlds.js';

const clock = withLoanClock();
let world: World;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address, {
    packDirs: [writeNinthCounty()],
  });
}, 60_000);
afterAll(() => world?.close(), 60_000);

// Yubei's own window ends in 2025; its plan has extensions and renewals as no other.
const county = ninthCounty;
const workflowOf = (loan: LoanStart) => loanWorkflowId(loan.county, loan.loanNo);
const rowOf = (loan: LoanStart) => world.loanRow(loan.loanId);
const becomes = (loan: LoanStart, stage: string) =>
  eventually(`loan is ${stage}`, async () => (await rowOf(loan))['stage'] === stage);

/** A loan that is out since today. */
async function activeLoan(months = 12, idNumber = inventedIdNumber()): Promise<LoanStart> {
  const form = {
    county,
    appliedOn: '2021-09-01',
    termMonths: months,
    idNumber,
    documents: ['idCard', 'yubeiAnnex2'],
  };
  const { loan } = await world.apply(form);
  for (const step of ['villageOpinion', 'townOpinion', 'districtOpinion', 'bankDecision'])
    await world.decideLoan(loan, step);
  const disbursedOn = await clock.current.today();
  await reportDisbursement(loan, { disbursedOn, maturesOn: addMonths(disbursedOn, months) });
  await becomes(loan, 'active');
  return loan;
}

function reportDisbursement({ loanNo }: LoanStart, over: Record<string, string>): Promise<void> {
  const report = { loanNo, contractNo: `HT-${loanNo}`, amount: '30000.00', annualRate: '0.03' };
  return world.report('loanDisbursed', county, loanNo, { ...report, ...over });
}

async function repay({ loanNo }: LoanStart, receiptNo: string, principal: string): Promise<void> {
  const paidOn = await clock.current.today();
  await world.report('repaymentReceived', county, loanNo, {
    loanNo,
    receiptNo,
    paidOn,
    principal,
    interest: '0.00',
  });
}

const command = <C extends object>(loan: LoanStart, name: string, actor: Actor, payload: C) =>
  world.update(workflowOf(loan), name, { commandId: randomUUID(), actor, ...payload });

const household = (loan: LoanStart) => world.actor(county, 'village', loan.place, 'household');
const bank = () => world.actor(county, 'bank', '', 'bank');

/** The bank has a task to give the money back; once it says so, nothing is held any more. */
async function expectReturn(loan: LoanStart, receiptNo: string, amount: string): Promise<void> {
  const held = async () =>
    (
      await world.sql<{ sum: string }>(
        `select coalesce(sum(credit - debit), 0)::numeric(18,2)::text as sum from posting where account like '%heldForReturn/' || $1`,
        [loan.loanId],
      )
    )[0]?.sum;
  const [task] = (await world.openTasks(loan.loanId)).filter(({ kind }) => kind === 'heldMoney');
  expect(task).toMatchObject({ role: 'bank', id: expect.stringContaining(receiptNo) });
  expect(await held()).toBe(amount);
  await world.database.persistence.desk.decide(bank(), {
    ...{ taskId: task?.id ?? '', commandId: randomUUID(), decision: 'returned', reasonGiven: false },
    on: await clock.current.today(),
  });
  expect(await held()).toBe('0.00');
  expect(await world.openTasks(loan.loanId)).toEqual([]);
}

describe('a loan in service', () => {
  it('books a receipt once, holds what is above the balance, and is settled at zero', async () => {
    const loan = await activeLoan();
    await repay(loan, 'S-1', '10000.00');
    await repay(loan, 'S-1', '10000.00');
    await eventually(
      'the first receipt is booked',
      async () => (await rowOf(loan))['balance'] === '20000.00',
    );
    await repay(loan, 'S-2', '25000.00');
    await becomes(loan, 'settled');
    await clock.current.completed(workflowOf(loan));
    const receipts = await world.sql(
      'select receipt_no, booked_principal, held from repayment where loan_id = $1 order by receipt_no',
      [loan.loanId],
    );
    expect(receipts).toEqual([
      { receipt_no: 'S-1', booked_principal: '10000.00', held: '0.00' },
      { receipt_no: 'S-2', booked_principal: '20000.00', held: '5000.00' },
    ]);
    await expectReturn(loan, 'S-2', '5000.00');
  }, 60_000);

  it('holds money that comes for a loan paid off long ago, until the bank gives it back', async () => {
    const loan = await activeLoan();
    await repay(loan, 'T-1', '30000.00');
    await becomes(loan, 'settled');
    await clock.current.completed(workflowOf(loan));
    await repay(loan, 'T-2', '100.00');
    await repay(loan, 'T-2', '100.00');
    const refusals = await world.sql(
      `select code, data->>'held' as held from timeline where subject_id = $1 and kind = 'repaymentRefused' order by id`,
      [loan.loanId],
    );
    expect(refusals).toEqual([
      { code: 'LOAN_CLOSED', held: '100.00' },
      { code: 'DUPLICATE_RECEIPT', held: null },
    ]);
    await expectReturn(loan, 'T-2', '100.00');
  }, 60_000);

  it('keeps a repayment that comes before its disbursement until the loan is out', async () => {
    const { loan } = await world.apply({
      county,
      appliedOn: '2021-09-01',
      documents: ['idCard', 'yubeiAnnex2'],
    });
    for (const step of ['villageOpinion', 'townOpinion', 'districtOpinion', 'bankDecision'])
      await world.decideLoan(loan, step);
    await repay(loan, 'E-1', '1000.00');
    const disbursedOn = await clock.current.today();
    await reportDisbursement(loan, { disbursedOn, maturesOn: addMonths(disbursedOn, 12) });
    await eventually('the repayment is booked', async () => (await rowOf(loan))['balance'] === '29000.00');
  }, 60_000);

  it('refuses a disbursement that does not fit and takes the corrected report', async () => {
    const { loan } = await world.apply({
      county,
      appliedOn: '2021-09-01',
      documents: ['idCard', 'yubeiAnnex2'],
    });
    const disbursedOn = await clock.current.today();
    const maturesOn = addMonths(disbursedOn, 12);
    await reportDisbursement(loan, { disbursedOn, maturesOn });
    for (const step of ['villageOpinion', 'townOpinion', 'districtOpinion', 'bankDecision'])
      await world.decideLoan(loan, step);
    await reportDisbursement(loan, { disbursedOn, maturesOn, annualRate: '0.05' });
    await reportDisbursement(loan, { disbursedOn, maturesOn, amount: '30000.01' });
    await reportDisbursement(loan, { disbursedOn, maturesOn });
    await becomes(loan, 'active');
    await reportDisbursement(loan, { disbursedOn, maturesOn, contractNo: 'HT-other' });
    const codes = await eventually('all refusals are on record', async () => {
      const rows = await world.sql<{ code: string }>(
        `select code from timeline where subject_id = $1 and code is not null order by id`,
        [loan.loanId],
      );
      return rows.length === 4 ? rows.map(({ code }) => code) : null;
    });
    expect(codes).toEqual(['NOT_APPROVED', 'RATE_ABOVE_CAP', 'AMOUNT_ABOVE_APPROVED', 'ALREADY_DISBURSED']);
  }, 60_000);

  it('extends once, sets all reminders anew for the later day, and refuses a second request', async () => {
    const loan = await activeLoan();
    const maturesOn = String((await rowOf(loan))['matures_on']);
    await clock.current.sleepUntil(addDays(maturesOn, -50));
    await command(loan, loanUpdates.requestTerm, household(loan), {
      kind: 'extension',
      months: 6,
      reasonGiven: true,
    });
    const task = await world.task(loan.loanId, 'termRequest');
    await command(loan, loanUpdates.decideRequest, bank(), {
      taskId: task.id,
      decision: 'approve',
      reasonGiven: false,
    });
    const later = addMonths(maturesOn, 6);
    const { stage, matures_on } = await rowOf(loan);
    expect({ stage, matures_on }).toEqual({ stage: 'extended', matures_on: later });
    const mail = () =>
      world.counterparts.mail.filter((one) => one.loanNo === loan.loanNo && one.kind === 'maturityNotice');
    expect(mail()).toHaveLength(1);
    await clock.current.sleepUntil(addDays(maturesOn, 2));
    expect((await rowOf(loan))['stage']).toBe('extended');
    await clock.current.sleepUntil(addDays(later, -60), '09:10');
    await eventually('the second notice left', async () => mail().length === 2);
    const again = await command(loan, loanUpdates.requestTerm, household(loan), {
      kind: 'extension',
      months: 3,
      reasonGiven: true,
    });
    expect(again).toMatchObject({ accepted: false, code: 'RENEWAL_LIMIT_REACHED' });
    await repay(loan, 'X-1', '30000.00');
    await becomes(loan, 'settled');
    await clock.current.completed(workflowOf(loan));
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-extended');
  }, 90_000);

  it('is renewed by a new loan that pays it off', async () => {
    const idNumber = inventedIdNumber();
    const loan = await activeLoan(12, idNumber);
    await command(loan, loanUpdates.requestTerm, household(loan), {
      kind: 'renewal',
      months: 12,
      reasonGiven: true,
    });
    const task = await world.task(loan.loanId, 'termRequest');
    await command(loan, loanUpdates.decideRequest, bank(), {
      taskId: task.id,
      decision: 'approve',
      reasonGiven: false,
    });
    const form = {
      county,
      appliedOn: '2021-10-01',
      requestType: 'renewal' as const,
      previousLoanId: loan.loanId,
    };
    const { loan: renewal, receipt } = await world.apply({
      ...form,
      idNumber,
      documents: ['idCard', 'yubeiAnnex2'],
    });
    expect(receipt).toMatchObject({ accepted: true });
    for (const step of ['villageOpinion', 'townOpinion', 'districtOpinion', 'bankDecision'])
      await world.decideLoan(renewal, step);
    const disbursedOn = await clock.current.today();
    await reportDisbursement(renewal, { disbursedOn, maturesOn: addMonths(disbursedOn, 12) });
    await becomes(renewal, 'active');
    await becomes(loan, 'renewed');
    await clock.current.completed(workflowOf(loan));
    expect((await rowOf(loan))['balance']).toBe('0.00');
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-renewed');
  }, 60_000);

  it('takes a use check of the right desk and stops the subsidy at misuse', async () => {
    const loan = await activeLoan();
    const checkedOn = await clock.current.today();
    const check = { taskId: null, checkedOn, remarkGiven: true };
    await expect(
      command(loan, loanUpdates.submitUsageCheck, household(loan), { ...check, finding: 'ok' }),
    ).rejects.toThrow();
    await command(loan, loanUpdates.submitUsageCheck, bank(), { ...check, finding: 'misuse' });
    expect((await rowOf(loan))['subsidy_stops_on']).toBe(checkedOn);
  }, 60_000);
});
