import { deskOf, roles } from '@bangdai/contracts';
import type { DemoAccount } from '@bangdai/contracts/http';
import type { PolicyPack } from '@bangdai/domain';
import type { PackRegistry } from '@bangdai/policy-packs';
import { placesOf } from './places.js';

/** One password for all demo accounts; they exist in demo mode alone. */
export const demoPassword = 'bangdai-demo';

export interface DemoPerson extends DemoAccount {
  county: string;
  bank: string | null;
}

const roleNames: Record<string, string> = {
  village: '村级经办',
  township: '乡镇经办',
  countyOffice: '县主管部门',
  bank: '银行信贷员',
  bankManager: '银行负责人',
  finance: '财政局',
  treasury: '国库经办',
  supervisor: '监督员',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditor: '审计员',
};

/** A first, a second village and a township have a place; all others work for the whole county. */
function placeOf(username: string, role: string, county: string): string {
  const { township, villages } = placesOf(county);
  if (role === 'township') return township;
  if (role !== 'village') return '';
  return `${township}/${username === 'village2' ? villages[1] : villages[0]}`;
}

/** The roles that hold a desk in the county's chains: those of the platform and further parties of the pack. */
function rolesOf(pack: PolicyPack): string[] {
  const chains = [
    ...Object.values(pack.approval),
    ...Object.values(pack.subsidy).map(({ flow }) => flow),
    ...Object.values(pack.compensation).map(({ chain }) => chain),
  ];
  const desks = chains.flat().map(({ role }) => deskOf(role));
  const own = roles.filter((role) => role !== 'supervisor');
  return [...new Set([...own, ...desks])].filter((role) => role !== 'system');
}

function peopleOf(pack: PolicyPack): DemoPerson[] {
  const county = pack.schemeKey;
  const partyNames = Object.fromEntries(pack.parties.map(({ role, zh }) => [role, zh]));
  const names = rolesOf(pack).flatMap((role) => (role === 'village' ? ['village', 'village2'] : [role]));
  return names.map((name) => {
    const role = name === 'village2' ? 'village' : name;
    return {
      county,
      role,
      roleName: roleNames[role] ?? partyNames[role] ?? role,
      username: `${name}@${county}`,
      password: demoPassword,
      place: placeOf(name, role, county),
      bank: role === 'bank' || role === 'bankManager' ? 'main' : null,
    };
  });
}

/** All demo accounts: every role of every county, and one supervisor of all counties. */
export function demoPeople(packs: PackRegistry): DemoPerson[] {
  const counties = new Map(packs.all().map((pack) => [pack.schemeKey, pack]));
  const supervisor: DemoPerson = {
    county: '*',
    role: 'supervisor',
    roleName: '监督员（全部县）',
    username: 'supervisor',
    password: demoPassword,
    place: '',
    bank: null,
  };
  return [supervisor, ...[...counties.values()].flatMap(peopleOf)];
}

export const accountOf = ({ role, roleName, username, password, place }: DemoPerson): DemoAccount => ({
  role,
  roleName,
  username,
  password,
  place,
});
