import { describe, expect, it } from '@jest/globals';
import { findCounterpart, type Counterpart } from './counterpart.js';

const row = (county: string, bank: string, kind: Counterpart['kind'] = 'bank'): Counterpart => ({
  county,
  bank,
  kind,
  adapter: 'http',
  baseUrl: `http://${county}.${bank}`,
});
const rows = [row('*', '*'), row('a', '*'), row('*', 'main'), row('a', 'main'), row('*', '*', 'treasury')];

describe('findCounterpart', () => {
  it.each([
    ['a', 'main', 'http://a.main'],
    ['a', 'other', 'http://a.*'],
    ['b', 'main', 'http://*.main'],
    ['b', 'other', 'http://*.*'],
  ])('takes the most particular row for bank %s/%s', (county, bank, baseUrl) => {
    expect(findCounterpart(rows, 'bank', county, bank)).toMatchObject({ kind: 'bank', baseUrl });
  });

  it('says which counterpart nobody configured', () => {
    expect(() => findCounterpart([row('a', '*')], 'treasury', 'a', '*')).toThrow('COUNTERPART_NOT_CONFIGURED: treasury * of a'); // prettier-ignore
  });
});
