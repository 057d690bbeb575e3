import {
  correctionUpdates,
  loanSignals,
  loanWorkflowId,
  loanWorkflowType,
  taskQueues,
  type LoanStart,
} from '@bangdai/contracts';
import { addDays, addMonths } from '@bangdai/domain';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inventedIdNumber } from '@bangdai/persistence/testing';
import { randomUUID } from 'node:crypto';
import { withLoanClock } from '../../support/loan-clock.js';
import { ninthCounty as county, writeNinthCounty } from '../../support/ninth-county.js';
import { expectRecordsAgree } from '../../support/agreeing-records.js';
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

const workflowOf = (loan: LoanStart) => loanWorkflowId(loan.county, loan.loanNo);
const teller = () => world.actor(county, 'bank', '', 'teller');
const manager = () => world.actor(county, 'bank', '', 'manager');

async function approvedLoan(): Promise<LoanStart> {
  const documents = ['idCard', 'yubeiAnnex2'];
  const form = { county, appliedOn: '2021-09-01', termMonths: 12, idNumber: inventedIdNumber(), documents };
  const { loan } = await world.apply(form);
  for (const step of ['villageOpinion', 'townOpinion', 'districtOpinion', 'bankDecision'])
    await world.decideLoan(loan, step);
  return loan;
}

async function activeLoan(daysAfterApproval = 0): Promise<LoanStart> {
  const loan = await approvedLoan();
  await clock.current.sleepUntil(addDays(await clock.current.today(), daysAfterApproval));
  const disbursedOn = await clock.current.today();
  await world.report('loanDisbursed', county, loan.loanNo, {
    ...{ loanNo: loan.loanNo, contractNo: `HT-${loan.loanNo}`, amount: '30000.00', annualRate: '0.03' },
    ...{ disbursedOn, maturesOn: addMonths(disbursedOn, 12) },
  });
  await world.becomes(loan, 'active');
  return loan;
}

async function repay({ loanNo }: LoanStart, receiptNo: string, principal: string): Promise<void> {
  const paidOn = await clock.current.today();
  const receipt = { loanNo, receiptNo, paidOn, principal, interest: '0.00' };
  await world.report('repaymentReceived', county, loanNo, receipt);
}

const propose = (loan: LoanStart, correction: object, over: object = {}) =>
  world.update(workflowOf(loan), correctionUpdates.proposeCorrection, {
    ...{ commandId: randomUUID(), correction, reasonGiven: true, actor: teller(), ...over },
  });

async function decide(loan: LoanStart, decision: string, actor = manager(), reasonGiven = true) {
  const { id: taskId } = await world.task(loan.loanId, 'correction');
  const command = { commandId: randomUUID(), taskId, decision, reasonGiven, actor };
  return world.update(workflowOf(loan), correctionUpdates.decideCorrection, command);
}

const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { cause?: { message?: string } }) => error.cause?.message ?? String(error),
  );

const balanceOf = async (loan: LoanStart) => (await world.loanRow(loan.loanId))['balance'];
const receiptsOf = (loan: LoanStart) =>
  world.sql<Record<string, unknown>>(
    'select receipt_no, principal, booked, reversed_on is not null as reversed from repayment where loan_id = $1 order by seq',
    [loan.loanId],
  );

