import { describe, expect, it } from '@jest/globals';
import { emptyFilters, isFiltered, pageSizeOf, readFilters, viewFilters } from './inbox-filters';

const from = (search: string) => {
  const params = new URLSearchParams(search);
  return readFilters((name) => params.get(name) ?? undefined);
};

describe('readFilters', () => {
  it('reads a shared address and ignores what it does not know', () => {
    expect(from('tab=done&township=龙兴镇&q=&colour=red')).toEqual({ tab: 'done', township: '龙兴镇' });
    expect(from('tab=nonsense')).toEqual({ tab: 'todo' });
  });

  it('keeps a view as it stands in the address, so that it opens the same way', () => {
    const filters = from('tab=copied&tag=visit&amountFrom=20000&q=wgq&size=20');
    expect(viewFilters(filters)).toEqual({ tab: 'copied', tag: 'visit', amountFrom: '20000', q: 'wgq' });
  });

  it('takes a page size that is offered, else the usual one', () => {
    expect([pageSizeOf('20'), pageSizeOf('100'), pageSizeOf('7'), pageSizeOf(undefined)]).toEqual([
      20, 100, 50, 50,
    ]);
  });

  it('clears every filter and keeps the tab', () => {
    expect(isFiltered(from('tab=done'))).toBe(false);
    expect(isFiltered(from('due=overdue'))).toBe(true);
    expect(Object.keys(emptyFilters())).not.toContain('tab');
  });
});
