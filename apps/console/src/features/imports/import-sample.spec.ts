import { describe, expect, it } from '@jest/globals';
import { sampleCell, sampleTitle } from './import-sample';

describe('import sample', () => {
  it('shows columns, amounts and rates as people write them', () => {
    expect(sampleTitle('contractAmount')).toBe('合同金额（元）');
    expect(sampleTitle('乡镇')).toBe('乡镇');
    expect(sampleCell('balance', '7700.00')).toBe('7,700.00');
    expect(sampleCell('annualRate', '0.0395')).toBe('3.95%');
    expect(sampleCell('overdueSince', '')).toBe('—');
    expect(sampleCell('loanNo', 'SF2020000150')).toBe('SF2020000150');
  });
});