describe('a correction of a bank feed', () => {
  it('is proposed by one person of the bank, confirmed by another, and booked as reversal and new entry', async () => {
    const loan = await activeLoan();
    await repay(loan, 'C-1', '10000.00');
    await eventually('booked', async () => (await balanceOf(loan)) === '20000.00');
    const paidOn = await clock.current.today();
    const replacement = { receiptNo: 'C-1', paidOn, principal: '1000.00', interest: '50.00' };
    await propose(loan, { kind: 'repayment', receiptNo: 'C-1', replacement });
    expect(await balanceOf(loan)).toBe('20000.00');
    expect(await codeOf(propose(loan, { kind: 'repayment', receiptNo: 'C-1', replacement: null }))).toBe(
      'CORRECTION_OPEN',
    );
    expect(await codeOf(decide(loan, 'approve', teller()))).toBe('SAME_PERSON');
    expect(await codeOf(decide(loan, 'reject', manager(), false))).toBe('REASON_REQUIRED');
    await decide(loan, 'approve');
    expect(await balanceOf(loan)).toBe('29000.00');
    expect(await receiptsOf(loan)).toEqual([
      { receipt_no: 'C-1', principal: '10000.00', booked: false, reversed: true },
      { receipt_no: 'C-1', principal: '1000.00', booked: true, reversed: false },
    ]);
    const entries = await world.sql<{ kind: string; amount: string }>(
      `select e.kind, sum(p.debit)::text as amount from journal_entry e join posting p on p.entry_id = e.id
       where e.loan_id = $1 group by e.id order by e.seq`,
      [loan.loanId],
    );
    expect(entries).toEqual([
      { kind: 'disbursement', amount: '30000.00' },
      { kind: 'repayment', amount: '10000.00' },
      { kind: 'reversal', amount: '10000.00' },
      { kind: 'repayment', amount: '1050.00' },
    ]);
    const [principal] = await world.sql<{ sum: string }>(
      `select sum(debit - credit)::text as sum from posting where account = $1`,
      [`county/${county}/loanPrincipal/${loan.loanId}`],
    );
    expect(principal?.sum).toBe('29000.00');
    const told = await world.sql<{ kind: string }>(
      `select kind from timeline where subject_id = $1 and kind like 'correct%' order by id`,
      [loan.loanId],
    );
    expect(told.map(({ kind }) => kind)).toEqual(['correctionProposed', 'corrected']);
    await propose(loan, { kind: 'repayment', receiptNo: 'C-1', replacement: null });
    await decide(loan, 'approve');
    expect(await balanceOf(loan)).toBe('30000.00');
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-corrected');
  }, 90_000);

  it('is refused by what is wrong with it, and by the other person with a reason', async () => {
    const loan = await activeLoan();
    const paidOn = await clock.current.today();
    await repay(loan, 'C-2', '5000.00');
    await eventually('booked', async () => (await balanceOf(loan)) === '25000.00');
    const good = { receiptNo: 'C-2', paidOn, principal: '4000.00', interest: '0.00' };
    const tries: [string, object][] = [
      ['NOT_FOUND', { kind: 'repayment', receiptNo: 'nowhere', replacement: null }],
      ['BAD_AMOUNT', { kind: 'repayment', receiptNo: 'C-2', replacement: { ...good, principal: '4e3' } }],
      ['BAD_DATE', { kind: 'repayment', receiptNo: 'C-2', replacement: { ...good, paidOn: '2099-01-01' } }],
      [
        'NOTHING_TO_CORRECT',
        { kind: 'repayment', receiptNo: 'C-2', replacement: { ...good, principal: '5000.00' } },
      ],
      ['BAD_DATE', { kind: 'disbursement', disbursedOn: addDays(paidOn, 1), maturesOn: null }],
    ];
    for (const [code, correction] of tries) expect(await codeOf(propose(loan, correction))).toBe(code);
    const correction = { kind: 'repayment', receiptNo: 'C-2', replacement: good };
    expect(await codeOf(propose(loan, correction, { reasonGiven: false }))).toBe('REASON_REQUIRED');
    const office = world.actor(county, 'countyOffice', '', 'office');
    expect(await codeOf(propose(loan, correction, { actor: office }))).toBe('WRONG_ROLE');
    await propose(loan, correction);
    await decide(loan, 'reject');
    expect(await balanceOf(loan)).toBe('25000.00');
    expect((await world.openTasks(loan.loanId)).filter(({ kind }) => kind === 'correction')).toEqual([]);
  }, 60_000);

  it('settles a loan, and keeps the day of the right payment', async () => {
    const loan = await activeLoan();
    const paidOn = await clock.current.today();
    await repay(loan, 'C-3', '3000.00');
    await eventually('booked', async () => (await balanceOf(loan)) === '27000.00');
    const replacement = { receiptNo: 'C-3b', paidOn, principal: '30000.00', interest: '0.00' };
    await propose(loan, { kind: 'repayment', receiptNo: 'C-3', replacement });
    await decide(loan, 'approve');
    await world.becomes(loan, 'settled');
    expect((await world.loanRow(loan.loanId))['settled_on']).toBe(paidOn);
    await clock.current.completed(workflowOf(loan));
  }, 60_000);

  it('moves the day of disbursement by reversal and new entry, not before the approval', async () => {
    const loan = await activeLoan(4);
    const { disbursed_on: on, matures_on: maturity } = await world.loanRow(loan.loanId);
    const disbursedOn = addDays(String(on), -2);
    const correction = { kind: 'disbursement', disbursedOn, maturesOn: addDays(String(maturity), -2) };
    const early = { ...correction, disbursedOn: addDays(String(on), -5) };
    expect(await codeOf(propose(loan, { ...early, maturesOn: addDays(String(maturity), -5) }))).toBe(
      'NOT_APPROVED',
    );
    await propose(loan, correction);
    await decide(loan, 'approve');
    const row = await world.loanRow(loan.loanId);
    expect([row['disbursed_on'], row['matures_on'], row['balance']]).toEqual([
      disbursedOn,
      correction.maturesOn,
      '30000.00',
    ]);
    const kinds = await world.sql<{ kind: string }>(
      'select kind from journal_entry where loan_id = $1 order by seq',
      [loan.loanId],
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(['disbursement', 'reversal', 'disbursement']);
    const [plan] = await world.sql<{ from: string }>(
      'select min(period_from) as from from subsidy_plan where loan_id = $1',
      [loan.loanId],
    );
    expect(plan?.from).toBe(disbursedOn);
  }, 60_000);
});

describe('a bank feed that comes late', () => {
  it('is held until two people of the bank stand for it; three days are not late', async () => {
    const loan = await activeLoan();
    const paidOn = await clock.current.today();
    const handle = clock.current.client.workflow.getHandle(workflowOf(loan));
    const feed = { inboxId: randomUUID(), paidOn, principal: '1000.00', interest: '0.00' };
    const inTime = { ...feed, receiptNo: 'L-1', reportedOn: addDays(paidOn, 3) };
    await handle.signal(loanSignals.repaymentReceived, inTime);
    await eventually('booked', async () => (await balanceOf(loan)) === '29000.00');
    const late = { ...feed, inboxId: randomUUID(), receiptNo: 'L-2', reportedOn: addDays(paidOn, 4) };
    await handle.signal(loanSignals.repaymentReceived, late);
    await decide(loan, 'approve', teller());
    expect(await balanceOf(loan)).toBe('29000.00');
    expect(await codeOf(decide(loan, 'approve', teller()))).toBe('SAME_PERSON');
    await decide(loan, 'approve', manager());
    expect(await balanceOf(loan)).toBe('28000.00');
    await handle.signal(loanSignals.repaymentReceived, { ...late, inboxId: randomUUID() });
    await eventually(
      'the second report of it is refused',
      async () =>
        (
          await world.sql(`select 1 from timeline where subject_id = $1 and code = 'DUPLICATE_RECEIPT'`, [
            loan.loanId,
          ])
        ).length === 1,
    );
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-late-feed');
  }, 60_000);

  it('waits for the bank when it is a disbursement, then stands', async () => {
    const loan = await approvedLoan();
    const disbursedOn = await clock.current.today();
    await clock.current.client.workflow.getHandle(workflowOf(loan)).signal(loanSignals.loanDisbursed, {
      ...{ inboxId: randomUUID(), contractNo: `HT-${loan.loanNo}`, amount: '30000.00', annualRate: '0.03' },
      ...{ disbursedOn, maturesOn: addMonths(disbursedOn, 12), reportedOn: addDays(disbursedOn, 10) },
    });
    await world.task(loan.loanId, 'correction');
    expect((await world.loanRow(loan.loanId))['stage']).toBe('approved');
    await decide(loan, 'approve', teller());
    await decide(loan, 'approve', manager());
    await world.becomes(loan, 'active');
    expect((await world.loanRow(loan.loanId))['disbursed_on']).toBe(disbursedOn);
  }, 60_000);
});

describe('a settled loan', () => {
  it('is opened again when its payoff was reported wrongly', async () => {
    const loan = await activeLoan();
    await repay(loan, 'R-1', '35000.00');
    await world.becomes(loan, 'settled');
    await clock.current.completed(workflowOf(loan));
    const paidOn = await clock.current.today();
    const replacement = { receiptNo: 'R-1', paidOn, principal: '3000.00', interest: '0.00' };
    const command = {
      ...{ commandId: randomUUID(), reasonGiven: true, actor: teller() },
      correction: { kind: 'repayment', receiptNo: 'R-1', replacement },
    };
    const input = await world.database.persistence.corrections.startOfSettled(loan.loanId);
    const workflow = { type: loanWorkflowType, id: workflowOf(loan), queue: taskQueues.loan, input };
    const receipt = await world.startWith(workflow, correctionUpdates.proposeCorrection, command);
    expect(receipt).toMatchObject({ accepted: true });
    const held = async () =>
      (
        await world.sql<{ held: string }>(
          'select sum(credit - debit)::text as held from posting where account = $1',
          [`county/${county}/heldForReturn/${loan.loanId}`],
        )
      )[0]?.held;
    expect(await held()).toBe('5000.00');
    await world.task(loan.loanId, 'heldMoney');
    await decide(loan, 'approve');
    // Nothing is above the balance any more, so there is nothing to give back.
    expect(await held()).toBe('0.00');
    expect((await world.openTasks(loan.loanId)).filter(({ kind }) => kind === 'heldMoney')).toEqual([]);
    const { stage, balance, settled_on } = await world.loanRow(loan.loanId);
    expect({ stage, balance, settled_on }).toEqual({
      stage: 'active',
      balance: '27000.00',
      settled_on: null,
    });
    await repay(loan, 'R-2', '27000.00');
    await world.becomes(loan, 'settled');
    await clock.current.completed(workflowOf(loan));
    await keepHistory(clock.current.client, workflowOf(loan), 'loan-settled-corrected');
    await expectRecordsAgree(world, county);
  }, 60_000);
});
