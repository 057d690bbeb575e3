import type { PolicyPack, ReferenceRates } from '@bangdai/domain';
import { isRecord } from '../vectors/compare.js';
import { schemaFaults, type Fault } from './fault.js';
import { ruleFaults } from './pack-rules.js';
import { packSchema } from './pack.schema.js';

/**
 * Whether a document is a pack that may be loaded: its schema, and what crosses fields as far as those fields are
 * well-formed; all faults at once. Never throws, whatever the document is.
 */
export function checkPack(
  document: unknown,
  rates: ReferenceRates,
): { pack: PolicyPack | null; faults: Fault[] } {
  const parsed = packSchema.safeParse(document);
  const issues = parsed.success ? [] : parsed.error.issues;
  const malformed = new Set(issues.map(({ path }) => String(path[0] ?? '')));
  const crossing = isRecord(document) ? ruleFaults(document as unknown as PolicyPack, rates, malformed) : [];
  const faults = [...schemaFaults(issues), ...crossing];
  return { pack: faults.length === 0 ? (document as PolicyPack) : null, faults };
}
