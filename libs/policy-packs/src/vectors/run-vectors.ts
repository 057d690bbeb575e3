import { compareDates, DomainError, isCivilDate, type CivilDate, type PolicyPack } from '@bangdai/domain';
import type { PackRegistry } from '../registry/pack-registry.js';
import { brief, difference, isRecord } from './compare.js';
import { CALCULATIONS, type VectorContext } from './kinds.js';

export interface VectorOutcome {
  id: string;
  /** Null when the vector holds. */
  failure: string | null;
}

/** One file's content, whatever it is: a vector that cannot be read counts as failed. */
export function runVectorFile(content: unknown, registry: PackRegistry): VectorOutcome[] {
  if (!Array.isArray(content)) return [{ id: '（整个文件）', failure: '应为向量的列表' }];
  if (content.length === 0) return [{ id: '（整个文件）', failure: '没有向量' }];
  return content.map((vector, i) => {
    const id = isRecord(vector) && typeof vector['id'] === 'string' ? vector['id'] : `第 ${i + 1} 条`;
    return { id, failure: failureOf(vector, registry) };
  });
}

function failureOf(vector: unknown, registry: PackRegistry): string | null {
  if (!isRecord(vector) || typeof vector['id'] !== 'string') return '向量缺少 id';
  const { scheme, given, expect } = vector;
  if (typeof scheme !== 'string') return '向量缺少 scheme';
  if (!isRecord(given) || typeof given['kind'] !== 'string') return '向量缺少 given.kind';
  if (!isRecord(expect) || Object.keys(expect).length === 0) return '向量缺少 expect';
  const calculate = CALCULATIONS.get(given['kind']);
  if (calculate === undefined) return `不认识的种类 ${given['kind']}`;
  try {
    const got: unknown = calculate(given, contextOf(scheme, given, registry));
    return difference(expect, JSON.parse(JSON.stringify(got)));
  } catch (error) {
    if (error instanceof UnknownScheme) return `没有政策包 ${scheme}`;
    if (error instanceof DomainError) return failureOfError(expect, error.code);
    return '向量的内容不完整或格式不对';
  }
}

/** A vector may expect that what it gives is refused. */
function failureOfError(expect: Record<string, unknown>, code: string): string | null {
  if (difference(expect, { error: code }) === null) return null;
  return `应为 ${brief(expect)}，实为 错误 ${code}`;
}

class UnknownScheme extends Error {}

function contextOf(scheme: string, given: Record<string, unknown>, registry: PackRegistry): VectorContext {
  return {
    rates: registry.rates,
    calendar: registry.calendar,
    pack: () => {
      const pack = packFor(scheme, given, registry);
      if (pack === null) throw new UnknownScheme();
      return pack;
    },
  };
}

/** `scheme` or `scheme@version`; of several versions the one in force on the vector's day, else the newest. */
function packFor(scheme: string, given: Record<string, unknown>, registry: PackRegistry): PolicyPack | null {
  const [key = '', version] = scheme.split('@');
  if (version !== undefined) return registry.get(key, version);
  const versions = registry.versions(key);
  const newest = versions[versions.length - 1] ?? null;
  const day = versions.length > 1 ? dayOf(given) : undefined;
  if (day === undefined) return newest;
  // After the end of a window its loans go on under it: the last version that had begun holds.
  const begun = versions
    .filter(({ status, effectiveFrom }) => status !== 'draft' && effectiveFrom <= day)
    .sort((a, b) => compareDates(a.effectiveFrom, b.effectiveFrom));
  return registry.active(key, day) ?? begun[begun.length - 1] ?? newest;
}

/** The day that pins the version: of the application, else of the contract, else the first that the vector names. */
function dayOf(given: Record<string, unknown>): CivilDate | undefined {
  const first = (list: unknown): Record<string, unknown> => {
    const entry: unknown = Array.isArray(list) ? list[0] : list;
    return isRecord(entry) ? entry : {};
  };
  const loan = first(given['loan'] ?? given['loans']);
  const days = [
    given['applicationDate'],
    given['contractDate'],
    given['disbursementDate'],
    given['asOf'],
    loan['contractDate'],
    loan['disbursementDate'],
    first(given['events'])['at'],
  ];
  return days.find(isCivilDate);
}
