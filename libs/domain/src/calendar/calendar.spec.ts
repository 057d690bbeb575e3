import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addWorkingDays,
  completedYears,
  dateOfDayNumber,
  dayNumber,
  daysBetween,
  DomainError,
  isCivilDate,
  isWorkingDay,
  shanghaiDateOf,
  shanghaiInstant,
  termMonths,
} from '../index.js';
import { interestDays } from './day-count.js';

const date = fc.integer({ min: dayNumber('1990-01-01'), max: dayNumber('2100-12-31') }).map(dateOfDayNumber);
const calendar = {
  years: [2024],
  holidays: [
    '2024-10-01',
    '2024-10-02',
    '2024-10-03',
    '2024-10-04',
    '2024-10-05',
    '2024-10-06',
    '2024-10-07',
  ],
  makeUpWorkdays: ['2024-09-29', '2024-10-12'],
};

describe('civil dates', () => {
  it.each(['2023-02-29', '2024-13-01', '2024-00-10', '2024-1-1', '2024-04-31', 'today', '', null, 20240101])(
    'does not take %p for a day',
    (value) => expect(isCivilDate(value)).toBe(false),
  );

  it('agrees with the calendar of the language on every day', () => {
    fc.assert(
      fc.property(date, (day) => {
        expect(new Date(dayNumber(day) * 86_400_000).toISOString().slice(0, 10)).toBe(day);
        expect(addDays(day, daysBetween(day, '2024-02-29'))).toBe('2024-02-29');
      }),
    );
  });

  it('stops at the end of four-digit years instead of running on', () => {
    expect(() => addMonths('9999-12-31', 1)).toThrow(new DomainError('BAD_DATE'));
    expect(() => addDays('9999-12-31', 1)).toThrow(new DomainError('BAD_DATE'));
  });

  it('clamps to the last day of a shorter month', () => {
    expect(addMonths('2023-11-30', 3)).toBe('2024-02-29');
    expect(addMonths('2024-03-31', -1)).toBe('2024-02-29');
    expect(addMonths('2023-12-31', 12)).toBe('2024-12-31');
  });

  it('counts the months of a term as the smallest number that reaches maturity', () => {
    expect(termMonths('2023-06-20', '2024-06-20')).toBe(12);
    expect(termMonths('2023-06-20', '2024-06-21')).toBe(13);
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 800 }), (from, days) => {
        const to = addDays(from, days);
        const n = termMonths(from, to);
        expect(addMonths(from, n) >= to).toBe(true);
        expect(n === 0 || addMonths(from, n - 1) < to).toBe(true);
      }),
    );
  });

  it('lets somebody born on 29 February come of age on 1 March', () => {
    expect(completedYears('2004-02-29', '2022-02-28')).toBe(17);
    expect(completedYears('2004-02-29', '2022-03-01')).toBe(18);
    expect(completedYears('2004-02-29', '2024-02-29')).toBe(20);
  });
});

describe('time in Shanghai', () => {
  it('ends a day at 24:00, which is 00:00 of the next', () => {
    expect(shanghaiInstant('2024-03-20', '24:00')).toBe(shanghaiInstant('2024-03-21', '00:00'));
    expect(shanghaiInstant('2024-03-20', '09:00')).toBe(Date.UTC(2024, 2, 20, 1));
  });

  it('names the day by UTC+8, whatever the machine thinks', () => {
    expect(shanghaiDateOf(Date.UTC(2024, 0, 31, 15, 59))).toBe('2024-01-31');
    expect(shanghaiDateOf(Date.UTC(2024, 0, 31, 16))).toBe('2024-02-01');
    fc.assert(fc.property(date, (day) => expect(shanghaiDateOf(shanghaiInstant(day, '23:59'))).toBe(day)));
  });
});

describe('working days', () => {
  it('skips the holidays and works the make-up days', () => {
    expect(isWorkingDay('2024-09-29', calendar)).toBe(true);
    expect(isWorkingDay('2024-10-01', calendar)).toBe(false);
    expect(addWorkingDays('2024-09-27', 3, calendar)).toBe('2024-10-08');
    expect(addWorkingDays('2024-10-11', 1, calendar)).toBe('2024-10-12');
  });

  it('gives no answer for a year that nobody has published', () => {
    expect(() => addWorkingDays('2024-12-30', 5, calendar)).toThrow(
      new DomainError('CALENDAR_NOT_PUBLISHED'),
    );
  });
});

describe('day counts', () => {
  it('counts a year of twelve equal months as 360 days, whatever the leap day does', () => {
    expect(interestDays('30/360', dayNumber('2024-01-15'), dayNumber('2025-01-15'))).toBe(360);
    expect(interestDays('30/360', dayNumber('2024-02-28'), dayNumber('2024-03-01'))).toBe(3);
    expect(interestDays('ACT/360', dayNumber('2024-01-15'), dayNumber('2025-01-15'))).toBe(366);
  });

  it('charges the same for a span cut in two, so that a repayment never changes the days', () => {
    const kinds = fc.constantFrom('ACT/360' as const, 'ACT/365' as const, '30/360' as const);
    fc.assert(
      fc.property(kinds, date, fc.nat(500), fc.nat(500), (kind, start, a, b) => {
        const from = dayNumber(start);
        const whole = interestDays(kind, from, from + a + b);
        expect(interestDays(kind, from, from + a) + interestDays(kind, from + a, from + a + b)).toBe(whole);
      }),
    );
  });
});
