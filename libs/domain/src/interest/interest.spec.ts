import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  Decimal,
  interestSchedule,
  settlementPeriods,
  sumMoney,
  type InterestOptions,
  type LoanTerms,
} from '../index.js';

const options: InterestOptions = { interestDays: ['03-20', '06-20', '09-20', '12-20'], dayCount: 'ACT/360' };
const loan: LoanTerms = {
  loanId: 'L1',
  principal: '50000.00',
  annualRate: '0.0345',
  disbursementDate: '2023-09-05',
  maturityDate: '2024-09-05',
};

const anyLoan = fc
  .record({
    start: fc.nat(1500),
    months: fc.integer({ min: 30, max: 1100 }),
    fen: fc.integer({ min: 100, max: 5_000_000 }),
    rate: fc.integer({ min: 1, max: 600 }),
    repaidOn: fc.nat(900),
    repaidPart: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ start, months, fen, rate, repaidOn, repaidPart }): LoanTerms => {
    const disbursementDate = addDays('2021-01-01', start);
    const principal = new Decimal(fen).dividedBy(100).toFixed(2);
    return {
      loanId: 'L1',
      principal,
      annualRate: new Decimal(rate).dividedBy(10_000).toFixed(),
      disbursementDate,
      maturityDate: addDays(disbursementDate, months),
      events: [
        {
          date: addDays(disbursementDate, repaidOn),
          type: 'repay',
          amount: new Decimal(principal).times(repaidPart).dividedBy(100).toFixed(2, Decimal.ROUND_DOWN),
        },
      ],
    };
  });

/** The rule of the night, night by night, as a second opinion on the segments. */
function nightByNight(terms: LoanTerms, from: string, to: string): Decimal {
  let sum = new Decimal(0);
  for (let day = from; day < to; day = addDays(day, 1)) {
    const repaid = (terms.events ?? []).filter((event) => event.date <= day).map(({ amount }) => amount);
    sum = sum.plus(new Decimal(terms.principal).minus(sumMoney(repaid)));
  }
  return sum.times(terms.annualRate).dividedBy(360);
}

describe('interest schedule', () => {
  it('agrees with counting every single night, period by period', () => {
    fc.assert(
      fc.property(anyLoan, (terms) => {
        const { periods, totalInterest } = interestSchedule(terms, terms.maturityDate, options);
        for (const { from, to, interest } of periods) {
          expect(interest).toBe(nightByNight(terms, from, to).toFixed(2, Decimal.ROUND_HALF_UP));
        }
        expect(totalInterest).toBe(sumMoney(periods.map(({ interest }) => interest)));
      }),
      { numRuns: 40 },
    );
  });

  it('leaves no night out and counts none twice', () => {
    fc.assert(
      fc.property(
        anyLoan,
        fc.constantFrom('ACT/360' as const, 'ACT/365' as const, '30/360' as const),
        (terms, dayCount) => {
          const { periods } = interestSchedule(terms, terms.maturityDate, { ...options, dayCount });
          periods.forEach(({ from }, i) =>
            expect(from).toBe(i === 0 ? terms.disbursementDate : periods[i - 1]?.to),
          );
          expect(periods.every(({ from, to }) => from < to)).toBe(true);
        },
      ),
    );
  });

  it('charges an equal twelve months the whole yearly rate under 30/360', () => {
    expect(interestSchedule(loan, '2024-09-05', { ...options, dayCount: '30/360' }).totalInterest).toBe(
      '1725.00',
    );
  });

  it('divides by 365 where the pack says so', () => {
    const { periods } = interestSchedule(loan, '2024-09-05', { ...options, dayCount: 'ACT/365' });
    expect(periods[1]).toEqual({
      from: '2023-09-21',
      to: '2023-12-21',
      settleOn: '2023-12-20',
      days: 91,
      interest: '430.07',
    });
  });

  it('raises only the nights from maturity on by the penalty', () => {
    const overdue = interestSchedule(loan, '2024-09-15', { ...options, penaltyMultiplier: '1.50' });
    const last = overdue.periods[overdue.periods.length - 1];
    // 76 nights at the contract rate, 10 at one and a half times.
    expect(last?.interest).toBe(
      new Decimal(50000)
        .times(76 + 15)
        .times('0.0345')
        .dividedBy(360)
        .toFixed(2),
    );
  });

  it('ends with the payoff and is settled that day', () => {
    const paid = { ...loan, events: [{ date: '2024-01-10', type: 'repay' as const, amount: '50000.00' }] };
    const { periods } = interestSchedule(paid, '2024-09-05', options);
    expect(periods[periods.length - 1]).toMatchObject({ to: '2024-01-10', settleOn: '2024-01-10', days: 20 });
  });

  it('refuses a loan that matures before it begins', () => {
    expect(() => interestSchedule({ ...loan, maturityDate: '2023-09-04' }, '2024-09-05', options)).toThrow(
      'BAD_DATE',
    );
  });

  it('refuses a repayment above the balance', () => {
    const paid = { ...loan, events: [{ date: '2024-01-10', type: 'repay' as const, amount: '50000.01' }] };
    expect(() => interestSchedule(paid, '2024-09-05', options)).toThrow('OVERPAYMENT');
  });
});

describe('settlement periods', () => {
  it('clamps an interest day that a month does not have', () => {
    const rules = { repayment: { interestDays: ['02-30'] } };
    expect(settlementPeriods(rules, '2023-12-01', '2025-12-01').map(({ settleOn }) => settleOn)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2025-12-01',
    ]);
  });

  it('has no period for no nights', () => {
    expect(settlementPeriods({ repayment: options }, '2024-03-21', '2024-03-21')).toEqual([]);
  });
});
