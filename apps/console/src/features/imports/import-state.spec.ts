import { describe, expect, it } from '@jest/globals';
import { progressPercent } from './import-state';

describe('progressPercent', () => {
  it('is never whole before the end and never broken at the start', () => {
    expect(progressPercent({ phase: 'rows', done: 0, total: 0 })).toBe(0);
    expect(progressPercent({ phase: 'rows', done: 7951, total: 7952 })).toBe(99);
    expect(progressPercent({ phase: 'rows', done: 7952, total: 7952 })).toBe(100);
  });
});
