/** Days on which counties settle interest: the 20th of the last month of a quarter (lifecycle §3, timers). */
const SETTLEMENT_DAYS = ['03-20', '06-20', '09-20', '12-20'];

/** The last settlement days up to today and the next one, newest first: quick picks of the dialog. */
export function settlementDays(today: string, count: number): string[] {
  const year = Number(today.slice(0, 4));
  const days = [year - 2, year - 1, year, year + 1].flatMap((y) =>
    SETTLEMENT_DAYS.map((day) => `${y}-${day}`),
  );
  const past = days.filter((day) => day <= today);
  const next = days.find((day) => day > today);
  return [...(next === undefined ? [] : [next]), ...past.reverse()].slice(0, count);
}

/** `2026-09-20` → `2026 年第三季度`. */
export function quarterName(day: string): string {
  const quarter = Math.ceil(Number(day.slice(5, 7)) / 3);
  return `${day.slice(0, 4)} 年第${'一二三四'.charAt(quarter - 1)}季度`;
}
