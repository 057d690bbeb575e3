import { correctionUpdates, loanWorkflowId, type LoanStart } from '@bangdai/contracts';
import { addDays, shanghaiDateOf } from '@bangdai/domain';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AnhuiClaim, type FiledClaim } from '../../support/anhui-claim.js';
import { withLoanClock } from '../../support/loan-clock.js';
import { eventually } from '../../support/operators.js';
import { keepHistory } from '../../support/recorded-histories.js';
import { World } from '../../support/worlds.js';

const county = 'anhui-town';
const clock = withLoanClock();
let world: World;
let claims: AnhuiClaim;

beforeAll(async () => {
  world = await World.open(clock.current.client, clock.current.env.address);
  claims = new AnhuiClaim(world, clock.current);
}, 60_000);
afterAll(() => world?.close(), 60_000);

const claimRow = async ({ claimId }: FiledClaim) =>
  (await world.sql<Record<string, string>>('select * from claim where id = $1', [claimId]))[0] ?? {};
const fund = async () =>
  (await world.sql<{ balance: string; frozen: string }>('select * from fund where county = $1', [county]))[0];
const claimBecomes = (claim: FiledClaim, stage: string) =>
  eventually(`claim is ${stage}`, async () => (await claimRow(claim))['stage'] === stage);
const kindsOf = async (subjectId: string) =>
  (
    await world.sql<{ kind: string }>('select kind from timeline where subject_id = $1 order by id', [
      subjectId,
    ])
  ).map(({ kind }) => kind);

afterEach(async () => {
  const wrong = await world.sql(
    `select 1 from fund f where f.frozen <> (select coalesce(sum(frozen_amount), 0) from claim c
       where c.county = f.county and c.fund_bank = f.bank)`,
  );
  expect(wrong).toEqual([]);
  expect(await world.sql(`select kind from inbox where state = 'undeliverable'`)).toEqual([]);
});

