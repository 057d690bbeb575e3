import type { Me, StaffAccount } from '@bangdai/contracts/http';
import type { Config } from '@bangdai/platform';
import type { PackRegistry } from '@bangdai/policy-packs';
import { countyNameOf } from '../counties/county-name.js';

/** Who may look into the engine outside the demo. */
const engineRoles = new Set<string>(['systemAdmin', 'auditor']);

/** What a person's own screen shows about them. */
export function meOf(
  account: StaffAccount,
  packs: PackRegistry,
  {
    mode,
    temporalUiUrl,
    temporalNamespace,
  }: Pick<Config, 'mode' | 'temporalUiUrl'> & Partial<Pick<Config, 'temporalNamespace'>>,
): Me {
  const { id, username, displayName, role, county, place, bank, standIn = null } = account;
  const countyName = countyNameOf(packs, county);
  const person = { id, username, displayName, role, county, countyName, place, bank, standIn };
  const mayOpenEngine = mode === 'demo' || engineRoles.has(role);
  const namespace = mayOpenEngine && temporalNamespace !== undefined ? { temporalNamespace } : {};
  return {
    ...person,
    demo: mode === 'demo',
    temporalUiUrl: mayOpenEngine ? temporalUiUrl : null,
    ...namespace,
  };
}
