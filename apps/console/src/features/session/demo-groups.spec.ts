import { describe, expect, it } from '@jest/globals';
import { groupByRole } from './demo-groups';

const account = (role: string, username: string) => ({
  role,
  roleName: `${role}名`,
  username,
  password: 'x',
  place: '',
});

describe('groupByRole', () => {
  it('keeps the order of roles and of accounts', () => {
    const groups = groupByRole([account('village', 'a'), account('bank', 'b'), account('village', 'c')]);
    expect(groups.map((group) => group.accounts.map(({ username }) => username))).toEqual([
      ['a', 'c'],
      ['b'],
    ]);
  });
});
