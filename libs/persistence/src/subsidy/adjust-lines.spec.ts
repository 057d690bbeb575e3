import { describe, expect, it } from '@jest/globals';
import { adjustmentsOf } from './adjust-lines.js';
import type { PlanLine } from './plan-lines.js';

const line = (from: string, to: string, subsidy: string, nights = 91): PlanLine => ({
  ...{ loan_id: 'L', period_from: from, period_to: to, settle_on: to, nights, interest: subsidy },
  ...{ subsidy_rate: '0.0345', subsidy, borrower_share: '0.00' },
});
const settled = [{ loan_id: 'L', period_from: '2024-03-21', period_to: '2024-06-21' }];

describe('adjustments of settled periods', () => {
  it('are the difference of the two plans, and none where nothing changed', () => {
    const before = [line('2024-03-21', '2024-06-21', '440.83'), line('2024-06-21', '2024-09-21', '440.83')];
    const after = [
      line('2024-03-21', '2024-06-21', '400.00', 92),
      line('2024-06-21', '2024-09-21', '350.00'),
    ];
    expect(adjustmentsOf(settled, before, after)).toEqual([
      expect.objectContaining({
        period_from: '2024-03-21',
        nights: 1,
        subsidy: '-40.83',
        interest: '-40.83',
      }),
    ]);
    expect(adjustmentsOf(settled, before, before)).toEqual([]);
  });

  it('take back all of a period that the loan no longer has', () => {
    expect(adjustmentsOf(settled, [line('2024-03-21', '2024-05-01', '200.00')], [])).toEqual([
      expect.objectContaining({ subsidy: '-200.00', subsidy_rate: '0.0345' }),
    ]);
  });

  it('give a period that grew past its settled end in full, once', () => {
    const short = [{ ...settled[0]!, period_to: '2024-05-01' }];
    const after = [line('2024-03-21', '2024-06-21', '440.83'), line('2024-06-21', '2024-09-21', '440.83')];
    const found = adjustmentsOf(short, [line('2024-03-21', '2024-05-01', '200.00')], after);
    expect(found.map(({ subsidy }) => subsidy)).toEqual(['240.83']);
  });
});
