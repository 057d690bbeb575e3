import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const notKept = new Set(['node_modules', 'dist', '.data', '.nx', '.git', 'coverage', 'screenshots']);

/** Every file of the repository but built, installed and run-time ones, relative to the root. */
export function repositoryFiles(folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = folder ? `${folder}/${entry.name}` : entry.name;
    if (notKept.has(entry.name)) return [];
    return entry.isDirectory() ? repositoryFiles(file) : [file];
  });
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
