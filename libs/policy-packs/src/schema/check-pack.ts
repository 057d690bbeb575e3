import type { PolicyPack, ReferenceRates } from '@bangdai/domain';
import { schemaFaults, type Fault } from './fault.js';
import { ruleFaults } from './pack-rules.js';
import { packSchema } from './pack.schema.js';

/**
 * Whether a document is a pack that may be loaded: schema first, then what crosses fields; all faults at once.
 * Never throws, whatever the document is.
 */
export function checkPack(
  document: unknown,
  rates: ReferenceRates,
): { pack: PolicyPack | null; faults: Fault[] } {
  const parsed = packSchema.safeParse(document);
  if (!parsed.success) return { pack: null, faults: schemaFaults(parsed.error.issues) };
  const pack = document as PolicyPack;
  const faults = ruleFaults(pack, rates);
  return { pack: faults.length === 0 ? pack : null, faults };
}
