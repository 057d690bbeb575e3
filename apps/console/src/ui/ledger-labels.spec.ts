import { describe, expect, it } from '@jest/globals';
import { accountName } from './ledger-labels';

describe('accountName', () => {
  it('names the account and leaves an unknown one as it is', () => {
    expect(accountName('county/demo/loanPrincipal/61cdc14c')).toBe('贷款本金');
    expect(accountName('county/demo/treasury/2024')).toBe('贴息资金结存');
    expect(accountName('county/demo/newKind')).toBe('county/demo/newKind');
  });
});
