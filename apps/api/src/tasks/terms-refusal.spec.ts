import { describe, expect, it } from '@jest/globals';
import type { TermsVerdict } from '@bangdai/contracts/http';
import { problemOf } from '../http/problem.js';
import { percentText, termsRefusal } from './terms-refusal.js';

const verdict: TermsVerdict = {
  code: null,
  field: null,
  rateCap: '0.03',
  guide: { amountMax: '50000.00', termMonthsMin: 1, termMonthsMax: 36, relation: 'max', rateCaps: [] },
};

describe('a refusal of terms', () => {
  it('is none where nothing speaks against them', () => {
    expect(termsRefusal(verdict)).toBeNull();
  });

  it.each([
    ['RATE_ABOVE_CAP', 'annualRate', '0.03', 'max', '利率超过上限。利率上限 3.00%。'],
    ['RATE_NOT_EQUAL', 'annualRate', '0.06', 'equal', '利率与规定利率不一致。规定利率 6.00%。'],
    ['TERM_ABOVE_MAX', 'termMonths', null, 'max', '期限超过最长期限。期限应为 1 至 36 个月。'],
    ['AMOUNT_ABOVE_REQUEST', 'amount', null, 'max', '核定金额高于申请金额。申请金额 50000.00 元。'],
  ] as const)('%s names the field and the bound', (code, field, rateCap, relation, detail) => {
    const given = { ...verdict, code, field, rateCap, guide: { ...verdict.guide, relation } };
    expect(problemOf(termsRefusal(given), 'trace')).toMatchObject({
      status: 422,
      code,
      detail,
      errors: [{ pointer: `/approvedTerms/${field}`, code }],
    });
  });

  it('rounds no rate', () => {
    expect(percentText('0.042750')).toBe('4.275%');
    expect(percentText('0.0395')).toBe('3.95%');
  });
});
