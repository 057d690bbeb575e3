import { statSync } from 'node:fs';
import type { PolicyPack } from '@bangdai/domain';
import { loadPacks, PackLoadError, type FileFault, type LoadOptions } from './load-packs.js';
import { isDirectory, packFolder } from './pack-files.js';
import type { PackRegistry } from './pack-registry.js';

export interface LivePacks {
  /** Always the last set that could be loaded. */
  readonly packs: PackRegistry;
  /** The faults of what lies in the folders now; empty when it is what is loaded. */
  readonly faults: readonly FileFault[];
  /**
   * Looks whether the folders have changed and takes up what they hold now: a further county, a new version, new rates.
   * What is faulty is refused as a whole and the set before goes on.
   * @returns whether there is something new to act on: a set that was taken up, or refused
   */
  refresh(): 'same' | 'taken' | 'refused';
}

/** @throws PackLoadError when the folders cannot be loaded at the start */
export function livePacks({ extraDirs = [] }: LoadOptions = {}): LivePacks {
  let current = loadPacks({ extraDirs });
  let seen = fingerprint(extraDirs);
  let faults: readonly FileFault[] = [];
  const refresh = (): 'same' | 'taken' | 'refused' => {
    const now = fingerprint(extraDirs);
    if (now === seen) return 'same';
    seen = now;
    try {
      const next = loadPacks({ extraDirs });
      faults = touchedVersions(current, next);
      if (faults.length === 0) current = next;
    } catch (error) {
      if (!(error instanceof PackLoadError)) throw error;
      faults = error.faults;
    }
    return faults.length === 0 ? 'taken' : 'refused';
  };
  return {
    packs: {
      all: () => current.all(),
      get: (key, version) => current.get(key, version),
      versions: (key) => current.versions(key),
      active: (key, on) => current.active(key, on),
      get printed() {
        return current.printed;
      },
      get rates() {
        return current.rates;
      },
      get calendar() {
        return current.calendar;
      },
    },
    get faults() {
      return faults;
    },
    refresh,
  };
}

/** A version that loans may live by is never edited or taken away (policy-pack §3); only its end may come. */
function touchedVersions(before: PackRegistry, after: PackRegistry): FileFault[] {
  const isSame = (pack: PolicyPack): boolean => {
    const found = after.get(pack.schemeKey, pack.packVersion);
    return (
      found !== null && JSON.stringify({ ...found, status: '' }) === JSON.stringify({ ...pack, status: '' })
    );
  };
  return before
    .all()
    .filter((pack) => !isSame(pack))
    .map(({ schemeKey, packVersion }) => ({
      file: schemeKey,
      path: 'packVersion',
      reason: `${schemeKey} ${packVersion} 已在使用，不能修改或移除，修改须用新版本号`,
    }));
}

/** Changes whenever a file of the folders comes, goes or is written. */
function fingerprint(dirs: readonly string[]): string {
  return dirs.filter(isDirectory).flatMap(filesOf).map(stamp).join('\n');
}

function filesOf(dir: string): string[] {
  const { packFiles, ratesFile, calendarFile } = packFolder(dir);
  return [...packFiles, ratesFile, calendarFile].filter((file): file is string => file !== null);
}

function stamp(file: string): string {
  const { mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: -1 };
  return `${file} ${mtimeMs} ${size}`;
}
