import { DomainError } from '../errors/domain-error.js';

/** A day in Asia/Shanghai as ISO text, for example `'2024-02-29'`. */
export type CivilDate = string;

interface DateParts {
  year: number;
  month: number;
  day: number;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function parts(date: CivilDate): DateParts | null {
  if (typeof date !== 'string' || date.length !== 10 || date[4] !== '-' || date[7] !== '-') return null;
  const [year, month, day] = [digits(date, 0, 4), digits(date, 5, 7), digits(date, 8, 10)];
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return null;
  return { year, month, day };
}

/** The number that these ASCII digits write; NaN for anything else. Dates are read by the million: no pattern here. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Whether `value` is a day that exists. */
export function isCivilDate(value: unknown): value is CivilDate {
  return parts(value as CivilDate) !== null;
}

/** @throws DomainError `BAD_DATE` */
export function dateParts(date: CivilDate): DateParts {
  const found = parts(date);
  if (found === null) throw new DomainError('BAD_DATE');
  return found;
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0');
}

/** @throws DomainError `BAD_DATE` beyond four digits: such a text would no longer sort as a date */
export function civilDate(year: number, month: number, day: number): CivilDate {
  if (!(year >= 0 && year <= 9999)) throw new DomainError('BAD_DATE');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * Days since 1970-01-01 by integer arithmetic alone: `Date` would bring the machine's time zone in.
 * (Years are counted from March, so that the leap day is the last of its year.)
 * @throws DomainError `BAD_DATE`
 */
export function dayNumber(date: CivilDate): number {
  const { year, month, day } = dateParts(date);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export function dateOfDayNumber(days: number): CivilDate {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const doe = z - era * 146097;
  const yoe = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36524) - Math.floor(doe / 146096)) / 365,
  );
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return civilDate(yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - Math.floor((153 * mp + 2) / 5) + 1);
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return dateOfDayNumber(dayNumber(date) + days);
}

/** Keeps the day of the month or clamps to the month's last (calculations §1): 30 November + 3 months is 28 or 29 February. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const { year, month, day } = dateParts(date);
  const index = year * 12 + month - 1 + months;
  const y = Math.floor(index / 12);
  const m = index - y * 12 + 1;
  return civilDate(y, m, Math.min(day, daysInMonth(y, m)));
}

/** Nights from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return dayNumber(to) - dayNumber(from);
}

export function compareDates(a: CivilDate, b: CivilDate): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function minDate(a: CivilDate, b: CivilDate): CivilDate {
  return a <= b ? a : b;
}

export function maxDate(a: CivilDate, b: CivilDate): CivilDate {
  return a >= b ? a : b;
}

/**
 * A loan, or what an extension adds to it, lasts at least a night (lifecycle §11).
 * @throws DomainError `BAD_DATE` when `to` is not after `from`, or either does not exist
 */
export function requireLater(from: CivilDate, to: CivilDate): void {
  if (daysBetween(from, to) <= 0) throw new DomainError('BAD_DATE');
}

/**
 * The smallest n with addMonths(from, n) ≥ to (calculations §1): 2023-06-20 → 2024-06-21 is 13.
 * @throws DomainError `BAD_DATE` when `to` lies before `from`.
 */
export function termMonths(from: CivilDate, to: CivilDate): number {
  const a = dateParts(from);
  const b = dateParts(to);
  if (to < from) throw new DomainError('BAD_DATE');
  const whole = (b.year - a.year) * 12 + b.month - a.month;
  return addMonths(from, whole) >= to
    ? whole > 0 && addMonths(from, whole - 1) >= to
      ? whole - 1
      : whole
    : whole + 1;
}

/** Age in completed years; somebody born on 29 February completes a year on 1 March of other years (policy-pack §2.2). */
export function completedYears(birth: CivilDate, on: CivilDate): number {
  const b = dateParts(birth);
  const o = dateParts(on);
  const before = o.month < b.month || (o.month === b.month && o.day < b.day);
  return o.year - b.year - (before ? 1 : 0);
}
