import { describe, expect, it } from '@jest/globals';
import { quarterName, settlementDays } from './quarters';

describe('settlement days', () => {
  it('offers the next one and the last ones, newest first', () => {
    expect(settlementDays('2026-11-24', 4)).toEqual(['2026-12-20', '2026-09-20', '2026-06-20', '2026-03-20']);
    expect(settlementDays('2026-12-20', 2)).toEqual(['2027-03-20', '2026-12-20']);
  });

  it('names the quarter', () => {
    expect(quarterName('2026-03-20')).toBe('2026 年第一季度');
    expect(quarterName('2026-12-20')).toBe('2026 年第四季度');
  });
});
