import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkEligibility, REASON_CODES, type EligibilityInput, type PolicyPack } from '@bangdai/domain';
import { loadPacks } from './load-packs.js';

const registry = loadPacks();
const pack = (key: string): PolicyPack => registry.versions(key)[0] as PolicyPack;
const yubei = pack('yubei-2021');

const input: EligibilityInput = {
  product: 'household',
  applicationDate: '2024-07-01',
  applicant: { group: 'liftedPoor', birthDate: '1980-05-20' },
  request: { type: 'new', amount: '50000.00', termMonths: 12, purpose: 'breeding' },
};

function reasons(
  rules: PolicyPack,
  change: Omit<Partial<EligibilityInput>, 'applicant' | 'request'> & { applicant?: object; request?: object },
): string[] {
  const { applicant, request, ...rest } = change;
  const given = {
    ...input,
    ...rest,
    applicant: { ...input.applicant, ...applicant },
    request: { ...input.request, ...request },
  };
  return checkEligibility(rules, registry.rates, given as EligibilityInput).reasons;
}

describe('who may borrow', () => {
  it('treats a draw without a line as new money: in the window, and after the payoff', () => {
    const draw = { type: 'draw', amount: '30000.00' };
    expect(
      reasons(yubei, {
        applicationDate: '2030-03-01',
        request: draw,
        applicant: { householdOutstanding: '20000.00' },
      }),
    ).toEqual(['PACK_NOT_EFFECTIVE', 'PREVIOUS_LOAN_NOT_PAID_OFF']);
  });

  it('asks for the borrower in person, for the will to borrow, and for a purpose that the plan knows', () => {
    const plan = (change: Partial<PolicyPack['eligibility']>): PolicyPack => ({
      ...yubei,
      eligibility: { ...yubei.eligibility, ...change },
    });
    const relative = { applicant: { isFamilyMember: true } };
    expect(reasons(plan({ familyMemberMayApply: false }), relative)).toEqual(['FAMILY_MEMBER_NOT_ALLOWED']);
    expect(reasons(plan({ familyMemberMayApply: true }), relative)).toEqual([]);
    const unwilling = { applicant: { willing: false } };
    expect(reasons(plan({ requireWillingness: true }), unwilling)).toEqual(['NO_WILLINGNESS']);
    expect(reasons(yubei, { request: { purpose: 'spaceTravel' } })).toEqual(['PURPOSE_UNKNOWN']);
  });

  it('lets a breaker stop everything but an extension', () => {
    const later = { currentMaturity: '2024-08-10' };
    expect(reasons(yubei, { breakerTripped: true, request: { type: 'renewal', ...later } })).toEqual([
      'BREAKER_TRIPPED',
    ]);
    expect(reasons(yubei, { breakerTripped: true, request: { type: 'extension', ...later } })).toEqual([]);
  });

  it('bounds an extension by the months added, a renewal by the old loan', () => {
    const later = { currentMaturity: '2024-08-10' };
    expect(reasons(yubei, { request: { type: 'extension', termMonths: 13, ...later } })).toEqual([
      'TERM_ABOVE_MAX',
    ]);
    expect(reasons(yubei, { request: { type: 'extension', termMonths: 0, ...later } })).toEqual([
      'TERM_BELOW_MIN',
    ]);
    expect(
      reasons(yubei, {
        applicant: { householdOutstanding: '40000.00' },
        request: { type: 'renewal', amount: '40000.01', ...later },
      }),
    ).toEqual(['AMOUNT_ABOVE_MAX']);
  });

  it('names a renewal that the pack does not have, without counting earlier ones', () => {
    const bachu = pack('bachu-2024');
    const request = { type: 'renewal', currentMaturity: '2024-08-10', renewalsUsed: 3 };
    expect(reasons(bachu, { request })).toEqual(['RENEWAL_NOT_ALLOWED']);
  });

  it('gives nothing on a line from its last day on, and says only that', () => {
    const horqin = pack('horqin-banner');
    const draw = (applicationDate: string): string[] =>
      reasons(horqin, { applicationDate, request: { type: 'draw', lineStart: '2018-03-01' } });
    expect(draw('2021-03-01')).toEqual(['LINE_EXPIRED']);
    expect(draw('2021-02-28')).toEqual(['DRAW_BEYOND_LINE']);
  });

  it('follows a line beyond the window of the pack', () => {
    const henan = pack('henan-city');
    const request = { type: 'draw', lineStart: '2020-12-01', amount: '1000.00' };
    expect(reasons(henan, { applicationDate: '2021-06-01', applicant: { grade: 'A' }, request })).toEqual([]);
  });

  it('counts a rated household without a grade as not rated, and a limit of null as no limit', () => {
    const henan = pack('henan-city');
    const product = henan.products['household'];
    const unlimited = {
      ...henan,
      products: { household: { ...product, gradeLimits: { A: null } } },
    } as PolicyPack;
    const old = { applicationDate: '2018-03-01' };
    expect(reasons(henan, old)).toEqual(['NOT_RATED']);
    expect(
      reasons(unlimited, { ...old, applicant: { grade: 'A' }, request: { amount: '200000.00' } }),
    ).toEqual([]);
  });

  it('checks again before disbursement by the rates of that day, the age of the first', () => {
    const request = { annualRate: '0.0345' };
    expect(reasons(yubei, { request })).toEqual([]);
    expect(reasons(yubei, { request, checkDate: '2024-07-22' })).toEqual(['RATE_ABOVE_CAP']);
    expect(reasons(yubei, { checkDate: '2026-01-10', applicationDate: '2025-12-31' })).toEqual([]);
  });

  it('takes new money only under an active pack', () => {
    expect(reasons({ ...yubei, status: 'draft' }, {})).toEqual(['PACK_NOT_EFFECTIVE']);
  });

  it.each([
    { amount: '0.00' },
    { amount: '1.001' },
    { termMonths: 1.5 },
    { annualRate: 'x' },
    { type: 'gift' },
  ])('refuses %p as malformed', (request) => {
    expect(() => reasons(yubei, { request })).toThrow();
  });

  it('gives its reasons in the fixed order, each once', () => {
    const any = fc.record({
      group: fc.constantFrom('liftedPoor', 'none'),
      birthDate: fc.constantFrom('1940-01-01', '1980-01-01', '2015-01-01'),
      badCredit: fc.boolean(),
      rated: fc.boolean(),
      willing: fc.boolean(),
      ableToRepay: fc.boolean(),
      householdOutstanding: fc.constantFrom('0.00', '60000.00'),
      otherBorrowersInHousehold: fc.nat(1),
    });
    const asked = fc.record({
      type: fc.constantFrom('new', 'repeat', 'topUp', 'draw', 'renewal', 'extension'),
      amount: fc.constantFrom('1000.00', '60000.00'),
      termMonths: fc.integer({ min: 1, max: 50 }),
      purpose: fc.constantFrom('breeding', 'gambling', 'moon'),
      annualRate: fc.constantFrom('0.0300', '0.0900'),
    });
    fc.assert(
      fc.property(any, asked, fc.constantFrom(...registry.all()), (applicant, request, rules) => {
        const found = reasons(rules, { applicant, request, product: 'household' });
        expect(found).toEqual(REASON_CODES.filter((code) => found.includes(code)));
      }),
    );
  });
});
