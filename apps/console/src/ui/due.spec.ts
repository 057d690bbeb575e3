import { describe, expect, it } from '@jest/globals';
import { dueOf } from './due';

const task = { dueOn: '2026-11-26', daysLeft: 3, overdue: false, status: 'open' };

describe('dueOf', () => {
  it('says in words what the colour repeats', () => {
    expect(dueOf(task)).toEqual({ text: '剩 3 个工作日', tone: 'calm' });
    expect(dueOf({ ...task, daysLeft: 1 })).toEqual({ text: '剩 1 个工作日', tone: 'soon' });
    expect(dueOf({ ...task, daysLeft: 0 })).toEqual({ text: '今天到期', tone: 'soon' });
    expect(dueOf({ ...task, daysLeft: -2, overdue: true })).toEqual({ text: '超期 2 个工作日', tone: 'bad' });
  });

  it('does not invent a count where the calendar is not published', () => {
    expect(dueOf({ ...task, daysLeft: null })).toEqual({ text: '2026-11-26 到期', tone: 'calm' });
    expect(dueOf({ ...task, daysLeft: null, overdue: true })).toEqual({ text: '已超期', tone: 'bad' });
  });

  it('is silent for tasks without a limit and for done ones', () => {
    expect(dueOf({ ...task, dueOn: null })).toEqual({ text: '不限时', tone: 'none' });
    expect(dueOf({ ...task, status: 'done', overdue: true })).toEqual({ text: '已办结', tone: 'none' });
  });
});
