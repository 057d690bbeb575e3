import { describe, expect, it } from '@jest/globals';
import { groupByCounty } from './demo-groups';

const account = (username: string) => ({
  role: 'village',
  roleName: '村',
  username,
  password: 'x',
  place: '',
});

describe('groupByCounty', () => {
  it('gives each county its accounts and, last, those of all counties', () => {
    const counties = groupByCounty([
      account('supervisor'),
      account('village@a'),
      account('bank@b'),
      account('bank@a'),
    ]);
    expect(counties.map(({ code, accounts }) => [code, ...accounts.map(({ username }) => username)])).toEqual(
      [
        ['a', 'village@a', 'bank@a', 'supervisor'],
        ['b', 'bank@b', 'supervisor'],
      ],
    );
  });

  it('takes the names that the API gives', () => {
    const [county] = groupByCounty([{ ...account('v1'), county: 'x', countyName: '示范县' }]);
    expect(county).toMatchObject({ code: 'x', name: '示范县' });
  });
});
