import { DomainError } from '../errors/domain-error.js';
import { dateOfDayNumber, dayNumber, type CivilDate } from './civil-date.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// China has kept UTC+8 without summer time since 1991; all contracts are later.
const OFFSET = 8 * HOUR;

/** @throws DomainError `BAD_TIME` */
function minutesOf(time: string): number {
  const hours = twoDigits(time, 0);
  const minutes = twoDigits(time, 3);
  const sum = hours * 60 + minutes;
  if (time.length !== 5 || time[2] !== ':' || !(minutes <= 59 && sum <= 1440))
    throw new DomainError('BAD_TIME');
  return sum;
}

/** NaN for anything but two ASCII digits at this place. */
function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The day in Asia/Shanghai at an instant (milliseconds since the epoch). */
export function shanghaiDateOf(epochMs: number): CivilDate {
  return dateOfDayNumber(Math.floor((epochMs + OFFSET) / DAY));
}

/**
 * The instant of a wall-clock time in Asia/Shanghai; `'24:00'` is the end of the day.
 * @throws DomainError `BAD_DATE` | `BAD_TIME`
 */
export function shanghaiInstant(date: CivilDate, time: string): number {
  return dayNumber(date) * DAY + minutesOf(time) * 60_000 - OFFSET;
}
