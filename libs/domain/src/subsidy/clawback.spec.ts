import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../calendar/civil-date.js';
import { addMoney, compareMoney } from '../money/money.js';
import type { SubsidyRule } from '../policy/subsidy-rule.js';
import { clawbackOf } from './clawback.js';
import { subsidyOfHousehold } from './subsidy.js';
import type { SubsidisedLoan, SubsidyRules } from './subsidy-types.js';

const rule: SubsidyRule = {
  rate: { kind: 'contract' },
  ...{ principalCap: '50000.00', principalCapPerMatchedHousehold: null, amountCapPerHousehold: null },
  ...{ dayCapPerHousehold: 1096, suspendWhileOverdue: false, subsidiseAfterMaturity: false },
  ...{ basis: 'interestAccrued', settleAt: 'quarterly', payee: 'bank', flow: [], publicity: null },
  clawback: { on: ['misuse'], share: '1.00' },
};
const rules: SubsidyRules = {
  ...{ rule, interestDays: ['03-20', '06-20', '09-20', '12-20'], dayCount: 'ACT/360' },
  penaltyMultiplier: '1.00',
};
const household = { usedSubsidyDays: 0, priorSubsidyTotal: '0.00' };
const start = '2024-03-21';
const loan: SubsidisedLoan = {
  ...{ loanId: 'L1', principal: '30000.00', annualRate: '0.0395' },
  ...{ disbursementDate: start, maturityDate: '2025-03-21', events: [] },
};
const periods = [
  { from: start, to: '2024-06-21' },
  { from: '2024-06-21', to: '2024-09-21' },
];
const span = fc
  .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 120 }))
  .map(([from, nights]) => ({ from: addDays(start, from), to: addDays(start, from + nights) }));

const taken = (...spans: { from: string; to: string }[]) =>
  clawbackOf(rules, household, [loan], periods, {}, { L1: spans });

describe('clawback, whatever the nights', () => {
  const paid = subsidyOfHousehold(rules, household, [loan], periods, {});

  it('takes no more than was paid and leaves days and sum that add up', () => {
    fc.assert(
      fc.property(span, (nights) => {
        const { amount, householdSubsidyTotal, usedSubsidyDays } = taken(nights);
        const sum = addMoney(amount, householdSubsidyTotal);
        return sum === paid.householdSubsidyTotal && usedSubsidyDays <= paid.usedSubsidyDays;
      }),
    );
  });

  it('counts the same nights once, and more nights never for less', () => {
    fc.assert(
      fc.property(span, span, (one, other) => {
        expect(taken(one, one)).toEqual(taken(one));
        const both = taken(one, other).amount;
        return compareMoney(both, taken(one).amount) >= 0 && compareMoney(both, taken(other).amount) >= 0;
      }),
    );
  });

  it('is all that was paid when every night is concerned', () => {
    expect(taken({ from: start, to: '2026-01-01' }).amount).toBe(paid.householdSubsidyTotal);
  });
});
