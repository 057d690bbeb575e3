import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CompensationChange, CompensationStart, LoanStart } from '@bangdai/contracts';
import pg from 'pg';
import {
  activeLoan,
  createTestDatabase,
  lateDecision,
  lateTask,
  loanChange,
  type TestDatabase,
} from '../testing/index.js';

const bank = {
  id: '00000000-0000-4000-8000-000000000003',
  role: 'bank',
  county: 'bachu-2024',
  place: '',
  bank: 'main',
};
const proofs = ['loanContract', 'disbursementProof', 'overdueStatement', 'causeProof', 'collectionRecord'];

const claimChange = (
  start: CompensationStart,
  changeId: string,
  over: Partial<CompensationChange> = {},
): CompensationChange => ({
  claimId: start.claimId,
  loanId: start.loanId,
  changeId,
  at: '2024-12-01T02:00:00Z',
  stage: 'verifying',
  pendingStep: null,
  events: [],
  openTasks: [],
  closeTasks: [],
  messages: [],
  ...over,
});

describe('compensation store', () => {
  let database: TestDatabase;
  let owner: pg.Client;

  beforeAll(async () => {
    database = await createTestDatabase();
    owner = new pg.Client({ connectionString: database.adminUrl });
    await owner.connect();
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await database?.drop();
  });

  async function overdueLoan(amount: string): Promise<LoanStart> {
    const loan = await activeLoan(
      database.persistence,
      { on: '2024-01-10', months: 6 },
      { amount, termMonths: 6 },
    );
    const change = loanChange(loan, 'overdue', { at: '2024-07-11T02:00:00Z', stage: 'overdue' });
    await database.persistence.loans.recordOverdue({ change, overdueSince: '2024-07-11' });
    return loan;
  }

  const file = (loan: LoanStart, cause = 'businessLoss') =>
    database.persistence.intake.storeClaim(bank, `claim-${loan.loanNo}-${cause}`, loan.loanId, {
      cause,
      proofs,
    });

  const register = (start: CompensationStart, filedOn: string) =>
    database.persistence.compensations.registerClaim({
      claimId: start.claimId,
      filedOn,
      changeIfAdmitted: claimChange(start, 'register', { stage: 'verifying' }),
      changeIfRefused: claimChange(start, 'register', { stage: 'refused' }),
    });

  const fundBalance = async () =>
    (await owner.query(`select balance, frozen from fund where county = 'bachu-2024'`)).rows[0];

  it('refuses an excluded cause, and takes a new claim afterwards', async () => {
    const loan = await overdueLoan('10000.00');
    await expect(register(await file(loan, 'maliciousDefault'), '2024-12-01')).resolves.toMatchObject({
      accepted: false,
      code: 'CAUSE_EXCLUDED',
    });
    await expect(file(loan)).resolves.toMatchObject({ loanId: loan.loanId });
  });

  it('refuses a second claim for the same loan', async () => {
    const loan = await overdueLoan('10000.00');
    await file(loan);
    await expect(file(loan, 'mainEarnerDeath')).rejects.toMatchObject({ code: 'CLAIM_EXISTS' });
  });

  it('pays once and gives a recovery back by share', async () => {
    const { compensations, reads } = database.persistence;
    const loan = await overdueLoan('30000.00');
    const start = await file(loan);
    await expect(register(start, '2024-12-01')).resolves.toMatchObject({
      accepted: true,
      pendingInsurance: start.insuranceFirst,
    });
    await compensations.recordInsurance({
      claimId: start.claimId,
      paid: '0.00',
      change: claimChange(start, 'insurance'),
    });
    const before = await fundBalance();
    const at = '2024-12-05T02:00:00Z';
    const determined = await compensations.determineCompensation({ claimId: start.claimId, at });
    expect(determined.queued).toBe(false);
    expect(await compensations.determineCompensation({ claimId: start.claimId, at })).toEqual(determined);
    expect((await fundBalance()).frozen).toBe(determined.figures.fundPaid);
    const order = await compensations.orderCompensationPayment({ claimId: start.claimId, at });
    expect(order.amount).toBe(determined.figures.fundPaid);
    const paid = { claimId: start.claimId, orderNo: order.orderNo, paidOn: '2024-12-06', at };
    await Promise.all([
      compensations.recordCompensationPaid(paid),
      compensations.recordCompensationPaid(paid),
    ]);
    const after = await fundBalance();
    expect(Number(before.balance) - Number(after.balance)).toBeCloseTo(Number(order.amount), 2);
    expect(after.frozen).toBe('0.00');
    const recovery = {
      claimId: start.claimId,
      inboxId: 'in-1',
      receiptNo: 'Z1',
      amount: '1000.01',
      receivedOn: '2025-01-10',
      at,
    };
    const verdict = await compensations.recordRecovery(recovery);
    expect(verdict).toMatchObject({ accepted: true, whole: false });
    expect(await compensations.recordRecovery(recovery)).toEqual(verdict);
    await expect(compensations.recordRecovery({ ...recovery, inboxId: 'in-2' })).resolves.toMatchObject({
      code: 'DUPLICATE_RECEIPT',
    });
    const claim = await reads.getClaim(bank, start.claimId, '2025-01-10');
    expect(claim.recovered).toBe('1000.01');
    const shares = claim.recoveries[0]?.shares ?? [];
    expect(shares.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0)).toBe(100001);
    await expect(
      compensations.recordRecovery({ ...recovery, inboxId: 'in-3', receiptNo: 'Z2', amount: '40000.00' }),
    ).resolves.toMatchObject({ whole: true });
  });

  it('queues a claim when the fund is short, and pays nothing in part', async () => {
    const loan = await overdueLoan('20000.00');
    const start = await file(loan);
    await register(start, '2024-12-01');
    await owner.query(`update fund set balance = 100 where county = 'bachu-2024'`);
    const { queued, figures } = await database.persistence.compensations.determineCompensation({
      claimId: start.claimId,
      at: '2024-12-05T02:00:00Z',
    });
    expect({ queued, fundPaid: figures.fundPaid }).toEqual({ queued: true, fundPaid: '0.00' });
    await expect(
      database.persistence.compensations.orderCompensationPayment({
        claimId: start.claimId,
        at: '2024-12-05T02:00:00Z',
      }),
    ).rejects.toMatchObject({ code: 'NOT_DETERMINED' });
    await owner.query(`update fund set balance = 1000000 where county = 'bachu-2024'`);
    await expect(
      database.persistence.compensations.determineCompensation({
        claimId: start.claimId,
        at: '2024-12-06T02:00:00Z',
      }),
    ).resolves.toMatchObject({ queued: false });
  });

  it('marks in the history what was decided after the limit of its task', async () => {
    const { compensations, reads } = database.persistence;
    const start = await file(await overdueLoan('10000.00'));
    const task = lateTask(start.claimId, 'bachu-2024');
    await compensations.recordClaimReview({
      ...{ ...claimChange(start, 'asked', { openTasks: [task] }), review: null },
    });
    const closing = { taskId: task.taskId, outcome: 'done' as const, decision: 'approve', actorId: bank.id };
    await compensations.recordClaimReview({
      ...claimChange(start, 'late', { events: [lateDecision(bank)], closeTasks: [closing] }),
      review: null,
    });
    const { history } = await reads.getClaim(bank, start.claimId, '2024-12-02');
    expect(history.find(({ kind }) => kind === 'decided')).toMatchObject({
      ...{ dueOn: '2024-03-25', data: { late: 'true' } },
    });
  });
});
