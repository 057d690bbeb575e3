import { describe, expect, it } from '@jest/globals';
import type { BudgetView } from '@bangdai/contracts/http';
import { budgetBars } from './budget-bars';

const budget: BudgetView = {
  ...{ county: 'c', countyName: '县', year: 2026, planned: '12000000.00', arrived: '6000000.00' },
  ...{ spent: '300.00', ordered: '0.00', available: '5999700.00', waiting: '0.00' },
  entries: [
    { kind: 'planned', amount: '12000000.00', day: '2026-01-05', documentNo: '1', byName: null },
    { kind: 'arrived', amount: '5000000.00', day: '2025-12-28', documentNo: '2', byName: null },
    { kind: 'arrived', amount: '1000000.00', day: '2026-03-01', documentNo: '3', byName: null },
  ],
  spentByMonth: [
    { month: '2026-03', spent: '100.00' },
    { month: '2026-06', spent: '200.00' },
  ],
};

describe('the year of a budget', () => {
  it('adds up what arrived and was spent, month by month; money of the year that came early counts from January', () => {
    const bars = budgetBars(budget);
    expect(bars).toHaveLength(12);
    expect(bars[0]).toMatchObject({ arrivedSoFar: '5000000.00', spentSoFar: '0.00' });
    expect(bars[2]).toMatchObject({
      arrived: '1000000.00',
      arrivedSoFar: '6000000.00',
      spentSoFar: '100.00',
    });
    expect(bars[11]).toMatchObject({ arrivedSoFar: '6000000.00', spentSoFar: '300.00' });
  });
});
