import type { Me, StaffAccount } from '@bangdai/contracts/http';
import type { PackRegistry } from '@bangdai/policy-packs';
import { countyNameOf } from '../counties/county-name.js';

/** What a person's own screen shows about them. */
export function meOf(account: StaffAccount, packs: PackRegistry, isDemo: boolean): Me {
  const { id, username, displayName, role, county, place, bank } = account;
  const countyName = county === '*' ? '全部县（区）' : countyNameOf(packs, county);
  return { id, username, displayName, role, county, countyName, place, bank, demo: isDemo };
}
