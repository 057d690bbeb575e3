import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  clawbackOf,
  compareMoney,
  Decimal,
  settlementPeriods,
  subsidyOfHousehold,
  sumMoney,
  type SubsidisedLoan,
  type SubsidyRule,
  type SubsidyRules,
} from '../index.js';

const rule: SubsidyRule = {
  rate: { kind: 'min', of: [{ kind: 'contract' }, { kind: 'fixed', rate: '0.0395' }] },
  principalCap: '50000.00',
  principalCapPerMatchedHousehold: null,
  amountCapPerHousehold: null,
  dayCapPerHousehold: null,
  suspendWhileOverdue: true,
  subsidiseAfterMaturity: false,
  basis: 'interestAccrued',
  settleAt: 'quarterly',
  payee: 'bank',
  flow: [],
  publicity: null,
  clawback: { on: ['misuse'], share: '1.00' },
};

function rulesWith(more: Partial<SubsidyRule>, dayCount: SubsidyRules['dayCount'] = 'ACT/360'): SubsidyRules {
  return {
    rule: { ...rule, ...more },
    interestDays: ['03-20', '06-20', '09-20', '12-20'],
    dayCount,
    penaltyMultiplier: '1.00',
  };
}

const household = { usedSubsidyDays: 0, priorSubsidyTotal: '0.00' };
const periods = settlementPeriods({ repayment: rulesWith({}) }, '2022-01-01', '2024-03-21');

const aLoan = fc.record({
  start: fc.nat(500),
  term: fc.integer({ min: 1, max: 700 }),
  yuan: fc.integer({ min: 1, max: 60_000 }),
  rate: fc.integer({ min: 1, max: 600 }),
  repay: fc.option(fc.record({ after: fc.nat(600), part: fc.integer({ min: 1, max: 100 }) })),
  late: fc.option(fc.record({ after: fc.nat(400), days: fc.integer({ min: 1, max: 100 }) })),
  stop: fc.option(fc.nat(700)),
});

const someLoans = fc.array(aLoan, { minLength: 1, maxLength: 3 }).map((drafts) =>
  drafts.map(({ start, term, yuan, rate, repay, late, stop }, i): SubsidisedLoan => {
    const disbursementDate = addDays('2022-01-01', start);
    const after = (days: number): string => addDays(disbursementDate, days);
    return {
      loanId: `L${i}`,
      principal: `${yuan}.00`,
      annualRate: new Decimal(rate).dividedBy(10_000).toFixed(),
      disbursementDate,
      maturityDate: after(term),
      events:
        repay === null
          ? []
          : [
              {
                date: after(repay.after),
                type: 'repay',
                amount: new Decimal(yuan).times(repay.part).dividedBy(100).toFixed(2, Decimal.ROUND_DOWN),
              },
            ],
      overdue: late === null ? [] : [{ from: after(late.after), to: after(late.after + late.days) }],
      subsidyStopDate: stop === null ? null : after(stop),
    };
  }),
);

/** The rule of calculations §3 said night by night: slow, and so a second opinion on the segments. */
function nightByNight(
  rules: SubsidyRules,
  loans: SubsidisedLoan[],
  from: string,
  to: string,
  used: { days: number },
) {
  const sums = new Map(loans.map(({ loanId }) => [loanId, { product: new Decimal(0), nights: 0 }]));
  const ordered = [...loans].sort((a, b) =>
    a.disbursementDate < b.disbursementDate
      ? -1
      : a.disbursementDate > b.disbursementDate
        ? 1
        : a.loanId < b.loanId
          ? -1
          : 1,
  );
  for (let night = from; night < to; night = addDays(night, 1)) {
    let pool = new Decimal(rules.rule.principalCap ?? 1e12);
    const parts = ordered.map((loan) => {
      const repaid = (loan.events ?? []).filter(({ date }) => date <= night).map(({ amount }) => amount);
      const balance =
        night < loan.disbursementDate ? new Decimal(0) : new Decimal(loan.principal).minus(sumMoney(repaid));
      const part = Decimal.min(balance, pool);
      pool = pool.minus(part);
      const late = (loan.overdue ?? []).some(
        (span) => night >= span.from && (span.to === null || night < span.to),
      );
      const open =
        night < loan.maturityDate && !late && (loan.subsidyStopDate == null || night < loan.subsidyStopDate);
      return { loan, part: open ? part : new Decimal(0) };
    });
    if (parts.every(({ part }) => part.isZero())) continue;
    if (rules.rule.dayCapPerHousehold !== null && used.days >= rules.rule.dayCapPerHousehold) continue;
    used.days += 1;
    for (const { loan, part } of parts) {
      const sum = sums.get(loan.loanId);
      if (sum === undefined || part.isZero()) continue;
      sum.product = sum.product.plus(part);
      sum.nights += 1;
    }
  }
  return sums;
}

