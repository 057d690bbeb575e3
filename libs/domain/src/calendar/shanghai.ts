import { DomainError } from '../errors/domain-error.js';
import { dateOfDayNumber, dayNumber, type CivilDate } from './civil-date.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// China has kept UTC+8 without summer time since 1991; all contracts are later.
const OFFSET = 8 * HOUR;

/** The day in Asia/Shanghai at an instant (milliseconds since the epoch). */
export function shanghaiDateOf(epochMs: number): CivilDate {
  return dateOfDayNumber(Math.floor((epochMs + OFFSET) / DAY));
}

/**
 * The instant of a wall-clock time in Asia/Shanghai; `'24:00'` is the end of the day.
 * @throws DomainError `BAD_DATE` | `BAD_TIME`
 */
export function shanghaiInstant(date: CivilDate, time: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  const minutes = match === null ? -1 : Number(match[1]) * 60 + Number(match[2]);
  if (match === null || minutes < 0 || minutes > 1440 || Number(match[2]) > 59)
    throw new DomainError('BAD_TIME');
  return dayNumber(date) * DAY + minutes * 60_000 - OFFSET;
}
