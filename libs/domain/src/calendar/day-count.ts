import { dateOfDayNumber, dateParts } from './civil-date.js';

export type DayCount = 'ACT/360' | 'ACT/365' | '30/360';

/** The year's length that a rate is divided by. */
export function yearBasis(dayCount: DayCount): number {
  return dayCount === 'ACT/365' ? 365 : 360;
}

function thirtyOrdinal(day: number): number {
  const { year, month, day: d } = dateParts(dateOfDayNumber(day));
  return year * 360 + month * 30 + Math.min(d, 30);
}

/**
 * Interest days of the nights `[from, to)`, given as day numbers. ACT counts nights. `30/360` is the European form, a
 * plain difference of ordinals: it alone is additive over nights, which the night rule (算头不算尾) needs, so that a
 * repayment on any day never changes the days of the whole.
 */
export function interestDays(dayCount: DayCount, from: number, to: number): number {
  return dayCount === '30/360' ? thirtyOrdinal(to) - thirtyOrdinal(from) : to - from;
}