describe('subsidy of a household', () => {
  it('agrees with giving the pool out night by night, with days running out in mid-period', () => {
    const rules = rulesWith({ dayCapPerHousehold: 300 });
    fc.assert(
      fc.property(someLoans, (loans) => {
        const result = subsidyOfHousehold(rules, household, loans, periods, {});
        const used = { days: 0 };
        for (const period of result.periods) {
          const sums = nightByNight(rules, loans, period.from, period.to, used);
          for (const line of period.loans) {
            const sum = sums.get(line.loanId);
            expect(line.eligibleDays).toBe(sum?.nights);
            const exact =
              sum?.product.times(line.subsidyRate).dividedBy(360).toFixed(2, Decimal.ROUND_HALF_UP) ?? '';
            expect(line.subsidy).toBe(compareMoney(exact, line.interest) > 0 ? line.interest : exact);
          }
        }
        expect(result.usedSubsidyDays).toBe(used.days);
      }),
      { numRuns: 30 },
    );
  });

  it('never pays more than the interest, the cap in money or the days allow, and the sums agree', () => {
    const rules = rulesWith({ amountCapPerHousehold: '500.00', dayCapPerHousehold: 200 });
    fc.assert(
      fc.property(someLoans, (loans) => {
        const result = subsidyOfHousehold(
          rules,
          { usedSubsidyDays: 50, priorSubsidyTotal: '100.00' },
          loans,
          periods,
          {},
        );
        const lines = result.periods.flatMap((period) => period.loans);
        for (const { subsidy, borrowerShare, interest } of lines) {
          expect(sumMoney([subsidy, borrowerShare])).toBe(interest);
          expect(compareMoney(subsidy, '0.00')).not.toBe(-1);
          expect(compareMoney(borrowerShare, '0.00')).not.toBe(-1);
        }
        expect(result.householdSubsidyTotal).toBe(
          sumMoney(['100.00', ...result.periods.map(({ totalSubsidy }) => totalSubsidy)]),
        );
        expect(compareMoney(result.householdSubsidyTotal, '500.00')).not.toBe(1);
        expect(result.usedSubsidyDays).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('refuses periods that overlap or run backwards: a night would count twice', () => {
    const from = (start: string, to: string) => ({ from: start, to });
    const given = (list: ReturnType<typeof from>[]) => () =>
      subsidyOfHousehold(rulesWith({}), household, [], list, {});
    expect(given([from('2024-03-21', '2024-06-21'), from('2024-06-20', '2024-09-21')])).toThrow('BAD_DATE');
    expect(given([from('2024-06-21', '2024-03-21')])).toThrow('BAD_DATE');
    expect(given([from('2024-03-21', '2024-06-21'), from('2024-09-21', '2024-12-21')])).not.toThrow();
  });

  it('does not depend on the order in which the loans are named', () => {
    fc.assert(
      fc.property(someLoans, (loans) => {
        const rules = rulesWith({ dayCapPerHousehold: 300 });
        expect(subsidyOfHousehold(rules, household, [...loans].reverse(), periods, {})).toEqual(
          subsidyOfHousehold(rules, household, loans, periods, {}),
        );
      }),
    );
  });

  const loan: SubsidisedLoan = {
    loanId: 'L1',
    principal: '50000.00',
    annualRate: '0.0395',
    disbursementDate: '2022-01-01',
    maturityDate: '2023-01-01',
  };

  it('keeps the place of an overdue loan in the pool: the second earns nothing for it', () => {
    const loans = [
      { ...loan, overdue: [{ from: '2022-03-21', to: null }] },
      { ...loan, loanId: 'L2', principal: '30000.00', disbursementDate: '2022-02-01' },
    ];
    const [period] = subsidyOfHousehold(
      rulesWith({}),
      household,
      loans,
      [{ from: '2022-03-21', to: '2022-06-21' }],
      {},
    ).periods;
    expect(period?.loans.map(({ subsidy }) => subsidy)).toEqual(['0.00', '0.00']);
  });

  it('pays a whole year at the yearly rate under 30/360', () => {
    const result = subsidyOfHousehold(
      rulesWith({}, '30/360'),
      household,
      [loan],
      [{ from: '2022-01-01', to: '2023-01-01' }],
      {},
    );
    expect(result.householdSubsidyTotal).toBe('1975.00');
    expect(result.usedSubsidyDays).toBe(365);
  });

  it('keeps the rate of the contract when a loan was extended', () => {
    const tiers = [
      { maxMonths: 12, tenor: '1Y' },
      { maxMonths: 36, tenor: '5Y' },
    ];
    const rules = rulesWith({
      rate: { kind: 'referenceByTerm', table: 'LPR', tiers, multiplier: '1.00', asOf: 'contractDate' },
    });
    const rates = { LPR: [{ from: '2021-12-20', rates: { '1Y': '0.0380', '5Y': '0.0465' } }] };
    const extended = { ...loan, annualRate: '0.0500', maturityDate: '2023-07-01' };
    const rateOf = (terms: SubsidisedLoan) =>
      subsidyOfHousehold(rules, household, [terms], periods, rates).periods[0]?.loans[0]?.subsidyRate;
    expect(rateOf({ ...extended, termMonths: 12 })).toBe('0.0380');
    expect(rateOf(extended)).toBe('0.0465');
  });

  it('settles a county of 7,952 loans over three years in seconds', () => {
    const quarters = settlementPeriods({ repayment: rulesWith({}) }, '2024-03-21', '2027-03-21');
    const started = performance.now();
    for (let i = 0; i < 7952; i += 1) {
      const terms = {
        ...loan,
        loanId: `L${i}`,
        disbursementDate: addDays('2024-01-01', i % 300),
        maturityDate: addDays('2027-01-01', i % 300),
      };
      subsidyOfHousehold(rulesWith({}), household, [terms], quarters, {});
    }
    expect(performance.now() - started).toBeLessThan(15_000);
  });
});

describe('clawback', () => {
  it('takes back exactly what the nights from the finding on had earned, and counts the same nights once', () => {
    const loan: SubsidisedLoan = {
      loanId: 'L1',
      principal: '50000.00',
      annualRate: '0.0395',
      disbursementDate: '2022-01-01',
      maturityDate: '2023-01-01',
    };
    const span = { from: '2022-05-01', to: null };
    const quarter = [{ from: '2022-03-21', to: '2022-06-21' }];
    const once = clawbackOf(rulesWith({}), household, [loan], quarter, {}, { L1: [span] });
    // 92 nights paid 504.72, 41 of them stay: 224.93.
    expect(once).toEqual({ amount: '279.79', usedSubsidyDays: 41, householdSubsidyTotal: '224.93' });
    expect(clawbackOf(rulesWith({}), household, [loan], quarter, {}, { L1: [span, span] })).toEqual(once);
  });
});

describe('slices of the time in which interest accrues', () => {
  const rates = {};
  const loan: SubsidisedLoan = {
    loanId: 'A',
    principal: '50000.00',
    annualRate: '0.0435',
    disbursementDate: '2023-06-21',
    maturityDate: '2024-06-21',
  };
  const winter = [{ from: '2023-12-21', to: '2024-03-21' }];
  const of = (more: Partial<SubsidyRule>, loans = [loan], span = winter) =>
    subsidyOfHousehold(rulesWith({ rate: { kind: 'contract' }, ...more }), household, loans, span, rates);
  const shares = [
    { until: '2023-12-31', share: '1.00' },
    { until: null, share: '0.70' },
  ];

  it('bears all of what accrued to the end of 2023 and 70 % after, in one line with one rounding', () => {
    // 11 nights whole, 80 nights at 70 %: 50,000 × 0.0435 / 360 × (11 + 56) = 404.79.
    expect(of({ shares }).periods[0]?.loans[0]).toMatchObject({
      interest: '549.79',
      subsidy: '404.79',
      borrowerShare: '145.00',
      eligibleDays: 91,
    });
  });

  it('counts no day where the county bears nothing', () => {
    const ended = of({ shares: [{ until: '2023-12-31', share: '1.00' }], dayCapPerHousehold: 1096 });
    expect(ended.usedSubsidyDays).toBe(11);
    expect(ended.householdSubsidyTotal).toBe('66.46');
  });

  it('changes to another rate on its day, each bounded by the contract', () => {
    const rateSteps = [
      {
        from: '2024-01-01',
        rate: {
          kind: 'min' as const,
          of: [{ kind: 'contract' as const }, { kind: 'fixed' as const, rate: '0.0300' }],
        },
      },
    ];
    // 11 nights at 4.35 %, 80 nights at 3 %: 66.46 + 333.33, rounded once.
    const line = of({ rateSteps }).periods[0]?.loans[0];
    expect(line).toMatchObject({ subsidy: '399.79', subsidyRate: '0.0435' });
    const spring = of({ rateSteps }, [loan], [{ from: '2024-03-21', to: '2024-06-21' }]);
    expect(spring.periods[0]?.loans[0]).toMatchObject({ subsidy: '383.33', subsidyRate: '0.0300' });
  });

  it('goes together with the slice of principal, nights in arrears and both caps of the household', () => {
    const late = { ...loan, overdue: [{ from: '2024-01-01', to: '2024-01-11' }] };
    const second = { ...loan, loanId: 'B', principal: '30000.00', disbursementDate: '2023-07-01' };
    const result = of(
      { shares, principalCap: '60000.00', suspendWhileOverdue: true, dayCapPerHousehold: 40 },
      [late, second],
    );
    const [a, b] = result.periods[0]?.loans ?? [];
    // A: 11 whole nights, then 10 in arrears, then 19 of the 40 days at 70 %. B: 10,000 of its principal on all 40 nights.
    expect(a).toMatchObject({ eligibleDays: 30, subsidy: '146.81' });
    expect(b).toMatchObject({ eligibleDays: 40, subsidy: '37.82' });
    expect(result.usedSubsidyDays).toBe(40);
    const capped = of({ shares, amountCapPerHousehold: '100.00' });
    expect(capped.householdSubsidyTotal).toBe('100.00');
  });
});
