import type { PolicyPack } from '@bangdai/domain';
import { allChains } from './chain-rules.js';
import type { Fault } from './fault.js';
import { isKnownForm } from './forms.js';
import { unique, type Say } from './say.js';

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
 * Files that a pack insists on (schema 1.1): each is asked for somewhere, and none by the first step of a loan, which is
 * taken before anything can be uploaded.
 */
export function filesRequiredFaults(pack: PolicyPack, say: Say): void {
  const wanted = pack.filesRequired ?? [];
  if (pack.schemaVersion === '1.0' && pack.filesRequired != null)
    say('filesRequired', '须 schemaVersion "1.1"');
  unique(wanted, 'filesRequired', say);
  const asked = new Set(documentsOf(pack).map(([, key]) => key));
  const first = new Set(pack.approval['loan']?.[0]?.requires ?? []);
  wanted.forEach((key, i) => {
    if (!asked.has(key)) say(`filesRequired.${i}`, `没有环节要求材料 ${key}`);
    if (first.has(key)) say(`filesRequired.${i}`, `第一步的材料 ${key} 不能要求电子件`);
  });
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
