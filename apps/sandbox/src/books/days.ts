/** Civil days as `YYYY-MM-DD`; a day number counts from 1970-01-01. */
const dayMs = 86_400_000;
/** Asia/Shanghai has been UTC+8 without summer time since 1991. */
const shanghaiOffsetMs = 8 * 3_600_000;

export function dayNumber(day: string): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date) / dayMs;
}

export const dayOf = (number: number): string => new Date(number * dayMs).toISOString().slice(0, 10);

export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && dayOf(dayNumber(text)) === text;

export const today = (now: number = Date.now()): string =>
  new Date(now + shanghaiOffsetMs).toISOString().slice(0, 10);

/** The same date some months later, or the month's last day where it has no such date. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastDate = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastDate))).toISOString().slice(0, 10);
}
