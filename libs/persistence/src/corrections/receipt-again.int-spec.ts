import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FeedCorrection, LoanStart } from '@bangdai/contracts';
import { activeLoan, createTestDatabase, loanChange, repay, type TestDatabase } from '../testing/index.js';

const bank = { id: '', role: 'bank', county: 'bachu-2024', place: '', bank: 'main' };

describe('a receipt number that was taken back and comes again', () => {
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

  it('is booked each time, for whichever loan it was meant, and can be taken back again', async () => {
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
});
