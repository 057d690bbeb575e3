import { describe, expect, it } from '@jest/globals';
import { activeEntry, menuFor } from './menu';

const paths = (role: string) => menuFor(role).map((entry) => entry.path);

describe('menu', () => {
  it('gives each role what it may use', () => {
    expect(paths('village')).toEqual([
      '/',
      '/tasks',
      '/apply',
      '/loans',
      '/settlements',
      '/claims',
      '/clawbacks',
    ]);
    expect(paths('bank')).toContain('/imports');
    expect(paths('finance')).not.toContain('/apply');
  });

  it('gives watchers no inbox and administrators no business data', () => {
    expect(paths('supervisor')).toEqual([
      ...[
        '/',
        '/loans',
        '/step-times',
        '/settlements',
        '/budgets',
        '/claims',
        '/clawbacks',
        '/funds',
        '/ledger',
        '/reconciliation',
        '/counterparts',
      ],
    ]);
    expect(paths('systemAdmin')).toEqual(['/', '/counterparts']);
  });

  it('gives a desk to a party that only a pack knows', () => {
    expect(paths('guarantor')).toContain('/tasks');
  });

  it('marks the entry of a deeper address', () => {
    expect(activeEntry('/')).toBe('/');
    expect(activeEntry('/loans/123')).toBe('/loans');
  });
});
