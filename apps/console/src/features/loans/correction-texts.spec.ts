import { describe, expect, it } from '@jest/globals';
import { changesOf } from './correction-texts';

describe('a correction side by side', () => {
  it('marks what changes', () => {
    const before = { receiptNo: 'R', paidOn: '2026-01-05', principal: '100.00', interest: '0.00' };
    const changes = changesOf({ kind: 'repayment', before, after: { ...before, principal: '10.00' } });
    expect(changes.filter(({ changed }) => changed)).toEqual([
      { name: 'principal', label: '本金（元）', before: '100.00', after: '10.00', changed: true },
    ]);
  });

  it('shows that a receipt is only taken back', () => {
    const changes = changesOf({ kind: 'repayment', before: { receiptNo: 'R' }, after: {} });
    expect(changes).toEqual([
      { name: 'receiptNo', label: '回单号', before: 'R', after: null, changed: true },
    ]);
  });

  it('keeps the maturity where only the day of disbursement is corrected', () => {
    const before = { disbursedOn: '2026-01-05', maturesOn: '2027-01-05' };
    const changes = changesOf({ kind: 'disbursement', before, after: { disbursedOn: '2026-01-03' } });
    expect(changes.map(({ name, changed }) => [name, changed])).toEqual([
      ['disbursedOn', true],
      ['maturesOn', false],
    ]);
  });
});
