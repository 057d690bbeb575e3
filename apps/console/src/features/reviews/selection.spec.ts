import { describe, expect, it } from '@jest/globals';
import type { TaskRow } from '@bangdai/contracts/http';
import {
  bulkRefusal,
  mergeResults,
  moveCursor,
  nextAfter,
  retryable,
  sameBatch,
  summarise,
} from './selection';

const task = (over: Partial<TaskRow> = {}): TaskRow => ({
  id: '1',
  kind: 'review',
  stepKey: 's',
  title: '镇审核',
  role: 'township',
  status: 'open',
  subject: 'loan',
  subjectId: 'l1',
  subjectNo: '1',
  borrower: null,
  county: 'c',
  countyName: '',
  township: '',
  village: '',
  bank: null,
  bankName: null,
  amount: '50000.00',
  openedOn: '2026-11-01',
  dueOn: null,
  daysLeft: null,
  overdue: false,
  claimedBy: null,
  claimedByName: null,
  outcomes: ['approve', 'reject'],
  requires: [],
  requiresDetail: false,
  needsMeeting: false,
  decision: null,
  decidedAt: null,
  ...over,
});
const row = (taskId: string, outcome: 'done' | 'refused' | 'failed') => ({
  taskId,
  outcome,
  code: null,
  detail: null,
});

describe('bulk approval', () => {
  it('takes only what needs nothing of its own per case, and says why not', () => {
    expect(bulkRefusal(task())).toBeNull();
    expect(bulkRefusal(task({ status: 'done' }))).toBe('已办结');
    expect(bulkRefusal(task({ needsMeeting: true }))).toContain('会议记录');
    expect(bulkRefusal(task({ requiresDetail: true }))).toContain('意见');
    expect(bulkRefusal(task({ requires: ['contract'] }))).toContain('材料');
    expect(bulkRefusal(task({ role: 'bank' }))).toContain('银行');
    expect(bulkRefusal(task({ subject: 'settlement' }))).toContain('核对数字');
    expect(bulkRefusal(task({ kind: 'usageCheck' }))).toContain('逐件');
  });

  it('keeps one batch to one step of one county', () => {
    expect(sameBatch(undefined, task())).toBe(true);
    expect(sameBatch(task(), task({ id: '2' }))).toBe(true);
    expect(sameBatch(task(), task({ stepKey: 'other' }))).toBe(false);
    expect(sameBatch(task(), task({ county: 'other' }))).toBe(false);
  });

  it('sums households and money to the fen', () => {
    const tasks = [
      task({ amount: '0.10' }),
      task({ subjectId: 'l2', amount: '0.20' }),
      task({ subjectId: 'l3', amount: null }),
    ];
    expect(summarise(tasks)).toEqual({ households: 3, amount: '0.30', step: '镇审核' });
  });

  it('retries failures alone and keeps the place of each row', () => {
    const first = [row('a', 'done'), row('b', 'failed'), row('c', 'refused')];
    expect(retryable(first)).toEqual(['b']);
    expect(mergeResults(first, [row('b', 'done')])).toEqual([
      row('a', 'done'),
      row('b', 'done'),
      row('c', 'refused'),
    ]);
  });
});

describe('moving through the list', () => {
  const ids = ['a', 'b', 'c'];
  it('goes on to the case after the decided one, at the end to the one before', () => {
    expect(nextAfter(ids, 'a')).toBe('b');
    expect(nextAfter(ids, 'c')).toBe('b');
    expect(nextAfter(['a'], 'a')).toBeUndefined();
    expect(nextAfter(ids, 'gone')).toBe('a');
  });

  it('moves the cursor and stops at the ends', () => {
    expect(moveCursor(ids, undefined, 1)).toBe('a');
    expect(moveCursor(ids, 'a', 1)).toBe('b');
    expect(moveCursor(ids, 'c', 1)).toBe('c');
    expect(moveCursor(ids, 'a', -1)).toBe('a');
    expect(moveCursor([], undefined, 1)).toBeUndefined();
  });
});
