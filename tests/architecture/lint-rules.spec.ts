import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { root } from './repository.js';

/** One forbidden line per rule, and the file in which it is forbidden. */
const probes: [what: string, file: string, code: string, rule: string][] = [
  [
    'the clock in the domain',
    'libs/domain/src/probe.ts',
    'export const a = new Date();',
    'no-restricted-syntax',
  ],
  [
    'Date.now in the domain',
    'libs/domain/src/probe.ts',
    'export const a = Date.now();',
    'no-restricted-properties',
  ],
  [
    'chance in the domain',
    'libs/domain/src/probe.ts',
    'export const a = Math.random();',
    'no-restricted-syntax',
  ],
  ['Intl in the domain', 'libs/domain/src/probe.ts', 'export const a = Intl;', 'no-restricted-globals'],
  [
    'a locale in a workflow',
    'workflows/loan/src/probe.ts',
    'export const a = (1).toLocaleString();',
    'no-restricted-syntax',
  ],
  [
    'the clock in a workflow',
    'workflows/loan/src/probe.ts',
    'export const a = new Date();',
    'no-restricted-syntax',
  ],
  ['zod in a workflow', 'workflows/loan/src/probe.ts', "export { z } from 'zod';", 'no-restricted-imports'],
  [
    'a client in a workflow',
    'workflows/loan/src/probe.ts',
    "export * from '@temporalio/client';",
    'no-restricted-imports',
  ],
  ['a stray console.log', 'apps/api/src/probe.ts', "console.log('x');", 'no-console'],
];

const script = `
  import { ESLint } from 'eslint';
  const eslint = new ESLint({ cwd: process.cwd() });
  const answers = [];
  for (const { file, code } of JSON.parse(process.argv[1])) {
    const [result] = await eslint.lintText(code, { filePath: file });
    answers.push(result.messages.map(({ ruleId }) => ruleId));
  }
  process.stdout.write(JSON.stringify(answers));
`;

describe('lint rules of deterministic code', () => {
  let answers: string[][] = [];

  beforeAll(() => {
    const work = JSON.stringify(probes.map(([, file, code]) => ({ file, code })));
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script, work], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    answers = JSON.parse(output) as string[][];
  }, 60_000);

  it.each(probes.map(([what, , , rule], index) => ({ what, rule, index })))(
    'refuse $what',
    ({ rule, index }) => {
      expect(answers[index]).toContain(rule);
    },
  );
});
