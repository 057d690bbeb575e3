import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FeedCorrection, LoanStart } from '@bangdai/contracts';
import {
  activeLoan,
  claimChange,
  createTestDatabase,
  filedClaim,
  importRows,
  inventedPortfolio,
  loanChange,
  overdueLoan,
  paidClaim,
  repay,
  type TestDatabase,
} from '../testing/index.js';

const bank = { id: '', role: 'bank', county: 'bachu-2024', place: '', bank: 'main' };

describe('a bank’s report put right', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);
  afterAll(async () => database?.drop());

  async function takeBack(loan: LoanStart, receiptNo: string, n: number): Promise<void> {
    const { corrections } = database.persistence;
    const correction: FeedCorrection = { kind: 'repayment', receiptNo, replacement: null };
    const on = '2024-06-01';
    const { facts } = await corrections.weighCorrection({ loanId: loan.loanId, correction, on });
    if (facts === null) throw new Error('nothing to take back');
    const change = loanChange(loan, `take-back-${n}`, { at: `${on}T02:00:00Z`, stage: 'active' });
    const step = { change, correctionId: `c${n}`, correction, actorId: null, commandId: null };
    expect(await corrections.recordCorrection({ ...step, on, facts })).toEqual({ applied: true });
  }

  it('books a receipt number that comes again each time, for whichever loan it was meant', async () => {
    const { persistence } = database;
    const [wrong, right] = await Promise.all([
      activeLoan(persistence, { on: '2024-02-01' }),
      activeLoan(persistence, { on: '2024-02-01' }),
    ]);
    const payment = { receiptNo: 'R1', paidOn: '2024-03-01', principal: '1000.00' };
    const principalOf = async (loan: LoanStart) => {
      const { ledger } = await persistence.reads.getMoney(bank, loan.loanId);
      return ledger
        .filter(({ account }) => account.endsWith(`loanPrincipal/${loan.loanId}`))
        .map(({ kind, debit, credit }) => [kind, debit, credit]);
    };
    await repay(persistence, wrong, payment);
    await takeBack(wrong, 'R1', 1);
    await repay(persistence, right, payment);
    await takeBack(right, 'R1', 2);
    const lent = ['disbursement', '30000.00', '0.00'];
    const both = [['reversal', '1000.00', '0.00'], ['repayment', '0.00', '1000.00'], lent]; // prettier-ignore
    expect(await principalOf(wrong)).toEqual(both);
    expect(await principalOf(right)).toEqual(both);
  });

  it('leaves a loan of former days its entry of the take-over when its dates are put right', async () => {
    const { persistence } = database;
    const [row] = inventedPortfolio(1);
    if (row === undefined) throw new Error('no loan');
    const importId = await importRows(persistence, { ...bank, role: 'countyOffice', bank: null }, [
      { ...row, disbursedOn: '2022-03-01', maturesOn: '2025-03-01', overdueSince: null },
    ]);
    await persistence.programme.importPortfolioRows({ importId });
    const [loan] = await persistence.programme.loansToStart(importId, null, 1);
    if (loan === undefined) throw new Error('not taken over');
    const correction = (disbursedOn: string): FeedCorrection => ({
      ...{ kind: 'disbursement', disbursedOn, maturesOn: '2025-02-20' },
    });
    const on = '2024-06-01';
    const weigh = (disbursedOn: string) =>
      persistence.corrections.weighCorrection({
        loanId: loan.loanId,
        correction: correction(disbursedOn),
        on,
      });
    // It was out on the day of the take-over.
    expect(await weigh('2024-02-01')).toMatchObject({ code: 'BAD_DATE' });
    const { facts } = await weigh('2022-02-20');
    if (facts === null) throw new Error('refused');
    const change = loanChange(loan, 'dates', { at: `${on}T02:00:00Z`, stage: 'active' });
    const step = {
      change,
      correctionId: 'dates',
      correction: correction('2022-02-20'),
      actorId: null,
      commandId: null,
    };
    expect(await persistence.corrections.recordCorrection({ ...step, on, facts })).toEqual({ applied: true });
    const { ledger } = await persistence.reads.getMoney(bank, loan.loanId);
    expect([...new Set(ledger.map(({ kind }) => kind))]).toEqual(['takeover']);
    const detail = await persistence.reads.getLoan(bank, loan.loanId, '2024-06-02');
    expect(detail).toMatchObject({
      disbursedOn: '2022-02-20',
      maturesOn: '2025-02-20',
      balance: row.balance,
    });
  });

  it('takes back a recovery from all who had their parts of it, and gives the right one out anew', async () => {
    const { persistence } = database;
    const { corrections, compensations, reads } = persistence;
    const loan = await overdueLoan(persistence, '30000.00');
    const start = await filedClaim(persistence, loan);
    const at = '2024-12-20T02:00:00Z';
    await paidClaim(persistence, start);
    await compensations.recordClaimReview({
      ...{ ...claimChange(start, 'pursued', { stage: 'recovering' }), review: null },
    });
    const { claimId } = start;
    const receive = (inboxId: string, receiptNo: string, amount: string) =>
      compensations.recordRecovery({ claimId, inboxId, receiptNo, amount, receivedOn: '2024-12-10', at });
    await receive('z1', 'Z-1', '10000.00');
    const fund = async () => {
      const [account] = await persistence.funds.list({ ...bank, role: 'finance', bank: null }, '2024-12-20');
      return Number(account?.balance);
    };
    const before = await fund();
    const replacement = { receiptNo: 'Z-1', paidOn: '2024-12-10', principal: '1000.00', interest: '0.00' };
    const correction: FeedCorrection = { kind: 'repayment', receiptNo: 'Z-1', replacement };
    const on = '2024-12-20';
    const weigh = (over: object) =>
      corrections.weighCorrection({ loanId: loan.loanId, correction: { ...correction, ...over }, on });
    expect(await weigh({ receiptNo: 'Z-9' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await weigh({ replacement: { ...replacement, principal: '10000.00' } })).toMatchObject({
      code: 'NOTHING_TO_CORRECT',
    });
    const { facts } = await weigh({});
    expect(facts).toMatchObject({ balance: '30000.00', settledOn: null });
    if (facts === null) throw new Error('refused');
    const change = loanChange(loan, 'recovery', { at, stage: 'compensated' });
    const step = { change, correctionId: 'recovery', correction, actorId: null, commandId: null };
    expect(await corrections.recordCorrection({ ...step, on, facts })).toEqual({ applied: true });
    expect(await fund()).toBe(before - 7000);
    expect(await reads.getClaim(bank, claimId, on)).toMatchObject({ recovered: '0.00', recoveries: [] });
    // The claim's workflow gets the right receipt under the same number.
    expect(await receive('z2', 'Z-1', '1000.00')).toMatchObject({ accepted: true });
    expect(await fund()).toBe(before - 7000 + 700);
    const claim = await reads.getClaim(bank, claimId, on);
    expect(claim.recoveries).toMatchObject([{ receiptNo: 'Z-1', amount: '1000.00' }]);
    expect(claim.history.map(({ kind }) => kind)).toContain('recoveryReversed');
    expect(await reads.getLoan(bank, loan.loanId, on)).toMatchObject({ balance: '29000.00' });
  });
});
