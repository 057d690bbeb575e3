import { deskOf, roles } from '@bangdai/contracts';
import type { PolicyPack } from '@bangdai/domain';

/**
 * A role of the platform, or a party of the county's packs that has a desk of its own (guarantor, implementer …). Any
 * other word gives no right at all.
 */
export function isKnownRole(role: string, packs: readonly PolicyPack[]): boolean {
  if ((roles as readonly string[]).includes(role)) return true;
  return packs.some((pack) => pack.parties.some((party) => deskOf(party.role) === role));
}
