import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  breakerMonth,
  isTolerated,
  NORMAL_BREAKER,
  runBreaker,
  warningLevel,
  type Breaker,
  type BreakerMonth,
  type BreakerState,
} from '../index.js';

const breaker: Breaker = {
  key: 'npl',
  scope: 'township',
  metric: 'nplRate',
  test: 'gt',
  threshold: '0.05',
  consecutiveMonths: 2,
  effect: 'stopLending',
  release: { test: 'lte', threshold: '0.05' },
  probationMonths: 1,
};

function months(from: number, rates: (number | null)[]): BreakerMonth[] {
  return rates.map((rate, i) => ({
    month: `20${20 + Math.floor((from + i) / 12)}-${String(((from + i) % 12) + 1).padStart(2, '0')}`,
    nplBalance: rate === null ? '0.00' : `${rate}.00`,
    balance: rate === null ? '0.00' : '100.00',
  }));
}

describe('breaker', () => {
  it('stops a township after two bad months in a row, and lends again after a clean month of probation', () => {
    const { months: results, finalState } = runBreaker(breaker, months(10, [6, 7, 5, 5]));
    expect(results.map(({ action }) => action)).toEqual([
      'none',
      'stopLending',
      'startProbation',
      'resumeLending',
    ]);
    expect(finalState).toBe('normal');
  });

  it('does not take two bad months with one missing between them for a row', () => {
    const [first, , third] = months(0, [6, 6, 6]);
    expect(runBreaker(breaker, [first as BreakerMonth, third as BreakerMonth]).finalState).toBe('normal');
  });

  it('reruns the series when a month comes late or is corrected', () => {
    const [first, second, third] = months(0, [6, 1, 6]) as [BreakerMonth, BreakerMonth, BreakerMonth];
    const corrected = { ...second, nplBalance: '7.00' };
    const rerun = runBreaker(breaker, [third, second, first, corrected]);
    expect(rerun).toEqual(runBreaker(breaker, [first, corrected, third]));
    expect(rerun.months.map(({ run }) => run)).toEqual([1, 2, 3]);
    expect(() => runBreaker(breaker, [{ ...first, month: '2020-1' }])).toThrow('BAD_DATE');
    expect(() => runBreaker(breaker, [first], rerun.state)).toThrow('BAD_DATE');
  });

  it('does not take a ratio above one', () => {
    expect(() => runBreaker(breaker, months(0, [101]))).toThrow('BAD_RATIO');
  });

  it('says the same month by month as in one series, and after a restart from its saved state', () => {
    const series = fc.array(fc.option(fc.integer({ min: 0, max: 12 })), { maxLength: 20 });
    fc.assert(
      fc.property(series, fc.constantFrom('gt' as const, 'rising' as const), (rates, test) => {
        const given = { ...breaker, test };
        let state: BreakerState = NORMAL_BREAKER;
        const single = months(0, rates).map((month) => {
          const step = breakerMonth(given, JSON.parse(JSON.stringify(state)) as BreakerState, month);
          state = step.state;
          return step.result;
        });
        expect(single).toEqual(runBreaker(given, months(0, rates)).months);
      }),
    );
  });

  it('never resumes lending in a month that meets the trigger', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 20 }), (rates) => {
        const { months: results } = runBreaker(
          { ...breaker, test: 'rising', threshold: null },
          months(0, rates),
        );
        results.forEach(({ action }, i) => {
          if (action === 'resumeLending') expect((rates[i] ?? 0) <= (rates[i - 1] ?? 0)).toBe(true);
        });
      }),
    );
  });
});

describe('tolerance', () => {
  const rates = { nplRate: '0.1000', bankTargetNplRate: '0.0100' };

  it('deducts only under a rule: a county without one assesses nobody', () => {
    const rule = { metric: 'nplRate', overBankTargetPoints: '0.03', inclusive: true };
    expect(isTolerated(rule, rates)).toEqual({ excess: '0.0900', deduct: true });
    expect(isTolerated(null, rates)).toEqual({ excess: '0.0900', deduct: false });
  });
});

describe('warning', () => {
  const rules = {
    levels: [
      {
        level: 'red',
        allOf: [
          { field: 'overdueDays', op: 'gte' as const, value: 1 },
          { field: 'town', op: 'eq' as const, value: 'A' },
        ],
      },
    ],
    otherwise: 'green',
  };

  it('takes a condition on an unknown fact for false', () => {
    expect(warningLevel(rules, { overdueDays: 3 })).toBe('green');
    expect(warningLevel(rules, { overdueDays: '3', town: 'A' })).toBe('red');
    expect(warningLevel(null, { overdueDays: 3 })).toBeNull();
  });
});
