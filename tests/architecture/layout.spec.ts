import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFolders, repositoryFiles, root } from './repository.js';

const agreedEntries = [
  'apps',
  'libs',
  'workflows',
  'infra',
  'tests',
  'nx.json',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'jest.config.mjs',
  'eslint.config.mjs',
  'README.md',
  'README.zh-CN.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'LICENSE',
];

/**
 * Files that were longer than 300 lines when the limit was set, with their length. A ratchet: they may shrink, then the
 * figure here shrinks too; no file may join.
 */
const longFiles: Record<string, number> = {};

const codeFiles = repositoryFiles().filter((file) => /\.(ts|tsx|mjs)$/.test(file));
const isTest = (file: string) => /\.(int-|e2e-)?spec\.tsx?$/.test(file) || /^tests\/|\/testing\//.test(file);
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const lineCount = (file: string) => read(file).trimEnd().split('\n').length;

describe('the layout', () => {
  it('has only the agreed entries at the top', () => {
    const generated = ['node_modules', 'dist', 'coverage'];
    const entries = readdirSync(root).filter((name) => !name.startsWith('.') && !generated.includes(name));
    expect(entries.filter((name) => !agreedEntries.includes(name))).toEqual([]);
    expect(agreedEntries.filter((name) => !entries.includes(name))).toEqual([]);
  });

  it('has no library called common, shared, utils or helpers', () => {
    const vague = projectFolders().filter((folder) => /(common|shared|utils?|helpers?)$/.test(folder));
    expect(vague).toEqual([]);
  });

  it.each(projectFolders())('%s has a README of at most 40 lines', (folder) => {
    const readme = `${folder}/README.md`;
    expect({ readme, exists: existsSync(path.join(root, readme)) }).toEqual({ readme, exists: true });
    expect(lineCount(readme)).toBeLessThanOrEqual(40);
  });

  it('names no scheme in code: a county is data', () => {
    const packFolder = path.join(root, 'libs/policy-packs/packs');
    const schemeKeys = readdirSync(packFolder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(schemeKeys.length).toBeGreaterThanOrEqual(8);
    // The demo says which demo county runs which pack; a command's help may show a key as an example.
    const isExample = (file: string) => file.startsWith('apps/api/src/demo/') || file.includes('/src/cli/');
    const production = codeFiles.filter(
      (file) => /^(apps|libs|workflows)\//.test(file) && !isTest(file) && !isExample(file),
    );
    const named = production.flatMap((file) => {
      const text = read(file);
      return schemeKeys.filter((key) => text.includes(key)).map((key) => `${file}: ${key}`);
    });
    expect(named).toEqual([]);
  });

  it('has no source file over 300 lines that is not on the ratchet list', () => {
    const tooLong = codeFiles
      .filter((file) => !isTest(file) && lineCount(file) > (longFiles[file] ?? 300))
      .map((file) => `${file}: ${lineCount(file)} lines`);
    expect(tooLong).toEqual([]);
  });

  it('keeps the ratchet list tight', () => {
    const slack = Object.entries(longFiles)
      .map(([file, limit]) => ({
        file,
        limit,
        lines: existsSync(path.join(root, file)) ? lineCount(file) : 0,
      }))
      .filter(({ limit, lines }) => lines < limit);
    expect(slack).toEqual([]);
  });

  it('links only to files that exist from its documents', () => {
    const documents = repositoryFiles().filter((file) => file.endsWith('.md'));
    const broken = documents.flatMap((document) =>
      [...read(document).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(path.join(root, path.dirname(document), target)))
        .map((target) => `${document} -> ${target}`),
    );
    expect(broken).toEqual([]);
  });
});
