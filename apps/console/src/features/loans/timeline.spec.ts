import { describe, expect, it } from '@jest/globals';
import type { HistoryRow } from '@bangdai/contracts/http';
import { inLane, timelineItems } from './timeline';

const row = (id: string, at: string, lane: HistoryRow['lane'] = 'people'): HistoryRow => ({
  id,
  at,
  kind: 'decided',
  title: '办理环节',
  lane,
  byName: null,
  roleName: null,
  stepTitle: null,
  decision: null,
  decisionName: null,
  code: null,
  codeText: null,
  text: null,
  dueOn: null,
  data: {},
});

describe('timelineItems', () => {
  it('puts the newest first and names a long pause in days of Beijing', () => {
    const items = timelineItems([row('a', '2026-01-01T02:00:00Z'), row('b', '2026-02-27T17:00:00Z')]);
    expect(items.map((item) => (item.type === 'gap' ? item.days : item.row.id))).toEqual(['b', 58, 'a']);
  });

  it('keeps the order of what happened in one instant, newest first', () => {
    const items = timelineItems([
      row('first', '2026-01-01T02:00:00Z'),
      row('second', '2026-01-01T02:00:00Z'),
    ]);
    expect(items.map((item) => item.type === 'event' && item.row.id)).toEqual(['second', 'first']);
  });

  it('names no pause of a day or two', () => {
    const items = timelineItems([row('a', '2026-01-01T02:00:00Z'), row('b', '2026-01-03T02:00:00Z')]);
    expect(items.every((item) => item.type === 'event')).toBe(true);
  });

  it('filters by lane', () => {
    const rows = [row('a', '2026-01-01T02:00:00Z'), row('b', '2026-01-01T03:00:00Z', 'bank')];
    expect(inLane(rows, 'bank').map(({ id }) => id)).toEqual(['b']);
    expect(inLane(rows, 'all')).toHaveLength(2);
  });
});
