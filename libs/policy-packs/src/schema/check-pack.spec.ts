import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { packDiff } from '../diff/pack-diff.js';
import { loadPacks } from '../registry/load-packs.js';
import { runVectorFile } from '../vectors/run-vectors.js';
import { checkPack } from './check-pack.js';

const registry = loadPacks();
const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('2024-02-30', '1.005', '1e9', '-1.00', [null], { a: null }),
);

/** A pack with one value, somewhere, taken away or put in place of what was there. */
function spoil(document: unknown, picks: number[], value: unknown, remove: boolean): unknown {
  const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  let node = copy;
  for (const pick of picks) {
    const keys = Object.keys(node);
    const key = keys[pick % keys.length];
    if (key === undefined) return copy;
    const inner = node[key];
    if (typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0 && pick % 5 !== 0) {
      node = inner as Record<string, unknown>;
      continue;
    }
    if (remove) delete node[key];
    else node[key] = value;
    return copy;
  }
  return copy;
}

describe('any document at all', () => {
  it('is answered with a pack or with faults in Chinese, never with a crash', () => {
    const documents = fc
      .tuple(
        fc.constantFrom(...registry.all()),
        fc.array(fc.nat(97), { minLength: 1, maxLength: 8 }),
        junk,
        fc.boolean(),
      )
      .map(([pack, picks, value, remove]) => spoil(pack, picks, value, remove));
    fc.assert(
      fc.property(fc.oneof(documents, fc.jsonValue()), (document) => {
        const { pack, faults } = checkPack(document, registry.rates);
        expect(pack === null).toBe(faults.length > 0);
        for (const { path, reason } of faults) {
          expect(path).not.toBe('');
          expect(reason).toMatch(/[\u4e00-\u9fff]/);
        }
        for (const line of packDiff(registry.all()[0], document))
          expect(line).toMatch(/^(修改|新增|删除|调整) /);
      }),
      { numRuns: 300 },
    );
  });

  it('fails as a file of vectors without a crash', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        for (const { failure } of runVectorFile(document, registry)) expect(failure).not.toBeNull();
      }),
    );
  });
});

describe('a pack that contradicts itself', () => {
  const anhui = registry.get('anhui-town', '1.0.0')!;
  const household = anhui.products['household']!;
  const rule = anhui.compensation['household']!;
  const faultsOf = (changed: object) => checkPack(changed, registry.rates).faults.map(({ path }) => path);

  it('is refused when a grade has no limit, which would read as not rated', () => {
    const { A, ...others } = household.gradeLimits!;
    expect(A).toBeDefined();
    const products = { household: { ...household, gradeLimits: others } };
    expect(faultsOf({ ...anhui, products })).toEqual(['products.household.gradeLimits']);
  });

  it('is refused when a cause is both compensated and excluded', () => {
    const compensation = { household: { ...rule, excludedCauses: [...rule.excludedCauses, rule.causes[0]] } };
    expect(faultsOf({ ...anhui, compensation })).toEqual(['compensation.household.excludedCauses']);
  });
});
