import { describe, expect, it } from '@jest/globals';
import {
  daysBetween,
  instant,
  percent,
  percentToRate,
  shiftMonth,
  thousands,
  today,
  typedMoney,
  yuan,
} from './format';

describe('format', () => {
  it('groups thousands without touching a fen', () => {
    expect(thousands('202813600.00')).toBe('202,813,600.00');
    expect(thousands('-1234.50')).toBe('-1,234.50');
    expect(thousands('999.99')).toBe('999.99');
    expect(thousands('9007199254740993.01')).toBe('9,007,199,254,740,993.01');
    expect(yuan(null)).toBe('—');
    expect(yuan('0.00')).toBe('0.00 元');
  });

  it('shows a rate in percent exactly and reads it back', () => {
    expect(percent('0.0395')).toBe('3.95%');
    expect(percent('0.04')).toBe('4.00%');
    expect(percent('0.038525')).toBe('3.8525%');
    expect(percent('0')).toBe('0.00%');
    expect(percent(null)).toBe('—');
    expect(percentToRate('3.95')).toBe('0.0395');
    expect(percentToRate('4')).toBe('0.04');
    expect(percentToRate('0')).toBe('0');
    expect(percentToRate('12.5')).toBe('0.125');
    expect(percentToRate('三点八')).toBeNull();
    expect(percentToRate('-3')).toBeNull();
  });

  it('makes typed amounts exact and refuses what is none', () => {
    expect(typedMoney('50000')).toBe('50000.00');
    expect(typedMoney('50,000.5')).toBe('50000.50');
    expect(typedMoney('007.10')).toBe('7.10');
    expect(typedMoney('0')).toBe('0.00');
    for (const text of ['', '5万', '1.234', '-1', '1e5', '.5']) expect(typedMoney(text)).toBeNull();
  });

  it('tells instants and today by Beijing time', () => {
    expect(instant('2026-11-23T16:30:00Z')).toBe('2026-11-24 00:30');
    expect(instant('2026-11-24')).toBe('2026-11-24');
    expect(instant(null)).toBe('—');
    expect(today(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01');
  });

  it('counts days and months across ends of years and leap days', () => {
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2026-12-31', '2027-01-01')).toBe(1);
    expect(daysBetween('2026-01-02', '2026-01-01')).toBe(-1);
    expect(shiftMonth('2026-12', 1)).toBe('2027-01');
    expect(shiftMonth('2026-01', -1)).toBe('2025-12');
  });
});
