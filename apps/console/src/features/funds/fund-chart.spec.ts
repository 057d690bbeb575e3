import { describe, expect, it } from '@jest/globals';
import { everyMonth, fundOption } from './fund-chart';

const moved = [
  { month: '2024-01', paidIn: '100.00', paidOut: '0.00', balance: '100.00' },
  { month: '2024-04', paidIn: '0.00', paidOut: '30.00', balance: '70.00' },
];

describe('months of a fund', () => {
  it('keeps the balance over months in which nothing moved, also from before the first shown', () => {
    expect(everyMonth(moved, '2024-05', 4).map(({ month, balance }) => [month, balance])).toEqual([
      ['2024-02', '100.00'],
      ['2024-03', '100.00'],
      ['2024-04', '70.00'],
      ['2024-05', '70.00'],
    ]);
    expect(everyMonth([], '2024-02', 2).map(({ balance }) => balance)).toEqual(['0.00', '0.00']);
  });

  it('draws what came in, what went out and what was left', () => {
    const { series } = fundOption(moved) as { series: { name: string; data: number[] }[] };
    expect(series.map(({ name }) => name)).toEqual(['转入', '转出', '月末余额']);
  });
});
