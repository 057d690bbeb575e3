import { describe, expect, it } from '@jest/globals';
import { loadPacks } from '@bangdai/policy-packs';
import { planHousehold, plannedLife, periodStart, settleDayFrom, type PlannedLoan } from './plan-lines.js';

const packs = loadPacks();
const quarterDays = ['03-20', '06-20', '09-20', '12-20'];
const fresh = { usedSubsidyDays: 0, priorSubsidyTotal: '0.00' };

function loan(schemeKey: string, over: Partial<PlannedLoan> = {}): PlannedLoan {
  const maturesOn = over.maturesOn ?? '2024-08-01';
  return {
    id: 'L1',
    loanNo: over.id ?? 'L1',
    schemeKey,
    packVersion: packs.versions(schemeKey)[0]?.packVersion ?? '',
    product: 'household',
    opening: '50000.00',
    annualRate: '0.0395',
    disbursedOn: '2024-02-01',
    maturesOn,
    originalMaturesOn: maturesOn,
    overdueSince: null,
    settledOn: null,
    subsidyStopsOn: null,
    takenOverOn: null,
    repayments: [],
    ...over,
  };
}

const plan = (loans: PlannedLoan[], household = fresh) =>
  planHousehold(
    loans,
    household,
    (key, version) => {
      const pack = packs.get(key, version);
      if (pack === null) throw new Error(`no pack ${key} ${version}`);
      return pack;
    },
    packs.rates,
  );

describe('subsidy plan', () => {
  it('closes a period with the night of each interest day and collects the rest on the next one', () => {
    const lines = plan([loan('bachu-2024')]);
    expect(lines.map(({ period_from, period_to, settle_on }) => [period_from, period_to, settle_on])).toEqual(
      [
        ['2024-02-01', '2024-03-21', '2024-03-20'],
        ['2024-03-21', '2024-06-21', '2024-06-20'],
        ['2024-06-21', '2024-08-01', '2024-09-20'],
      ],
    );
  });

  it('gives the pool to the lower number among loans of one day, whatever their ids', () => {
    const one = loan('bachu-2024', { id: 'z', loanNo: 'L1', opening: '30000.00' });
    const two = loan('bachu-2024', { id: 'a', loanNo: 'L2', opening: '40000.00' });
    const [first, second] = [one.id, two.id].map((id) =>
      plan([two, one]).find((line) => line.loan_id === id),
    );
    expect(first?.subsidy).toBe(first?.interest);
    // 20,000 of its 40,000 are within the cap.
    expect(Number(second?.subsidy)).toBeCloseTo(Number(second?.interest) / 2, 2);
  });

  it('has one night for a loan of the interest day itself (int-003)', () => {
    expect(plan([loan('bachu-2024', { disbursedOn: '2024-03-20' })])[0]).toMatchObject({
      period_to: '2024-03-21',
      nights: 1,
    });
  });

  it('begins a loan that is taken over with the running period', () => {
    const taken = loan('bachu-2024', {
      disbursedOn: '2022-05-05',
      maturesOn: '2025-05-05',
      takenOverOn: '2024-01-25',
    });
    expect(plan([taken])[0]?.period_from).toBe('2023-12-21');
    expect(periodStart(quarterDays, '2023-12-21')).toBe('2023-12-21');
    expect(periodStart(quarterDays, '2023-12-20')).toBe('2023-09-21');
    expect(settleDayFrom(quarterDays, '2023-12-21')).toBe('2024-03-20');
  });

  it('lets the period of an unpaid loan run on, with subsidy to maturity only (sub-009)', () => {
    const overdue = loan('bachu-2024', {
      disbursedOn: '2023-07-10',
      maturesOn: '2024-01-10',
      overdueSince: '2024-01-11',
    });
    expect(plannedLife(overdue, quarterDays).to).toBe('2024-03-21');
    expect(plan([overdue]).at(-1)).toMatchObject({
      period_from: '2023-12-21',
      period_to: '2024-03-21',
      nights: 20,
    });
  });

  it('gives the pool of the household out in order of disbursement (sub-022)', () => {
    const first = loan('yubei-2021', {
      opening: '30000.00',
      annualRate: '0.037',
      disbursedOn: '2022-01-10',
      maturesOn: '2023-01-10',
    });
    const second = { ...first, id: 'L2', loanNo: 'L2', opening: '40000.00', disbursedOn: '2022-02-01' };
    const lines = plan([first, second]).filter(({ settle_on }) => settle_on === '2022-06-20');
    const [own, rest] = ['L1', 'L2'].map((id) => lines.find(({ loan_id }) => loan_id === id));
    expect(own?.borrower_share).toBe('0.00');
    expect(Number(rest?.interest)).toBeCloseTo(Number(rest?.subsidy) * 2, 1);
  });

  it('plans one line to payoff where the pack settles then (sub-030)', () => {
    const whole = loan('anhui-town', {
      opening: '30000.00',
      annualRate: '0.0435',
      disbursedOn: '2018-03-01',
      maturesOn: '2019-03-01',
    });
    expect(plan([whole])).toEqual([
      expect.objectContaining({
        period_from: '2018-03-01',
        period_to: '2019-03-01',
        nights: 365,
        subsidy: '1323.13',
        settle_on: '2019-03-20',
      }),
    ]);
    expect(plan([{ ...whole, settledOn: '2019-04-02' }])[0]?.settle_on).toBe('2019-06-20');
  });

  it('settles the whole interest of a loan that is paid off late, its subsidy to maturity (sub-035)', () => {
    const late = loan('anhui-town', {
      ...{ opening: '30000.00', annualRate: '0.0435', disbursedOn: '2017-03-01', maturesOn: '2018-03-01' },
      ...{ overdueSince: '2018-03-02', settledOn: '2018-04-15' },
      repayments: [{ paid_on: '2018-04-15', principal: '30000.00' }],
    });
    const line = { nights: 365, interest: '1486.25', subsidy: '1323.13', settle_on: '2018-06-20' };
    expect(plan([late])).toEqual([expect.objectContaining(line)]);
  });

  it('pays nothing for arrears before maturity where the pack says so, and goes on after them (sub-039)', () => {
    const terms = { annualRate: '0.06', disbursedOn: '2018-05-02', maturesOn: '2019-05-02' };
    const arrears = [{ from: '2018-10-01', to: '2018-11-01' }];
    const lineOf = (county: string) =>
      plan([loan(county, { ...terms, arrears })]).find(({ settle_on }) => settle_on === '2018-12-20');
    expect(lineOf('horqin-banner')).toMatchObject({ nights: 60, interest: '758.33', subsidy: '250.00' });
    expect(lineOf('henan-city')).toMatchObject({ nights: 91 });
  });
});
