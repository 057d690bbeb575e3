import type { PolicyPack } from '@bangdai/domain';
import { allChains } from './chain-rules.js';
import type { Fault } from './fault.js';
import { isKnownForm } from './forms.js';

/** Every document key that a pack asks for, with its place. */
function documentsOf(pack: PolicyPack): [string, string][] {
  const lists: [string, readonly string[]][] = [
    ...allChains(pack).flatMap(([path, steps]) =>
      steps.map((step, i): [string, readonly string[]] => [`${path}.${i}.requires`, step.requires ?? []]),
    ),
    ['disbursement.requires', pack.disbursement.requires],
    ...Object.entries(pack.compensation).map(([key, { proofs }]): [string, readonly string[]] => [
      `compensation.${key}.proofs`,
      proofs,
    ]),
  ];
  return lists.flatMap(([path, keys]) => keys.map((key, i): [string, string] => [`${path}.${i}`, key]));
}

/**
 * Document keys that no known pack uses. A county may ask for a paper of its own (policy-pack §5), so this refuses
 * nothing: it shows a slip of the pen before a borrower is asked for a paper that does not exist.
 */
export function documentHints(pack: PolicyPack, known: readonly PolicyPack[]): Fault[] {
  const words = new Set(known.flatMap((other) => documentsOf(other).map(([, key]) => key)));
  return documentsOf(pack)
    .filter(([, key]) => !words.has(key) && !isKnownForm(key, pack.schemeKey))
    .map(([path, key]) => ({ path, reason: `材料 ${key} 未见于内置方案，请核对写法` }));
}
