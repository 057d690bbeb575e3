import type { StepTime } from '@bangdai/contracts/http';

/** So few decisions say nothing about an office. */
const ENOUGH = 3;

/** Step and office with the longest ninth decile among those that decided often enough; null while there is none. */
export function slowest(rows: readonly StepTime[]): StepTime | null {
  const counted = rows.filter(({ decided, p90Days }) => decided >= ENOUGH && p90Days !== null);
  return counted.reduce<StepTime | null>(
    (worst, row) => (worst === null || Number(row.p90Days) > Number(worst.p90Days) ? row : worst),
    null,
  );
}

/** `'0.1250'` → `12.5%`. */
export const percentOf = (share: string): string =>
  `${(Number(share) * 100).toFixed(1).replace(/\.0$/, '')}%`;

export function yearBefore(day: string): string {
  const [year = '', rest] = [day.slice(0, 4), day.slice(4)];
  return `${Number(year) - 1}${rest === '-02-29' ? '-02-28' : rest}`;
}
