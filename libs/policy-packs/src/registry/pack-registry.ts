import {
  addDays,
  type CivilDate,
  type PolicyPack,
  type ReferenceRates,
  type WorkingCalendar,
} from '@bangdai/domain';
import type { PrintedPlan } from '../schema/printed.schema.js';

/** Loaded packs; a version never changes, further ones may come (`livePacks`). */
export interface PackRegistry {
  /** @returns null when that version is not loaded */
  get(schemeKey: string, version: string): PolicyPack | null;
  /** By scheme, then version. */
  all(): readonly PolicyPack[];
  /** All versions of a scheme, oldest first. */
  versions(schemeKey: string): readonly PolicyPack[];
  /** The active version whose window contains the day; null → `PACK_NOT_EFFECTIVE`. */
  active(schemeKey: string, onDate: CivilDate): PolicyPack | null;
  /** The county's own paper behind a version; null where nobody wrote it down. */
  printed(schemeKey: string, version: string): PrintedPlan | null;
  readonly rates: ReferenceRates;
  readonly calendar: WorkingCalendar;
}

export interface Window {
  from: CivilDate;
  to: CivilDate;
}

export const packKey = (schemeKey: string, version: string): string => `${schemeKey}@${version}`;

const FOREVER: CivilDate = '9999-12-31';

export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The days for which a pack takes applications: its window, cut on the day before the version that supersedes it (policy-pack §3). */
export function windowOf(pack: PolicyPack, all: readonly PolicyPack[]): Window {
  const successor = all.find(
    (other) =>
      other.status === 'active' &&
      other.schemeKey === pack.schemeKey &&
      other.supersedes === pack.packVersion,
  );
  const own = pack.effectiveTo ?? FOREVER;
  const cut = successor === undefined ? own : addDays(successor.effectiveFrom, -1);
  return { from: pack.effectiveFrom, to: cut < own ? cut : own };
}

export function createRegistry(
  packs: readonly PolicyPack[],
  rates: ReferenceRates,
  calendar: WorkingCalendar,
  printed: ReadonlyMap<string, PrintedPlan> = new Map(),
): PackRegistry {
  const sorted = [...packs].sort((a, b) =>
    a.schemeKey === b.schemeKey
      ? compareVersions(a.packVersion, b.packVersion)
      : a.schemeKey < b.schemeKey
        ? -1
        : 1,
  );
  return {
    rates,
    calendar,
    all: () => sorted,
    printed: (schemeKey, version) => printed.get(packKey(schemeKey, version)) ?? null,
    versions: (schemeKey) => sorted.filter((pack) => pack.schemeKey === schemeKey),
    get: (schemeKey, version) =>
      sorted.find((pack) => pack.schemeKey === schemeKey && pack.packVersion === version) ?? null,
    active: (schemeKey, onDate) =>
      sorted.find((pack) => {
        if (pack.schemeKey !== schemeKey || pack.status !== 'active') return false;
        const { from, to } = windowOf(pack, sorted);
        return onDate >= from && onDate <= to;
      }) ?? null,
  };
}
