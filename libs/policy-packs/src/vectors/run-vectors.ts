import { DomainError, isCivilDate, type PolicyPack } from '@bangdai/domain';
import type { PackRegistry } from '../registry/pack-registry.js';
import { difference, isRecord } from './compare.js';
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
    if (error instanceof DomainError) return difference(expect, { error: error.code });
    return '向量的内容不完整或格式不对';
  }
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
  if (versions.length <= 1) return versions[0] ?? null;
  const day = ['applicationDate', 'contractDate', 'disbursementDate', 'asOf']
    .map((field) => given[field])
    .find((value) => isCivilDate(value));
  const inForce = day === undefined ? null : registry.active(key, day as string);
  return inForce ?? versions[versions.length - 1] ?? null;
}