describe('a borrower who pays while the claim is under way', () => {
  it('ends a claim that still waits for its insurer', async () => {
    const overdue = await claims.overdueLoan();
    const claim = await claims.fileFor(overdue);
    await world.becomes(overdue.loan, 'compensating');
    await claims.repays(overdue.loan, 'P-1', '30000.00', '120.00');
    await world.becomes(overdue.loan, 'settled');
    await claimBecomes(claim, 'withdrawn');
    await clock.current.completed(claim.workflowId);
    await clock.current.completed(loanWorkflowId(county, overdue.loan.loanNo));
    expect(await kindsOf(claim.claimId)).toContain('claimWithdrawn');
    await keepHistory(clock.current.client, claim.workflowId, 'compensation-withdrawn');
  }, 120_000);

  it('ends a claim that finance had before it, and gives its money free', async () => {
    const overdue = await claims.overdueLoan();
    const claim = await claims.fileFor(overdue);
    await claims.insurerPays(claim, '10000.00', overdue.filedOn);
    await claims.reviewed(claim);
    expect(Number((await fund())?.frozen)).toBeGreaterThan(0);
    await claims.repays(overdue.loan, 'P-2', '30000.00');
    await claimBecomes(claim, 'withdrawn');
    expect((await fund())?.frozen).toBe('0.00');
    expect(await world.openTasks(claim.claimId)).toEqual([]);
    await clock.current.completed(claim.workflowId);
  }, 120_000);

  it('is compensated for what is left; later receipts go back to the fund until the loan is settled', async () => {
    const overdue = await claims.overdueLoan();
    const { loan } = overdue;
    const claim = await claims.fileFor(overdue);
    await claims.insurerPays(claim, '10000.00', overdue.filedOn);
    await claims.reviewed(claim);
    const determined = await claimRow(claim);
    await claims.repays(loan, 'P-3', '5000.00');
    const before = await fund();
    await claims.financePays(claim);
    await world.becomes(loan, 'compensated');
    const paid = await claimRow(claim);
    // The town's reserve is filled up again within 30 days of each use.
    const [topUp] = await world.sql<{ desk: string; amount: string; due: string }>(
      `select desk, amount, due_on::text as due from task where county = $1 and kind = 'fundTopUp' and status = 'open'`,
      [county],
    );
    expect(topUp).toEqual({
      desk: 'finance',
      amount: paid['fund_paid'],
      due: addDays(paid['paid_on'] ?? '', 30),
    });
    expect(Number(determined['fund_paid']) - Number(paid['fund_paid'])).toBeCloseTo(5000, 2);
    expect(Number(before?.balance) - Number((await fund())?.balance)).toBeCloseTo(
      Number(paid['fund_paid']),
      2,
    );
    expect(await kindsOf(claim.claimId)).toContain('compensationRecomputed');
    // The bank reports it as a repayment: it is the fund's money all the same.
    await claims.repays(loan, 'P-4', '4000.00');
    await world.becomes(loan, 'writtenRecovery');
    expect(await claimRow(claim)).toMatchObject({ stage: 'recovering', recovered: '4000.00' });
    await claims.repays(loan, 'P-5', '20000.00');
    await world.becomes(loan, 'settled');
    await clock.current.completed(claim.workflowId);
    await clock.current.completed(loanWorkflowId(county, loan.loanNo));
    expect(await fund()).toMatchObject({ balance: before?.balance, frozen: '0.00', top_up_due: '0.00' });
    await keepHistory(clock.current.client, claim.workflowId, 'compensation-recovered');
    await keepHistory(clock.current.client, loanWorkflowId(county, loan.loanNo), 'loan-recovered');
  }, 120_000);

  it('pays after the pursuit was ended: the claim is opened again, once per receipt', async () => {
    const overdue = await claims.overdueLoan();
    const { loan } = overdue;
    const claim = await claims.fileFor(overdue);
    await claims.insurerPays(claim, '0.00', overdue.filedOn);
    await claims.reviewed(claim);
    await claims.financePays(claim);
    await world.becomes(loan, 'compensated');
    await claimBecomes(claim, 'recovering');
    const actor = world.actor(county, 'countyOffice', '', 'office');
    const close = (commandId: string) =>
      world.update(claim.workflowId, 'closeRecovery', { commandId, reasonGiven: true, actor });
    await close(`close-${claim.claimId}`);
    await world.becomes(loan, 'closedLoss');
    await clock.current.completed(claim.workflowId);
    await clock.current.completed(loanWorkflowId(county, loan.loanNo));
    const receivedOn = await clock.current.today();
    const receive = (receiptNo: string, amount: string) =>
      world.report('recoveryReceived', county, loan.loanNo, {
        loanNo: loan.loanNo,
        receiptNo,
        amount,
        receivedOn,
      });
    await receive('R-1', '1000.00');
    await world.becomes(loan, 'writtenRecovery');
    await claimBecomes(claim, 'recovering');
    await receive('R-1', '1000.00');
    await close(`close-again-${claim.claimId}`);
    await world.becomes(loan, 'closedLoss');
    // The same receipt once more opens nothing.
    await clock.current.completed(claim.workflowId);
    await receive('R-1', '1000.00');
    await clock.current.completed(claim.workflowId);
    expect(await claimRow(claim)).toMatchObject({ stage: 'closed', recovered: '1000.00' });
    await receive('R-2', '60000.00');
    await world.becomes(loan, 'settled');
    await claimBecomes(claim, 'closed');
    await keepHistory(clock.current.client, claim.workflowId, 'compensation-reopened');
  }, 120_000);
});

