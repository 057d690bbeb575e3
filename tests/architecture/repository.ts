import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every file that git keeps or would keep, relative to the root. */
export function repositoryFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(listed.split('\0').filter(Boolean))].sort();
}

/** The folders with a package of their own: apps, libs, workflows and tests. */
export function projectFolders(): string[] {
  const groups = ['apps', 'libs', 'workflows'];
  const inGroups = groups.flatMap((group) =>
    readdirSync(path.join(root, group), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${group}/${entry.name}`),
  );
  return [...inGroups, 'tests'];
}

/** Loads a module of the launcher; those are plain JavaScript and have no type declarations. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- see above
export async function launcherModule(file: string): Promise<any> {
  return import(path.join(root, 'infra/local', file));
}
