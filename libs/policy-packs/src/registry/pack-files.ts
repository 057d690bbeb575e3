import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export const REFERENCE_RATES_FILE = 'reference-rates.json';
export const CALENDAR_FILE = 'calendar.json';
const PRINTED_FILE = 'printed.json';
const FLAT_PRINTED = '.printed.json';

export interface PackFolder {
  packFiles: string[];
  ratesFile: string | null;
  calendarFile: string | null;
}

function entriesOf(dir: string): { name: string; isDirectory: boolean }[] {
  return readdirSync(dir, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .map((entry) => ({
      name: entry.name,
      isDirectory: entry.isDirectory() || (entry.isSymbolicLink() && isDirectory(join(dir, entry.name))),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function isDirectory(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Why a path that should be a folder is none. */
export function notAFolder(path: string): string {
  return existsSync(path) ? '这是文件，不是文件夹' : '文件夹不存在';
}

/** The packs of a folder: flat `*.json`, or `<scheme>/<version>/pack.json`; both may be mixed. */
export function packFolder(dir: string): PackFolder {
  const folder: PackFolder = { packFiles: [], ratesFile: null, calendarFile: null };
  for (const { name, isDirectory: nested } of entriesOf(dir)) {
    const path = join(dir, name);
    if (nested) folder.packFiles.push(...packFilesBelow(path, 2));
    else if (name === REFERENCE_RATES_FILE) folder.ratesFile = path;
    else if (name === CALENDAR_FILE) folder.calendarFile = path;
    else if (name.endsWith('.json') && !name.endsWith(FLAT_PRINTED)) folder.packFiles.push(path);
  }
  return folder;
}

function packFilesBelow(dir: string, depth: number): string[] {
  return entriesOf(dir).flatMap(({ name, isDirectory: nested }) => {
    const path = join(dir, name);
    if (nested) return depth > 1 ? packFilesBelow(path, depth - 1) : [];
    return basename(path) === 'pack.json' ? [path] : [];
  });
}

/** The plan's own paper: `printed.json` beside a `pack.json`, `<name>.printed.json` beside a flat `<name>.json`. */
export function printedFileOf(packFile: string): string | null {
  const isNested = basename(packFile) === 'pack.json';
  const file = isNested ? join(dirname(packFile), PRINTED_FILE) : packFile.replace(/\.json$/, FLAT_PRINTED);
  return existsSync(file) ? file : null;
}
