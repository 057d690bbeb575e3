import { addDays, DomainError, isWorkingDay, type WorkingCalendar } from '@bangdai/domain';

/** Farther than this nobody counts working days, in days. */
const HORIZON = 400;

/** Working days from today to the due day; negative past it; null without a due day or a published calendar. */
export function workingDaysLeft(
  today: string,
  dueOn: string | null,
  calendar: WorkingCalendar,
): number | null {
  if (dueOn === null) return null;
  const [from, to, sign] = today <= dueOn ? [today, dueOn, 1] : [dueOn, today, -1];
  if (addDays(from, HORIZON) < to) return null;
  try {
    let days = 0;
    for (let day = from; day < to;) {
      day = addDays(day, 1);
      if (isWorkingDay(day, calendar)) days += 1;
    }
    // Overdue over a weekend alone is overdue all the same.
    return sign === 1 ? days : -Math.max(1, days);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
}
