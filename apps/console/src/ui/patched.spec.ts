import { describe, expect, it } from '@jest/globals';
import { patched } from './patched';

describe('patched', () => {
  it('sets, replaces and removes without touching the rest or the original', () => {
    const before = new URLSearchParams('tab=done&q=张');
    expect(patched(before, { q: null, due: 'overdue' }).toString()).toBe('tab=done&due=overdue');
    expect(patched(before, { tab: '' }).has('tab')).toBe(false);
    expect(before.get('q')).toBe('张');
  });
});
