import { fileURLToPath } from 'node:url';
import type { PolicyPack, ReferenceRates, WorkingCalendar } from '@bangdai/domain';
import type { z } from 'zod';
import { checkPack } from '../schema/check-pack.js';
import { schemaFaults, type Fault } from '../schema/fault.js';
import { printedSchema, type PrintedPlan } from '../schema/printed.schema.js';
import { referenceRatesSchema, workingCalendarSchema } from '../schema/rate.schema.js';
import { printedFileOf, isDirectory, notAFolder, packFolder } from './pack-files.js';
import { mergeRates } from './merge-rates.js';
import { createRegistry, packKey, windowOf, type PackRegistry } from './pack-registry.js';
import { readJson } from './read-json.js';

const BUILT_IN_PACKS = fileURLToPath(new URL('../../packs/', import.meta.url));
const BUILT_IN_CALENDAR = fileURLToPath(new URL('../../calendar/mainland.json', import.meta.url));

export interface FileFault extends Fault {
  file: string;
}

/** Why packs were refused, every fault of every file at once, in Chinese. */
export class PackLoadError extends Error {
  constructor(readonly faults: FileFault[]) {
    super(
      ['政策包加载失败：', ...faults.map(({ file, path, reason }) => `  ${file} · ${path}：${reason}`)].join(
        '\n',
      ),
    );
    this.name = 'PackLoadError';
  }
}

interface Loading {
  packs: { pack: PolicyPack; file: string }[];
  printed: Map<string, PrintedPlan>;
  rates: ReferenceRates;
  calendar: WorkingCalendar;
  faults: FileFault[];
}

export interface LoadOptions {
  /** Folders of a county's own packs, after the built-in ones. */
  extraDirs?: readonly string[];
}

/**
 * The built-in packs and those of `extraDirs`; an extra `reference-rates.json` adds rows, an extra `calendar.json` years.
 * @throws PackLoadError with all faults, also for two active versions whose windows overlap
 */
export function loadPacks({ extraDirs = [] }: LoadOptions = {}): PackRegistry {
  const loading: Loading = {
    packs: [],
    printed: new Map(),
    rates: {},
    calendar: { years: [], holidays: [], makeUpWorkdays: [] },
    faults: [],
  };
  readCalendar(BUILT_IN_CALENDAR, loading);
  const dirs = [BUILT_IN_PACKS, ...extraDirs];
  const folders = dirs.flatMap((dir) => {
    if (isDirectory(dir)) return [packFolder(dir)];
    loading.faults.push({ file: dir, path: '（文件夹）', reason: notAFolder(dir) });
    return [];
  });
  // Rates first: a pack may name a tenor that only a county's own file has.
  for (const { ratesFile, calendarFile } of folders) {
    if (ratesFile !== null) readRates(ratesFile, loading);
    if (calendarFile !== null) readCalendar(calendarFile, loading);
  }
  for (const { packFiles } of folders) for (const file of packFiles) readPack(file, loading);
  loading.faults.push(...overlaps(loading.packs));
  if (loading.faults.length > 0) throw new PackLoadError(loading.faults);
  return createRegistry(
    loading.packs.map(({ pack }) => pack),
    loading.rates,
    loading.calendar,
    loading.printed,
  );
}

function blame(file: string, faults: readonly Fault[], loading: Loading): void {
  loading.faults.push(...faults.map((fault) => ({ file, ...fault })));
}

function readShaped<T>(file: string, schema: z.ZodType<T>, loading: Loading): T | null {
  const json = readJson(file);
  if (!json.ok) {
    blame(file, [{ path: '（整个文件）', reason: json.reason }], loading);
    return null;
  }
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  blame(file, schemaFaults(parsed.error.issues), loading);
  return null;
}

function readRates(file: string, loading: Loading): void {
  const rows = readShaped(file, referenceRatesSchema, loading);
  if (rows === null) return;
  const merged = mergeRates(loading.rates, rows);
  loading.rates = merged.rates;
  blame(file, merged.faults, loading);
}

function readCalendar(file: string, loading: Loading): void {
  const extra = readShaped(file, workingCalendarSchema, loading);
  if (extra === null) return;
  const { calendar } = loading;
  // A year is published once: what a county's file says about a year that is known already is not taken.
  const isNew = (date: string): boolean => !calendar.years.includes(Number(date.slice(0, 4)));
  loading.calendar = {
    years: [...calendar.years, ...extra.years.filter((year) => !calendar.years.includes(year))].sort(
      (a, b) => a - b,
    ),
    holidays: [...calendar.holidays, ...extra.holidays.filter(isNew)].sort(),
    makeUpWorkdays: [...calendar.makeUpWorkdays, ...extra.makeUpWorkdays.filter(isNew)].sort(),
  };
}

function readPack(file: string, loading: Loading): void {
  const json = readJson(file);
  if (!json.ok) {
    blame(file, [{ path: '（整个文件）', reason: json.reason }], loading);
    return;
  }
  const { pack, faults } = checkPack(json.value, loading.rates);
  blame(file, faults, loading);
  if (pack === null) return;
  const twin = loading.packs.find(
    ({ pack: known }) => known.schemeKey === pack.schemeKey && known.packVersion === pack.packVersion,
  );
  if (twin === undefined) {
    loading.packs.push({ pack, file });
    readPrinted(file, pack, loading);
  }
  // A copy of a published version is harmless, a changed one is not: a version is never edited.
  else if (JSON.stringify(sortKeys(twin.pack)) !== JSON.stringify(sortKeys(pack))) {
    blame(
      file,
      [
        {
          path: 'packVersion',
          reason: `${pack.schemeKey} ${pack.packVersion} 已存在且内容不同，修改须用新版本号`,
        },
      ],
      loading,
    );
  }
}

/** The county's own paper, where the pack's author put it beside the pack. */
function readPrinted(packFile: string, pack: PolicyPack, loading: Loading): void {
  const file = printedFileOf(packFile);
  if (file === null) return;
  const printed = readShaped<PrintedPlan>(file, printedSchema as z.ZodType<PrintedPlan>, loading);
  if (printed !== null) loading.printed.set(packKey(pack.schemeKey, pack.packVersion), printed);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}

function overlaps(entries: readonly { pack: PolicyPack; file: string }[]): FileFault[] {
  const active = entries.filter(({ pack }) => pack.status === 'active');
  const packs = active.map(({ pack }) => pack);
  return active.flatMap(({ pack, file }, i) => {
    const mine = windowOf(pack, packs);
    return active
      .slice(0, i)
      .filter(({ pack: other }) => {
        if (other.schemeKey !== pack.schemeKey) return false;
        const theirs = windowOf(other, packs);
        return mine.from <= theirs.to && theirs.from <= mine.to;
      })
      .map(({ pack: other }) => ({
        file,
        path: 'effectiveFrom',
        reason: `与同一方案的 ${other.packVersion} 版生效期重叠`,
      }));
  });
}
