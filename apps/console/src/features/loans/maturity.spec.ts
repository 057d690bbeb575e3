import { describe, expect, it } from '@jest/globals';
import { monthBounds } from './loan-filters';
import { bandTotal, maturityBars, maturityOption } from './maturity';

const rows = [
  { month: '2026-10', count: 1, balance: '100.10' },
  { month: '2026-12', count: 2, balance: '200.20' },
  { month: '2027-01', count: 3, balance: '300.30' },
  { month: '2027-06', count: 4, balance: '400.40' },
  { month: '2031-01', count: 9, balance: '900.90' },
];

describe('maturityBars', () => {
  const bars = maturityBars(rows, '2026-11', 12);

  it('leaves no month out, and names past, near and later ones', () => {
    expect(bars.map((bar) => bar.month)).toEqual([
      '2026-10',
      '2026-11',
      '2026-12',
      '2027-01',
      '2027-02',
      '2027-03',
      '2027-04',
      '2027-05',
      '2027-06',
    ]);
    expect(bars.map((bar) => bar.band)).toEqual([
      'past',
      'near',
      'near',
      'near',
      'later',
      'later',
      'later',
      'later',
      'later',
    ]);
  });

  it('divides the bars by bank where several lend', () => {
    const byBank = [
      { county: 'c', bank: 'a', bankName: '甲银行', balance: '150000.00' },
      { county: 'c', bank: 'b', bankName: '乙银行', balance: '50000.00' },
    ];
    const several = [{ month: '2026-12', count: 2, balance: '200000.00', byBank }];
    const series = (given: typeof rows) =>
      (maturityOption(maturityBars(given, '2026-11', 12)).series as { name: string; data: number[] }[]).map(
        ({ name, data }) => [name, data[1]],
      );
    expect(series(several)).toEqual([
      ['乙银行', 5],
      ['甲银行', 15],
    ]);
    expect(series(rows).map(([name]) => name)).toEqual(['已过到期月', '近三个月到期', '以后到期']);
  });

  it('sums a band to the fen', () => {
    expect(bandTotal(bars, 'near')).toEqual({ count: 5, balance: '500.50' });
    expect(bandTotal(bars, 'past')).toEqual({ count: 1, balance: '100.10' });
  });

  it('still shows the near months when nothing falls due', () => {
    expect(maturityBars([], '2026-11', 12).map((bar) => bar.month)).toEqual([
      '2026-11',
      '2026-12',
      '2027-01',
    ]);
  });
});

describe('monthBounds', () => {
  it('knows the last day of each month', () => {
    expect(monthBounds('2024-02')).toEqual({ maturesFrom: '2024-02-01', maturesTo: '2024-02-29' });
    expect(monthBounds('2026-12')).toEqual({ maturesFrom: '2026-12-01', maturesTo: '2026-12-31' });
  });
});
