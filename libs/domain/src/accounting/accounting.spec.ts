import { describe, expect, it } from '@jest/globals';
import {
  accountName,
  assertBalanced,
  compensationPaymentEntry,
  disbursementEntry,
  DomainError,
  recoveryEntry,
  repaymentEntry,
  reversalEntry,
  subsidyPaymentEntry,
} from '../index.js';

const booking = { id: 'j1', county: '653130', on: '2024-03-01', bank: 'union', loanId: 'L1' };

describe('journal', () => {
  it('books every movement of a loan in balance', () => {
    expect(disbursementEntry({ ...booking, amount: '50000.00' }).postings).toEqual([
      { account: 'county/653130/loanPrincipal/L1', debit: '50000.00' },
      { account: 'county/653130/bankCash/union', credit: '50000.00' },
    ]);
    expect(repaymentEntry({ ...booking, principal: '0.00', interest: '12.30' }).postings).toHaveLength(2);
    expect(subsidyPaymentEntry({ ...booking, amount: '504.72' }).kind).toBe('subsidyPayment');
    expect(recoveryEntry({ ...booking, allocation: { fund: '70.00', bank: '30.00' } }).postings).toHaveLength(
      4,
    );
  });

  it('lets fund and guarantor pay a loss and moves no money for the share of the bank', () => {
    const { postings } = compensationPaymentEntry({
      ...booking,
      shares: { fund: '40.00', bank: '20.00', guarantor: '40.00' },
    });
    expect(postings).toEqual([
      { account: 'county/653130/compensatedLoss/L1', debit: '80.00' },
      { account: 'county/653130/riskFund', credit: '40.00' },
      { account: 'county/653130/guarantorShare/guarantor', credit: '40.00' },
    ]);
  });

  it('undoes an entry by changing the sides and nothing else', () => {
    const entry = disbursementEntry({ ...booking, amount: '50000.00' });
    const undone = reversalEntry(entry, 'j2', '2024-03-05');
    expect(undone).toMatchObject({ kind: 'reversal', reverses: 'j1', on: '2024-03-05' });
    expect(reversalEntry(undone, 'j3', '2024-03-06').postings).toEqual(entry.postings);
  });

  it('refuses an entry that does not balance, an empty side and a name with a slash', () => {
    const lopsided = {
      id: 'x',
      kind: 'repayment' as const,
      on: '2024-03-01',
      postings: [
        { account: 'a', debit: '1.00' },
        { account: 'b', credit: '0.99' },
      ],
    };
    expect(() => assertBalanced(lopsided)).toThrow(new DomainError('UNBALANCED'));
    expect(() => assertBalanced({ ...lopsided, postings: [{ account: 'a' }] })).toThrow(
      new DomainError('BAD_POSTING'),
    );
    expect(() => accountName('65', 'bankCash', 'a/b')).toThrow(new DomainError('BAD_ACCOUNT'));
    expect(() => disbursementEntry({ ...booking, amount: '0.00' })).toThrow();
  });
});
