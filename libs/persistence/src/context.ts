import { RefusedError } from '@bangdai/contracts';
import type { PolicyPack, ReferenceRates, WorkingCalendar } from '@bangdai/domain';
import type { PackRegistry } from '@bangdai/policy-packs';
import type { Database } from './database/database.js';
import type { PersistenceLogger } from './options.js';
import type { PersonalVault } from './privacy/personal-vault.js';

/** What every store works with. */
export interface StoreContext {
  database: Database;
  vault: PersonalVault;
  packs: PackRegistry;
  /** Rows and years may be added while the process runs. */
  readonly rates: ReferenceRates;
  readonly calendar: WorkingCalendar;
  logger: PersistenceLogger;
}

/** The pinned version of a loan's rules. @throws RefusedError `PACK_NOT_FOUND` when it is no longer loaded */
export function packOf(
  { packs }: Pick<StoreContext, 'packs'>,
  schemeKey: string,
  packVersion: string,
): PolicyPack {
  const pack = packs.get(schemeKey, packVersion);
  if (pack === null) throw new RefusedError('PACK_NOT_FOUND');
  return pack;
}

/**
 * The version for something that begins on `on`; the newest when no window holds the day, so that a refusal
 * (PACK_NOT_EFFECTIVE) is on record under a version.
 * @throws RefusedError `PACK_NOT_FOUND`
 */
export function packInForce(
  { packs }: Pick<StoreContext, 'packs'>,
  schemeKey: string,
  on: string,
): PolicyPack {
  const pack = packs.active(schemeKey, on) ?? packs.versions(schemeKey).at(-1);
  if (pack === undefined) throw new RefusedError('PACK_NOT_FOUND');
  return pack;
}
