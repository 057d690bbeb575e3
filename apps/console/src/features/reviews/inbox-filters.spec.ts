import { describe, expect, it } from '@jest/globals';
import { emptyFilters, isFiltered, readFilters } from './inbox-filters';

const from = (search: string) => {
  const params = new URLSearchParams(search);
  return readFilters((name) => params.get(name) ?? undefined);
};

describe('readFilters', () => {
  it('reads a shared address and ignores what it does not know', () => {
    expect(from('tab=done&township=龙兴镇&q=&colour=red')).toEqual({ tab: 'done', township: '龙兴镇' });
    expect(from('tab=nonsense')).toEqual({ tab: 'todo' });
  });

  it('clears every filter and keeps the tab', () => {
    expect(isFiltered(from('tab=done'))).toBe(false);
    expect(isFiltered(from('due=overdue'))).toBe(true);
    expect(Object.keys(emptyFilters())).not.toContain('tab');
  });
});
