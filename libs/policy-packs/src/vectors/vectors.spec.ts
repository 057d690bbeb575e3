import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import type { PolicyPack, Product } from '@bangdai/domain';
import { createRegistry } from '../registry/pack-registry.js';
import { loadPacks } from '../registry/load-packs.js';
import { difference } from './compare.js';
import { runVectorFile } from './run-vectors.js';

const DIR = fileURLToPath(new URL('../../vectors/', import.meta.url));
const registry = loadPacks();
const files = readdirSync(DIR).filter((name) => name.endsWith('.json'));

function vectorsOf(file: string): unknown {
  return JSON.parse(readFileSync(join(DIR, file), 'utf8')) as unknown;
}

describe('the counties’ own figures', () => {
  it.each(files)('all come out as given in %s', (file) => {
    expect(runVectorFile(vectorsOf(file), registry).filter(({ failure }) => failure !== null)).toEqual([]);
  });

  it('are 327 in number', () => {
    expect(files.flatMap((file) => runVectorFile(vectorsOf(file), registry))).toHaveLength(327);
  });
});

describe('where and when it is computed', () => {
  const failuresOf = (contents: unknown[]): unknown[] =>
    contents.flatMap((content) => runVectorFile(content, registry)).filter(({ failure }) => failure !== null);

  it('changes nothing: no clock, no chance, no locale is asked', () => {
    const contents = files.map(vectorsOf);
    const real = { Date: globalThis.Date, Intl: globalThis.Intl, random: Math.random };
    const { localeCompare } = String.prototype;
    const forbidden = (): never => {
      throw new Error('not pure');
    };
    let failures: unknown[];
    try {
      globalThis.Date = Object.assign(forbidden, {
        now: forbidden,
        parse: forbidden,
        UTC: forbidden,
      }) as never;
      globalThis.Intl = {} as never;
      Math.random = forbidden;
      String.prototype.localeCompare = forbidden;
      failures = failuresOf(contents);
    } finally {
      globalThis.Date = real.Date;
      globalThis.Intl = real.Intl;
      Math.random = real.random;
      String.prototype.localeCompare = localeCompare;
    }
    expect(failures).toEqual([]);
  });

  it.each(['Pacific/Kiritimati', 'America/Los_Angeles', 'Asia/Kolkata'])(
    'gives the same in the zone %s',
    (zone) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        expect(failuresOf(files.map(vectorsOf))).toEqual([]);
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    },
  );
});

