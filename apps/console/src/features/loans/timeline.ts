import type { HistoryRow } from '@bangdai/contracts/http';
import { dayOf, daysBetween } from '../../ui/format';

export type TimelineItem = { type: 'event'; row: HistoryRow } | { type: 'gap'; id: string; days: number };

/** From this many days on a pause is shown as one line, so that years of service stay readable. */
export const GAP_DAYS = 3;

/** Newest first, with the long pauses between the events named. */
export function timelineItems(rows: readonly HistoryRow[]): TimelineItem[] {
  // The API tells them in the order in which they happened; those of one instant keep it, reversed.
  const sorted = [...rows].reverse().sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const items: TimelineItem[] = [];
  sorted.forEach((row, index) => {
    const newer = sorted[index - 1];
    const days = newer === undefined ? 0 : daysBetween(dayOf(row.at), dayOf(newer.at));
    if (days >= GAP_DAYS) items.push({ type: 'gap', id: `gap-${row.id}`, days });
    items.push({ type: 'event', row });
  });
  return items;
}

export type Lane = HistoryRow['lane'] | 'all';

export const inLane = (rows: readonly HistoryRow[], lane: Lane): HistoryRow[] =>
  lane === 'all' ? [...rows] : rows.filter((row) => row.lane === lane);

/** A decided step is named by the step itself; anything else by what happened. */
export const headOf = (row: Pick<HistoryRow, 'kind' | 'title' | 'stepTitle'>): string =>
  row.kind === 'decided' && row.stepTitle !== null ? row.stepTitle : row.title;
