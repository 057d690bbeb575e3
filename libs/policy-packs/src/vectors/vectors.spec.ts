import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
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

  it('compares rates as numbers and money as text', () => {
    expect(difference({ rateCap: '0.0480' }, { rateCap: '0.048' })).toBeNull();
    expect(difference({ interest: '1.00' }, { interest: '1.0' })).not.toBeNull();
    expect(difference({ a: 1 }, { a: 1, b: null })).not.toBeNull();
  });
});
