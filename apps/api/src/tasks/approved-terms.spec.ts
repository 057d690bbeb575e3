import { describe, expect, it } from '@jest/globals';
import { checkApprovedTerms } from './approved-terms.js';

const upTo = (relation: 'max' | 'equal') => ({
  rateCaps: [
    { maxMonths: 12, rate: '0.0300', relation },
    { maxMonths: 36, rate: '0.0350', relation },
  ],
});
const terms = (termMonths: number, annualRate: string) => ({ amount: '30000.00', termMonths, annualRate });

describe('the terms that a bank offers', () => {
  it('are taken up to the bound of their own term, whatever the zeros', () => {
    expect(() => checkApprovedTerms(terms(12, '0.03'), upTo('max'))).not.toThrow();
    expect(() => checkApprovedTerms(terms(13, '0.035'), upTo('max'))).not.toThrow();
    expect(() => checkApprovedTerms(terms(12, '0.029'), upTo('max'))).not.toThrow();
  });

  it('are refused above it, before anybody signs', () => {
    expect(() => checkApprovedTerms(terms(12, '0.0345'), upTo('max'))).toThrow('RATE_ABOVE_CAP');
    expect(() => checkApprovedTerms(terms(12, '0.029'), upTo('equal'))).toThrow('RATE_NOT_EQUAL');
    expect(() => checkApprovedTerms(terms(37, '0.03'), upTo('max'))).toThrow('TERM_ABOVE_TIERS');
    expect(() => checkApprovedTerms(terms(12, '0.03'), { rateCaps: [] })).toThrow('REFERENCE_RATE_MISSING');
  });
});
