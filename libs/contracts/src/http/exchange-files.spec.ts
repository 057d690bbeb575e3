import { describe, expect, it } from '@jest/globals';
import { readExchangeRows } from './exchange-files.js';

describe('a table of arrears', () => {
  const sender = { county: 'horqin-banner', bank: 'main' };
  const read = (table: string[][]) =>
    readExchangeRows('overdue', sender, table)?.map(({ payload, code }) => [payload['curedOn'], code]);

  it('may say which are paid up, and need not', () => {
    expect(read([['loanNo', 'overdueSince'], ['L1', '2018-10-01']])).toEqual([[undefined, null]]); // prettier-ignore
    const table = [['loanNo', 'overdueSince', 'curedOn'], ['L1', '2018-10-01', ''], ['L2', '2018-10-01', '2018-11-01'], ['L3', '2018-10-01', '2018-10-01']]; // prettier-ignore
    expect(read(table)).toEqual([
      [undefined, null],
      ['2018-11-01', null],
      ['2018-10-01', 'FIELD_INVALID'],
    ]);
    expect(read([['loanNo']])).toBeUndefined();
  });
});
