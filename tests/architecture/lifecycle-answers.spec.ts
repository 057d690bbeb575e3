import { eligibilityReasons, errorTexts } from '@bangdai/contracts';
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answers, codesByClause, type Answer } from './lifecycle-answers.js';
import { root } from './repository.js';

const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** The text of one test: from its title to the next test of the file. Null when the file has no such test. */
function testText({ file, title }: Answer): string | null {
  const text = textOf(file);
  const starts = [`'${title}'`, `"${title}"`, `\`${title}\``].map((quoted) => text.indexOf(quoted));
  const from = Math.max(...starts);
  if (from < 0) return null;
  const next = text.slice(from).search(/\n\s+it(\.each)?\(/);
  return next < 0 ? text.slice(from) : text.slice(from, from + next);
}

describe('the answers of the lifecycle', () => {
  it('stand in a test each, by the name that the table gives', () => {
    const missing = answers.filter((answer) => testText(answer) === null);
    expect(missing).toEqual([]);
  });

  it('are asserted by the code that the clause names', () => {
    const silent = answers.filter(
      (answer) => answer.code !== null && testText(answer)?.includes(`'${answer.code}'`) !== true,
    );
    expect(silent).toEqual([]);
  });

  it('leave out no code of a clause, and name none that the platform does not know', () => {
    const missing = Object.entries(codesByClause).flatMap(([clause, codes]) =>
      codes
        .filter((code) => !answers.some((row) => row.code === code && row.clause.startsWith(clause)))
        .map((code) => `${clause} ${code}`),
    );
    expect(missing).toEqual([]);
    const unknown = answers.filter(({ code }) => code !== null && errorTexts[code] === undefined);
    expect(unknown).toEqual([]);
  });

  it('hold every reason against an application, in a vector or a case of its own', () => {
    const shown = [
      textOf('libs/policy-packs/vectors/eligibility.json'),
      textOf('libs/policy-packs/vectors/interest.json'),
      textOf('libs/policy-packs/src/registry/eligibility.spec.ts'),
    ].join('\n');
    const missing = Object.keys(eligibilityReasons).filter(
      (code) => !new RegExp(`["']${code}["']`).test(shown),
    );
    expect(missing).toEqual([]);
  });
});