describe('a vector that does not hold', () => {
  const first = (vectorsOf('interest.json') as Record<string, unknown>[])[0];

  it('is told with what was expected and what came out', () => {
    const wrong = { ...first, expect: { ...(first?.['expect'] as object), totalInterest: '1753.76' } };
    expect(runVectorFile([wrong], registry)[0]?.failure).toBe('totalInterest 应为 "1753.76"，实为 "1753.75"');
  });

  it.each([
    null,
    7,
    'x',
    [],
    {},
    { id: 'a' },
    { ...first, given: { kind: 'unknown' } },
    { ...first, given: { kind: 'schedule' } },
    { ...first, scheme: 'nowhere' },
    { ...first, expect: {} },
  ])('fails without a crash, however malformed: %p', (vector) => {
    expect(runVectorFile([vector], registry)[0]?.failure).toMatch(/[\u4e00-\u9fff]/);
  });

  it('is told with the code when what is given cannot be', () => {
    const loan = { ...(first?.['given'] as { loan: object }).loan, maturityDate: '2024-02-30' };
    const given = { ...(first?.['given'] as object), loan };
    const failureOf = (vector: unknown): string | null =>
      runVectorFile([vector], registry)[0]?.failure ?? null;
    expect(failureOf({ ...first, given })).toMatch(/^应为 \{"periods".*，实为 错误 BAD_DATE$/);
    expect(failureOf({ ...first, given, expect: { error: 'BAD_DATE' } })).toBeNull();
    const equal = { ...loan, disbursementDate: '2024-03-01', maturityDate: '2024-03-01' };
    expect(failureOf({ ...first, given: { ...given, loan: equal } })).toContain('错误 BAD_DATE');
  });

  it.each(['constructor', '__proto__', 'toString'])(
    'looks nothing up beyond what the pack says: %s',
    (product) => {
      for (const kind of ['claim', 'subsidy', 'schedule', 'timers', 'eligibility']) {
        const vector = {
          id: 'x',
          scheme: 'bachu-2024',
          given: { kind, product, loans: [], periods: [] },
          expect: { a: 1 },
        };
        expect(runVectorFile([vector], registry)[0]?.failure).toContain('错误 PRODUCT_UNKNOWN');
      }
      const given = { kind: 'referenceRate', table: 'LPR', tenor: product, on: '2024-03-01' };
      const expected = { rate: null, error: 'REFERENCE_RATE_MISSING' };
      expect(
        runVectorFile([{ id: 'x', scheme: 'any', given, expect: expected }], registry)[0]?.failure,
      ).toBeNull();
    },
  );

  it('shows the first difference so that it is seen, and how many follow', () => {
    const long = 'x'.repeat(400);
    expect(difference({ a: `${long}1`, b: 1 }, { a: `${long}2`, b: 2 })).toBe(
      `a 应为 …${'x'.repeat(20)}1"，实为 …${'x'.repeat(20)}2"；另有 1 处不同`,
    );
    expect(difference({ reasons: ['A'] }, { reasons: ['A', 'B'] })).toBe(
      'reasons 应为 ["A"]，实为 ["A","B"]',
    );
    const period = (from: string): object => ({ from, interest: '1.00', note: long });
    expect(difference({ periods: [period('a')] }, { periods: [period('a'), period('b')] })).toMatch(
      /^periods\.1 应为 （无），实为 \{"from":"b"/,
    );
  });

  it('compares rates as numbers and money as text', () => {
    expect(difference({ rateCap: '0.0480' }, { rateCap: '0.048' })).toBeNull();
    expect(difference({ interest: '1.00' }, { interest: '1.0' })).not.toBeNull();
    expect(difference({ a: 1 }, { a: 1, b: null })).not.toBeNull();
  });
});

describe('a county with two versions', () => {
  const old = registry.versions('dengzhou-2023')[0] as PolicyPack;
  const household = old.products['household'] as Product;
  const repayment = { ...household.repayment, dayCount: 'ACT/365' as const };
  const later: PolicyPack = {
    ...old,
    packVersion: '2.0.0',
    supersedes: old.packVersion,
    effectiveFrom: '2025-01-01',
    effectiveTo: '2026-12-31',
    products: { household: { ...household, repayment } },
  };
  const two = createRegistry([old, later], registry.rates, registry.calendar);
  const interest = (disbursementDate: string, maturityDate: string): string => {
    const loan = { loanId: 'L', principal: '36500.00', annualRate: '0.0300', disbursementDate, maturityDate };
    const given = { kind: 'schedule', loan, through: maturityDate };
    const vector = { id: 'x', scheme: 'dengzhou-2023', given, expect: { totalInterest: '' } };
    return runVectorFile([vector], two)[0]?.failure ?? '';
  };
  const chainOf = (at: string, pack: PolicyPack): string | null => {
    const versions = createRegistry([old, pack], registry.rates, registry.calendar);
    const event = { type: 'decision', step: 'apply', by: 'borrower', decision: 'complete', at };
    const given = { kind: 'chain', chain: 'loan', events: [event] };
    const expected = { finalState: 'approved' };
    return (
      runVectorFile([{ id: 'x', scheme: 'dengzhou-2023', given, expect: expected }], versions)[0]?.failure ??
      null
    );
  };

  it('figures a loan by the version in force on its day', () => {
    expect(interest('2024-03-21', '2024-06-21')).toContain('实为 "279.83"');
    expect(interest('2025-03-21', '2025-06-21')).toContain('实为 "276.00"');
    // The window of the last is over: its lines and renewals go on under it.
    expect(interest('2027-03-21', '2027-06-21')).toContain('实为 "276.00"');
  });

  it('takes an application through the chain of its day', () => {
    const short = { ...later, approval: { loan: (old.approval['loan'] ?? []).slice(0, 1) } };
    expect(chainOf('2024-05-01', short)).toContain('"open"');
    expect(chainOf('2025-05-01', short)).not.toContain('"open"');
  });
});
