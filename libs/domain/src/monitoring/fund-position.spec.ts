import { describe, expect, it } from '@jest/globals';
import { fundPosition, quarterOf, type FundRules } from '../index.js';

const rules: FundRules = { size: null, leverageMax: null, replenish: null };
const input = {
  ...{
    balance: '100000.00',
    outstanding: '900000.00',
    openingLoans: '1200000.00',
    openingBalance: '110000.00',
  },
  on: '2024-05-10',
};
const floor = { share: '0.10', of: 'loanBalance', topUpBy: 'quarterEnd', stopLending: false } as const;

describe('the position of a fund account', () => {
  it('asks nothing where the pack asks nothing', () => {
    expect(fundPosition(rules, input)).toEqual({
      ...{ leverage: '9.00', headroom: null, floor: null, required: '0.00', topUpDue: '0.00', topUpBy: null },
      ...{ alarms: [], lendingStopped: false },
    });
  });

  it('measures the floor by how the quarter opened, and gives until its last day', () => {
    const below = fundPosition({ ...rules, floor }, input);
    expect(below).toMatchObject({ floor: '120000.00', topUpDue: '20000.00', topUpBy: '2024-06-30' });
    expect([below.alarms, below.lendingStopped]).toEqual([['BELOW_FLOOR'], false]);
    const stopped = fundPosition({ ...rules, floor: { ...floor, stopLending: true } }, input);
    expect(stopped.lendingStopped).toBe(true);
    const ofFund = fundPosition({ ...rules, floor: { ...floor, of: 'fundBalance' } }, input);
    expect(ofFund).toMatchObject({ floor: '11000.00', topUpDue: '0.00', topUpBy: null, alarms: [] });
    expect(fundPosition({ ...rules, floor }, { ...input, balance: '120000.00' }).topUpDue).toBe('0.00');
  });

  it('stops lending above the leverage, and names the day of the replenishment', () => {
    const bounded: FundRules = {
      ...rules,
      leverageMin: '5',
      leverageMax: '8',
      replenish: { withinDays: 30 },
    };
    expect(fundPosition(bounded, input)).toMatchObject({
      ...{ headroom: '-100000.00', topUpDue: '12500.00', topUpBy: '2024-06-09', lendingStopped: true },
      alarms: ['LEVERAGE_EXCEEDED'],
    });
    expect(fundPosition(bounded, { ...input, outstanding: '800000.00' })).toMatchObject({
      ...{ headroom: '0.00', topUpDue: '0.00', lendingStopped: false, alarms: [] },
    });
    expect(fundPosition(bounded, { ...input, outstanding: '400000.00' }).alarms).toEqual([
      'LEVERAGE_BELOW_MIN',
    ]);
    // A fen too little is too little.
    expect(fundPosition(bounded, { ...input, outstanding: '800000.01' }).topUpDue).toBe('0.01');
  });

  it('is filled up again after each use, where the pack says so and measures nothing else', () => {
    const reserve: FundRules = { ...rules, replenish: { withinDays: 30 } };
    expect(fundPosition(reserve, { ...input, size: '100000.00' })).toMatchObject({
      topUpDue: '0.00',
      alarms: [],
    });
    expect(fundPosition(reserve, { ...input, size: '110326.25' })).toMatchObject({
      ...{ topUpDue: '10326.25', topUpBy: '2024-06-09', alarms: ['USED_IN_PART'], lendingStopped: false },
    });
    const bounded = { ...reserve, leverageMax: '10' };
    expect(fundPosition(bounded, { ...input, size: '110326.25' }).topUpDue).toBe('0.00');
  });

  it('takes the hardest rule and the nearest day', () => {
    const all: FundRules = {
      ...rules,
      floor,
      minSize: '150000.00',
      leverageMax: '8',
      replenish: { withinDays: 90 },
    };
    expect(fundPosition(all, input)).toMatchObject({
      ...{ required: '150000.00', topUpDue: '50000.00', topUpBy: '2024-06-30' },
      alarms: ['LEVERAGE_EXCEEDED', 'BELOW_FLOOR', 'BELOW_MIN_SIZE'],
    });
    expect(fundPosition(rules, { ...input, balance: '0.00' }).leverage).toBeNull();
  });

  it('knows the quarters of a year', () => {
    expect(['2024-01-01', '2024-03-31', '2024-08-09', '2024-12-31'].map(quarterOf)).toEqual([
      { from: '2024-01-01', to: '2024-03-31' },
      { from: '2024-01-01', to: '2024-03-31' },
      { from: '2024-07-01', to: '2024-09-30' },
      { from: '2024-10-01', to: '2024-12-31' },
    ]);
  });
});