describe('a fund that is short', () => {
  /** Leaves so much of the fund free that no claim of these loans finds its share. */
  const leave = (free: string) =>
    world.sql(
      `with gone as (select county, bank, frozen + $2 - balance as change, frozen + $2 as kept from fund where county = $1),
         moved as (insert into fund_movement (key, county, bank, kind, amount, balance_after, moved_on, subject_no)
           select 'short', county, bank, 'deposit', change, kept, '2018-01-01', 'x' from gone returning 1)
       update fund f set balance = g.kept from gone g where f.county = g.county and f.bank = g.bank`,
      [county, free],
    );

  /** Finance enters what arrived, the county office confirms it. */
  async function deposit(amount: string, no: string): Promise<void> {
    const { funds, desk } = world.database.persistence;
    const finance = world.actor(county, 'finance', '', 'finance');
    const receivedOn = shanghaiDateOf(Date.now());
    const [account] = await funds.list(finance, receivedOn);
    const entry = await funds.recordEntry(finance, account?.id ?? '', `in-${no}`, {
      ...{ kind: 'deposit', amount, receivedOn, voucherNo: no },
    });
    await desk.decide(world.actor(county, 'countyOffice', '', 'office'), {
      ...{ taskId: entry.taskId ?? '', commandId: `ok-${no}`, decision: 'approve', on: receivedOn },
      reasonGiven: true,
    });
  }

  const review = async ({ workflowId, claimId }: FiledClaim) => {
    for (const step of ['villageReview', 'townReview', 'countyDetermine'])
      await world.decideClaim(workflowId, claimId, county, step, { decision: 'approve' });
  };
  const end = ({ workflowId, claimId }: FiledClaim) =>
    world.update(workflowId, 'closeRecovery', {
      ...{ commandId: `end-${claimId}`, reasonGiven: true },
      actor: world.actor(county, 'countyOffice', '', 'office'),
    });

  /** The bank reported 9,000.00 of a loan that it had collected 900.00 of: two of its people put it right. */
  async function correctRecovery(loan: LoanStart, claim: FiledClaim): Promise<void> {
    const receivedOn = await clock.current.today();
    const report = { loanNo: loan.loanNo, receiptNo: 'Q-1', amount: '9000.00', receivedOn };
    await world.report('recoveryReceived', county, loan.loanNo, report);
    await world.becomes(loan, 'writtenRecovery');
    const given = (await fund())?.balance;
    expect(given).toBe('10000.00');
    const workflowId = loanWorkflowId(county, loan.loanNo);
    const replacement = { receiptNo: 'Q-1', paidOn: receivedOn, principal: '900.00', interest: '0.00' };
    await world.update(workflowId, correctionUpdates.proposeCorrection, {
      ...{ commandId: randomUUID(), correction: { kind: 'repayment', receiptNo: 'Q-1', replacement } },
      ...{ reasonGiven: true, actor: world.actor(county, 'bank', '', 'teller') },
    });
    const { id: taskId } = await world.task(loan.loanId, 'correction');
    const decision = { commandId: randomUUID(), taskId, decision: 'approve', reasonGiven: true };
    await world.update(workflowId, correctionUpdates.decideCorrection, {
      ...{ ...decision, actor: world.actor(county, 'bankManager', '', 'manager') },
    });
    await eventually('the right receipt is given out', async () => (await fund())?.balance === '1900.00');
    expect(await claimRow(claim)).toMatchObject({ recovered: '900.00', stage: 'recovering' });
    expect((await world.loanRow(loan.loanId))['stage']).toBe('writtenRecovery');
  }

  it('pays who filed first as soon as money comes in, nobody in part, and the next one by the next deposit', async () => {
    const [early, late] = [await claims.overdueLoan(), await claims.overdueLoan()];
    const first = await claims.fileFor(early);
    await claims.insurerPays(first, '10000.00', early.filedOn);
    const second = await claims.fileFor(late);
    await claims.insurerPays(second, '10000.00', late.filedOn);
    await leave('1000.00');
    // Reviewed in the other order: the queue goes by the day of filing.
    await review(second);
    await claimBecomes(second, 'queued');
    await review(first);
    await claimBecomes(first, 'queued');
    expect(await world.openTasks(first.claimId)).toEqual([]);
    await expect(
      world.database.persistence.compensations.orderCompensationPayment({
        ...{ claimId: second.claimId, at: new Date().toISOString() },
      }),
    ).rejects.toMatchObject({ code: 'NOT_DETERMINED' });
    const due = async (claim: FiledClaim): Promise<number> => Number((await claimRow(claim))['fund_paid']);
    await deposit((await due(first)).toFixed(2), 'CK-1');
    await world.task(first.claimId, 'financePay');
    expect((await claimRow(first))['stage']).toBe('determined');
    await eventually('the second was told, and had to go on waiting', async () => {
      const told = await world.sql(
        `select 1 from inbox where subject_no = $1 and kind = 'fundReplenished' and state = 'delivered'`,
        [second.claimNo],
      );
      return told.length > 0;
    });
    expect(await claimRow(second)).toMatchObject({ stage: 'queued', frozen_amount: '0.00' });
    await claims.financePays(first);
    await world.becomes(early.loan, 'compensated');
    await deposit((await due(second)).toFixed(2), 'CK-2');
    await world.task(second.claimId, 'financePay');
    await claims.financePays(second);
    await world.becomes(late.loan, 'compensated');
    expect((await fund())?.balance).toBe('1000.00');
    await correctRecovery(early.loan, first);
    for (const claim of [first, second]) {
      await claimBecomes(claim, 'recovering');
      await end(claim);
      await clock.current.completed(claim.workflowId);
      expect(await kindsOf(claim.claimId)).toContain('compensationQueued');
    }
    await clock.current.completed(loanWorkflowId(county, early.loan.loanNo));
    await keepHistory(
      clock.current.client,
      loanWorkflowId(county, early.loan.loanNo),
      'loan-recovery-corrected',
    );
    await keepHistory(clock.current.client, first.workflowId, 'compensation-queued');
    await keepHistory(clock.current.client, second.workflowId, 'compensation-queued-twice');
  }, 180_000);
});
