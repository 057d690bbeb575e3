import { DomainError } from '../errors/domain-error.js';
import { dateOfDayNumber, dateParts, dayNumber, type CivilDate } from './civil-date.js';

/** The State Council's yearly notice as data: rest days beyond weekends, and weekend days that are worked. */
export interface WorkingCalendar {
  years: number[];
  holidays: CivilDate[];
  makeUpWorkdays: CivilDate[];
}

/**
 * Whether offices are open that day.
 * @throws DomainError `CALENDAR_NOT_PUBLISHED` outside the published years: the answer is never guessed (policy-pack §5).
 */
export function isWorkingDay(date: CivilDate, calendar: WorkingCalendar): boolean {
  if (!calendar.years.includes(dateParts(date).year)) throw new DomainError('CALENDAR_NOT_PUBLISHED');
  if (calendar.makeUpWorkdays.includes(date)) return true;
  if (calendar.holidays.includes(date)) return false;
  // 1970-01-01 was a Thursday; 0 is Monday.
  const weekday = (((dayNumber(date) + 3) % 7) + 7) % 7;
  return weekday < 5;
}

/**
 * The n-th working day after `date`, the day itself not counted; n = 0 is the day itself.
 * @throws DomainError `CALENDAR_NOT_PUBLISHED`
 */
export function addWorkingDays(date: CivilDate, n: number, calendar: WorkingCalendar): CivilDate {
  let day = dayNumber(date);
  let left = n;
  while (left > 0) {
    day += 1;
    if (isWorkingDay(dateOfDayNumber(day), calendar)) left -= 1;
  }
  return dateOfDayNumber(day);
}

export type DayKind = 'calendar' | 'working';

/** The n-th day after `date` in the kind of days the pack counts. @throws DomainError `CALENDAR_NOT_PUBLISHED` */
export function addDaysOfKind(
  date: CivilDate,
  n: number,
  kind: DayKind,
  calendar?: WorkingCalendar,
): CivilDate {
  if (kind === 'calendar') return dateOfDayNumber(dayNumber(date) + n);
  if (calendar === undefined) throw new DomainError('CALENDAR_NOT_PUBLISHED');
  return addWorkingDays(date, n, calendar);
}
