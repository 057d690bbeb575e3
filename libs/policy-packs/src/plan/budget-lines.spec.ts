import { describe, expect, it } from '@jest/globals';
import { loadPacks } from '../registry/load-packs.js';
import { budgetLines, budgetOf } from './budget-lines.js';

const registry = loadPacks();
const longchuan = registry.versions('longchuan-2020')[0];

describe('a budget forecast', () => {
  it('reproduces the cohorts of Longchuan’s plan that hold (calculations §8)', () => {
    if (longchuan === undefined) throw new Error('no pack');
    const cohorts = [
      { cohort: '2019', balance: '29271600.00' },
      { cohort: '2020', balance: '15000000.00' },
    ];
    const request = { product: 'household', cohorts, on: '2020-04-06', months: 36, quarters: 4 };
    expect(budgetOf(longchuan, registry.rates, request)).toEqual({
      annualRate: '0.0475',
      lines: [
        { cohort: '2019', estimate: '1390401.00' },
        { cohort: '2020', estimate: '712500.00' },
      ],
      total: '2102901.00',
    });
    const threeQuarters = { ...request, cohorts: [{ cohort: '2020', balance: '15000000.00', quarters: 3 }] };
    expect(budgetLines(longchuan, registry.rates, threeQuarters).at(-1)).toBe('合计：534375.00 元');
  });
});
