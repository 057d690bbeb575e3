import { addDays, compareDates, type CivilDate } from '../calendar/civil-date.js';
import type { Reminder } from '../policy/policy-pack.js';

export type SetReminderStatus = 'planned' | 'sendNow' | 'skipped';

export interface SetReminder {
  reminder: Reminder;
  dueOn: CivilDate;
  /** The due day, or for `sendNow` the day on which the timers were set. */
  on: CivilDate;
  status: SetReminderStatus;
}

/**
 * Reminders for one maturity as set on `setOn`. Late start (lifecycle §3): of those whose day has already passed the
 * nearest to maturity goes out at once, the others are skipped. After maturity (a legacy loan that is overdue) none goes out:
 * its borrower is urged, not reminded.
 */
export function setReminders(
  reminders: readonly Reminder[],
  maturity: CivilDate,
  setOn: CivilDate,
): SetReminder[] {
  const due = reminders.map((reminder) => ({ reminder, dueOn: addDays(maturity, reminder.offsetDays) }));
  const passed = due.map(({ dueOn }) => dueOn).filter((dueOn) => compareDates(dueOn, setOn) < 0);
  const nearest = passed.reduce<CivilDate | null>(
    (best, day) => (best === null || day > best ? day : best),
    null,
  );
  return due.map(({ reminder, dueOn }) => {
    if (dueOn >= setOn) return { reminder, dueOn, on: dueOn, status: 'planned' };
    return dueOn === nearest && setOn <= maturity
      ? { reminder, dueOn, on: setOn, status: 'sendNow' }
      : { reminder, dueOn, on: dueOn, status: 'skipped' };
  });
}
