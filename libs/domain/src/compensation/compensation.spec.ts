import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addMoney,
  allocateRecovery,
  compareMoney,
  decideClaim,
  Decimal,
  subtractMoney,
  sumMoney,
  type CompensationRule,
  type Money,
} from '../index.js';

const rule: CompensationRule = {
  causes: ['businessLoss', 'majorIllness'],
  excludedCauses: ['maliciousDefault'],
  minOverdueDays: 90,
  waivedForCauses: ['majorIllness'],
  lossBase: 'principal',
  principalCap: '50000.00',
  insuranceFirst: false,
  split: [
    { party: 'fund', share: '0.40' },
    { party: 'guarantor', share: '0.35' },
    { party: 'insurer', share: '0.25' },
  ],
  recovery: 'proRata',
  applicant: 'bank',
  proofs: [],
  insufficientFund: 'queue',
  chain: [],
};

const claim = {
  principalOutstanding: '50000.00',
  interestUnpaid: '100.00',
  cause: 'businessLoss',
  overdueDays: 90,
  insurancePaid: null,
  fundBalance: '1000000.00',
};
const amount = fc
  .integer({ min: 1, max: 9_000_000 })
  .map((fen) => new Decimal(fen).dividedBy(100).toFixed(2));
const recovery = fc.constantFrom('proRata' as const, 'toFundFirst' as const);

describe('claim', () => {
  it('pays nothing in part when the fund is short by a fen', () => {
    expect(decideClaim(rule, { ...claim, fundBalance: '19999.99' })).toMatchObject({
      decision: 'queued',
      fundPaid: '0.00',
      fundShortfall: '0.01',
    });
    expect(decideClaim(rule, { ...claim, fundBalance: '20000.00' })).toMatchObject({
      decision: 'approved',
      fundBalanceAfter: '0.00',
    });
  });

  it('covers of one of several loans only its part of the household pool', () => {
    expect(decideClaim(rule, { ...claim, poolPart: '20000.00' })).toMatchObject({
      lossBase: '20000.00',
      uncoveredByScheme: '30100.00',
    });
    expect(decideClaim(rule, { ...claim, poolPart: '0.00' })).toEqual({
      decision: 'refused',
      reason: 'CAUSE_EXCLUDED',
    });
  });

  it('neither waits for an insurer nor deducts unless the insurer comes first', () => {
    expect(decideClaim(rule, { ...claim, insurancePaid: '40000.00' })).toMatchObject({
      insurancePaid: '0.00',
      netLoss: '50000.00',
    });
    expect(decideClaim({ ...rule, insuranceFirst: true }, claim)).toEqual({
      decision: 'pending',
      reason: 'INSURANCE_NOT_SETTLED',
    });
  });

  it('divides every loss to the fen, whatever the principal, the insurer and the cap', () => {
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.option(amount),
        fc.boolean(),
        (principalOutstanding, interestUnpaid, insurancePaid, first) => {
          const given = { ...rule, insuranceFirst: first, lossBase: 'principalAndInterest' as const };
          const result = decideClaim(given, {
            ...claim,
            principalOutstanding,
            interestUnpaid,
            insurancePaid,
          });
          if (!('shares' in result)) return;
          expect(sumMoney(Object.values(result.shares))).toBe(result.netLoss);
          expect(addMoney(result.netLoss, result.insurancePaid)).toBe(result.lossBase);
          expect(addMoney(result.lossBase, result.uncoveredByScheme)).toBe(
            addMoney(principalOutstanding, interestUnpaid),
          );
        },
      ),
    );
  });
});

describe('recovery', () => {
  it('gives every fen to somebody, nobody but the bank more than it lost', () => {
    fc.assert(
      fc.property(
        recovery,
        amount,
        fc.array(amount, { minLength: 1, maxLength: 8 }),
        (kind, loss, receipts) => {
          const given = { ...rule, recovery: kind };
          const decision = decideClaim(given, { ...claim, principalOutstanding: loss });
          if (!('shares' in decision)) return;
          let outstanding: Record<string, Money> = decision.shares;
          const back: Record<string, Money> = {};
          for (const receipt of receipts) {
            const result = allocateRecovery(given, outstanding, receipt);
            expect(sumMoney(Object.values(result.allocation))).toBe(receipt);
            for (const [party, part] of Object.entries(result.allocation))
              back[party] = addMoney(back[party] ?? '0.00', part);
            outstanding = result.outstandingAfter;
          }
          for (const [party, share] of Object.entries(decision.shares)) {
            expect(compareMoney(back[party] ?? '0.00', share)).not.toBe(1);
            expect(outstanding[party]).toBe(subtractMoney(share, back[party] ?? '0.00'));
          }
        },
      ),
    );
  });

  it('makes the fund whole before the others share, where the pack says so', () => {
    const outstanding = { fund: '100.00', guarantor: '60.00', insurer: '40.00' };
    const given = { ...rule, recovery: 'toFundFirst' as const };
    expect(allocateRecovery(given, outstanding, '150.00').allocation).toEqual({
      fund: '100.00',
      guarantor: '30.00',
      insurer: '20.00',
      bank: '0.00',
    });
    expect(allocateRecovery(given, outstanding, '250.00').allocation['bank']).toBe('50.00');
  });

  it('pays nothing for a loan of which nobody says that it is overdue', () => {
    const input = {
      ...{ principalOutstanding: '100.00', interestUnpaid: '0.00', cause: rule.causes[0]! },
      ...{ insurancePaid: '0.00', fundBalance: '1000.00' },
    };
    expect(decideClaim(rule, input)).toEqual({ decision: 'refused', reason: 'NOT_OVERDUE' });
    expect(() => decideClaim(rule, { ...input, overdueDays: 90.5 })).toThrow('BAD_DAYS');
  });
});
