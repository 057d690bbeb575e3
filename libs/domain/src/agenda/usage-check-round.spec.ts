import { describe, expect, it } from '@jest/globals';
import { isLateCheck, roundOfCheck, type CheckRound } from '../index.js';

const rounds = (...done: number[]): CheckRound[] =>
  ['2024-05-10', '2024-08-10', '2024-11-10'].map((dueOn, i) => ({
    round: i + 1,
    dueOn,
    isDone: done.includes(i + 1),
  }));

describe('the round of a usage check', () => {
  it('is that of the due day within 30 days ahead; earlier it is an extra check', () => {
    expect(roundOfCheck(rounds(), '2024-04-09')).toBeNull();
    expect(roundOfCheck(rounds(), '2024-04-10')).toBe(1);
    expect(roundOfCheck(rounds(), '2024-05-10')).toBe(1);
    expect(roundOfCheck(rounds(1), '2024-07-10')).toBeNull();
    expect(roundOfCheck(rounds(1), '2024-07-11')).toBe(2);
  });

  it('is the round behind as long as nobody has done it', () => {
    expect(roundOfCheck(rounds(), '2024-06-01')).toBe(1);
    expect(roundOfCheck(rounds(1), '2024-06-01')).toBeNull();
    expect(roundOfCheck(rounds(1, 2), '2025-03-01')).toBe(3);
  });

  it('keeps the date of the next round, however late the one before is', () => {
    expect(roundOfCheck(rounds(), '2024-07-20')).toBe(2);
    expect(roundOfCheck(rounds(), '2024-07-20', 1)).toBe(1);
  });

  it('is the one that is named, done or not, but not one that the check came too early for', () => {
    expect(roundOfCheck(rounds(1), '2024-05-12', 1)).toBe(1);
    expect(roundOfCheck(rounds(), '2024-04-01', 1)).toBeNull();
    expect(roundOfCheck(rounds(), '2024-05-12', 7)).toBeNull();
  });

  it('is late from the eleventh day on', () => {
    expect(isLateCheck('2024-05-10', '2024-05-20')).toBe(false);
    expect(isLateCheck('2024-05-10', '2024-05-21')).toBe(true);
  });
});
