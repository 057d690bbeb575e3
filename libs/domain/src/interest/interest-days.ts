import {
  civilDate,
  dateOfDayNumber,
  dateParts,
  dayNumber,
  daysInMonth,
  type CivilDate,
} from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';

/**
 * The interest settlement days in `[from, to]`, in order. A day that a month does not have (`'02-30'`) falls on its last.
 * @param interestDays `'MM-DD'` of the pack
 * @throws DomainError `BAD_DATE`
 */
export function interestDaysBetween(
  interestDays: readonly string[],
  from: CivilDate,
  to: CivilDate,
): CivilDate[] {
  const found = new Set<CivilDate>();
  const last = dateParts(to).year;
  for (let year = dateParts(from).year; year <= last; year += 1) {
    for (const text of interestDays) {
      const match = /^(\d{2})-(\d{2})$/.exec(text);
      const month = Number(match?.[1]);
      const day = Number(match?.[2]);
      if (match === null || month < 1 || month > 12 || day < 1 || day > 31) throw new DomainError('BAD_DATE');
      const date = civilDate(year, month, Math.min(day, daysInMonth(year, month)));
      if (date >= from && date <= to) found.add(date);
    }
  }
  return [...found].sort();
}

export interface Period {
  from: CivilDate;
  /** Exclusive. */
  to: CivilDate;
}

export interface SettlementPeriod extends Period {
  /** The interest day that closes it, or the end itself when the loan or the span ends in between. */
  settleOn: CivilDate;
}

/**
 * Half-open periods from `from` to `to` that close with the night of each interest day (calculations §1):
 * from the 21st to the 21st, the first from `from`, the last to `to`. No row for zero nights.
 */
export function settlementPeriods(
  rules: { repayment: { interestDays: readonly string[] } },
  from: CivilDate,
  to: CivilDate,
): SettlementPeriod[] {
  const periods: SettlementPeriod[] = [];
  if (to <= from) return periods;
  let start = from;
  for (const settleOn of interestDaysBetween(rules.repayment.interestDays, from, to)) {
    const end = dateOfDayNumber(dayNumber(settleOn) + 1);
    if (end > to) break;
    periods.push({ from: start, to: end, settleOn });
    start = end;
  }
  if (start < to) periods.push({ from: start, to, settleOn: to });
  return periods;
}
