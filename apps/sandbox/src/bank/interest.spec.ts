import { describe, expect, it } from '@jest/globals';
import { formatFen, formatRate, parseFen, parseRate } from '../books/fen.js';
import { addMonths, isDay, today } from '../books/days.js';
import type { BankLoan } from './bank-loan.js';
import { loanInBooks as loan } from './bank-loan.fixture.js';
import { interestOf, periodStart, statementOf } from './interest.js';
import { subsidyList } from './subsidy-list.js';

const only = (loans: BankLoan[], from: string, to: string) =>
  subsidyList(loans, from, to).map(({ loanNo, nights, interest, subsidy }) => [loanNo, nights, formatFen(interest), formatFen(subsidy)]); // prettier-ignore

describe('interest of the bank', () => {
  it('settles 50,000 at 3.45 % over one year in five periods', () => {
    const given = loan({
      amount: '50000.00',
      annualRate: '0.0345',
      repayments: [['2024-09-05', '50000.00']],
    });
    const rows = statementOf(given, '2025-01-01');
    expect(rows.map((row) => formatFen(row.interest))).toEqual([
      '76.67',
      '436.04',
      '436.04',
      '440.83',
      '364.17',
    ]);
    expect(rows.map((row) => row.from)).toEqual(['2023-09-05', '2023-09-21', '2023-12-21', '2024-03-21', '2024-06-21']); // prettier-ignore
  });

  it('lets a repayment lower the balance of its own night', () => {
    const given = loan({ amount: '50000.00', annualRate: '0.0385', disbursedOn: '2021-11-01', repayments: [['2022-02-01', '20000.00']] }); // prettier-ignore
    expect(formatFen(interestOf(given, '2021-12-21', '2022-03-21'))).toBe('378.58');
  });

  it('rounds half a fen upwards', () => {
    expect(formatFen(interestOf(loan({ amount: '18000.00', annualRate: '0.0395' }), '2023-09-05', '2023-09-08'))).toBe('5.93'); // prettier-ignore
  });

  it('counts one night for a loan disbursed on a settlement day', () => {
    const given = loan({ amount: '30000.00', annualRate: '0.0395', disbursedOn: '2024-03-20', maturesOn: '2025-03-20' }); // prettier-ignore
    expect(formatFen(interestOf(given, '2023-12-21', '2024-03-21'))).toBe('3.29');
  });

  it.each([
    ['2024-03-20', '2023-12-21'],
    ['2024-03-21', '2024-03-21'],
    ['2024-01-05', '2023-12-21'],
    ['2024-12-21', '2024-12-21'],
    ['2024-12-20', '2024-09-21'],
    ['2024-05-31', '2024-03-21'],
  ])('the night of %s lies in the period from %s', (day, start) => {
    expect(periodStart(day)).toBe(start);
  });
});

describe('the subsidy list of the bank', () => {
  it('pays the whole interest of 25,504 with a repayment, up to payoff', () => {
    const given = loan({ amount: '25504.00', annualRate: '0.0395', disbursedOn: '2024-02-01', maturesOn: '2025-02-01', repayments: [['2024-05-15', '5504.00'], ['2024-07-31', '20000.00']] }); // prettier-ignore
    expect(only([given], '2023-12-21', '2024-03-21')).toEqual([['L1', 49, '137.12', '137.12']]);
    expect(only([given], '2024-03-21', '2024-06-21')).toEqual([['L1', 92, '235.10', '235.10']]);
    expect(only([given], '2024-09-21', '2024-12-21')).toEqual([]);
  });

  it('caps the rate and leaves the rest to the borrower', () => {
    const given = loan({ amount: '50000.00', annualRate: '0.0435', subsidyRate: '0.0345' });
    expect(only([given], '2023-09-21', '2023-12-21')).toEqual([['L1', 91, '549.79', '436.04']]);
  });

  it('pays nothing from maturity on', () => {
    const given = loan({ amount: '50000.00', annualRate: '0.0365', maturesOn: '2024-01-10' });
    expect(only([given], '2023-12-21', '2024-03-21')).toEqual([['L1', 20, '461.32', '101.39']]);
    expect(only([given], '2024-03-21', '2024-06-21')).toEqual([]);
  });

  it('gives the first 50,000 of a household to its loans in order of disbursement', () => {
    const shared = { principalCap: '50000.00', householdNo: 'H1', disbursedOn: '2022-01-01', maturesOn: '2024-01-01' }; // prettier-ignore
    const first = loan({ ...shared, loanNo: 'A', amount: '30000.00', annualRate: '0.046' });
    const second = loan({ ...shared, loanNo: 'B', amount: '40000.00', annualRate: '0.046', disbursedOn: '2022-01-02' }); // prettier-ignore
    const third = loan({ ...shared, loanNo: 'C', amount: '10000.00', annualRate: '0.046', disbursedOn: '2022-01-03' }); // prettier-ignore
    const list = only([third, second, first], '2022-03-21', '2022-06-21');
    expect(list.map((line) => [line[0], line[3]])).toEqual([
      ['A', '352.67'],
      ['B', '235.11'],
    ]);
  });

  it('gives place to the second loan when the first is repaid', () => {
    const shared = { principalCap: '50000.00', householdNo: 'H1', disbursedOn: '2021-06-01', maturesOn: '2024-01-01' }; // prettier-ignore
    const first = loan({ ...shared, loanNo: 'A', amount: '50000.00', annualRate: '0.046', repayments: [['2022-05-01', '25000.00']] }); // prettier-ignore
    const topUp = loan({ ...shared, loanNo: 'B', amount: '30000.00', annualRate: '0.046', disbursedOn: '2021-07-01' }); // prettier-ignore
    const list = only([first, topUp], '2022-03-21', '2022-06-21');
    expect(list[1]).toEqual(['B', 51, '352.67', '162.92']);
  });

  it('pays once, at payoff, where the scheme says so', () => {
    const given = loan({ amount: '30000.00', annualRate: '0.0435', settleAt: 'payoff', disbursedOn: '2023-03-01', maturesOn: '2024-02-29', repayments: [['2024-02-29', '30000.00']] }); // prettier-ignore
    expect(only([given], '2023-03-21', '2023-06-21')).toEqual([]);
    expect(only([given], '2023-12-21', '2024-03-21')).toEqual([['L1', 365, '1323.13', '1323.13']]);
  });
});

describe('figures and days', () => {
  it('keeps amounts and rates exact', () => {
    expect(formatFen(parseFen('202813600.00'))).toBe('202813600.00');
    expect(formatFen(5n)).toBe('0.05');
    expect(formatFen(-105n)).toBe('-1.05');
    expect(formatRate(parseRate('0.0395'))).toBe('0.0395');
    expect(formatRate(parseRate('0'))).toBe('0');
    expect(() => parseFen('1.5')).toThrow(RangeError);
    expect(() => parseRate('1.5')).toThrow(RangeError);
  });

  it('adds months by the calendar and lives in Shanghai', () => {
    expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(addMonths('2023-11-30', 3)).toBe('2024-02-29');
    expect(addMonths('2024-03-21', -3)).toBe('2023-12-21');
    expect(today(Date.UTC(2024, 0, 1, 16))).toBe('2024-01-02');
    expect(isDay('2023-02-29')).toBe(false);
    expect(isDay('2024-02-29')).toBe(true);
  });
});
