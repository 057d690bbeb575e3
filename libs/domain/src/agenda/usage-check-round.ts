import { addDays, type CivilDate } from '../calendar/civil-date.js';

/** A check counts for its round from this many days before the due day on (lifecycle §11, usage check). */
export const CHECK_EARLY_DAYS = 30;
/** A round not done so many days after its due day is told upwards, and a check entered later is late (lifecycle §3). */
export const CHECK_LATE_AFTER_DAYS = 10;

export interface CheckRound {
  round: number;
  dueOn: CivilDate;
  isDone: boolean;
}

/**
 * The round that a check made on a day belongs to; null for an extra check. Within 30 days before a due day, and not
 * before the due day before it, it counts for that round; after the due day for that round as long as it is open. A
 * round that is named is meant, unless the check was made too early for it (lifecycle §11).
 * @param rounds in order of their days
 */
export function roundOfCheck(
  rounds: readonly CheckRound[],
  checkedOn: CivilDate,
  named: number | null = null,
): number | null {
  if (named !== null) {
    const meant = rounds.find(({ round }) => round === named);
    return meant !== undefined && checkedOn >= opensOn(meant) ? meant.round : null;
  }
  const ahead = rounds.find(({ dueOn }) => checkedOn <= dueOn);
  if (ahead !== undefined && checkedOn >= opensOn(ahead)) return ahead.round;
  const behind = rounds.filter(({ dueOn }) => dueOn < checkedOn).at(-1);
  return behind !== undefined && !behind.isDone ? behind.round : null;
}

const opensOn = ({ dueOn }: CheckRound): CivilDate => addDays(dueOn, -CHECK_EARLY_DAYS);

/** Whether a check entered on `on` comes late for a round due on `dueOn`. */
export const isLateCheck = (dueOn: CivilDate, on: CivilDate): boolean =>
  on > addDays(dueOn, CHECK_LATE_AFTER_DAYS);
