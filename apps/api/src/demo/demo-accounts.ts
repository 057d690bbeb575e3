import { deskOf, roles } from '@bangdai/contracts';
import type { DemoAccount } from '@bangdai/contracts/http';
import type { PolicyPack } from '@bangdai/domain';
import type { PackRegistry } from '@bangdai/policy-packs';
import { countyNameOf } from '../counties/county-name.js';
import { placesOf } from './places.js';

/** One password for all demo accounts; they exist in demo mode alone. */
export const demoPassword = 'bangdai-demo';

export interface DemoPerson extends DemoAccount {
  county: string;
  countyName: string;
  bank: string | null;
}

/** The fictitious county that the demo fills with a portfolio and applications. */
export const demoCounty = 'demo-2026';

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

/**
 * Village and township accounts have a place, all others work for the whole county. The first accounts of a role share
 * the place of the demo, since one person may not decide two steps; further township accounts have one township each.
 */
function placeOf(role: string, county: string, at: number, steps: number): string {
  const { township, village, otherTownships } = placesOf(county);
  if (role === 'township') return otherTownships[at - steps] ?? township;
  return role === 'village' ? `${township}/${village}` : '';
}

/**
 * How many people of each role a county needs: one for every step that the role has in one chain, since nobody
 * decides two steps of the same business (lifecycle §1); one for each role without a step.
 */
function staffOf(pack: PolicyPack): Map<string, number> {
  const staff = new Map<string, number>(
    roles.filter((role) => role !== 'supervisor').map((role) => [role, 1]),
  );
  const chains = [
    ...Object.values(pack.approval),
    ...Object.values(pack.subsidy).map(({ flow }) => flow),
    ...Object.values(pack.compensation).map(({ chain }) => chain),
  ];
  for (const chain of chains) {
    const desks = chain.map(({ role }) => deskOf(role)).filter((desk) => desk !== 'system');
    for (const desk of desks) {
      const steps = desks.filter((other) => other === desk).length;
      staff.set(desk, Math.max(staff.get(desk) ?? 1, steps));
    }
  }
  // Corrections of bank feeds are proposed by one person of the bank and confirmed by another.
  for (const role of ['village', 'township', 'bank']) staff.set(role, Math.max(2, staff.get(role) ?? 0));
  return staff;
}

function peopleOf(pack: PolicyPack, countyName: string): DemoPerson[] {
  const county = pack.schemeKey;
  const partyNames = Object.fromEntries(pack.parties.map(({ role, zh }) => [role, zh]));
  const more = (role: string): number => (role === 'township' ? placesOf(county).otherTownships.length : 0);
  return [...staffOf(pack)].flatMap(([role, count]) =>
    Array.from({ length: count + more(role) }, (_, at) => {
      const number = at === 0 ? '' : String(at + 1);
      return {
        county,
        countyName,
        role,
        roleName: `${partyNames[role] ?? roleNames[role] ?? role}${number}`,
        username: `${role}${number}@${county}`,
        password: demoPassword,
        place: placeOf(role, county, at, count),
        bank: role === 'bank' || role === 'bankManager' ? 'main' : null,
      };
    }),
  );
}

/** All demo accounts: the demo county's first, every role of every county, and one supervisor of all counties. */
export function demoPeople(packs: PackRegistry): DemoPerson[] {
  const newest = new Map(packs.all().map((pack) => [pack.schemeKey, pack]));
  const isDemo = ({ schemeKey }: PolicyPack): number => (schemeKey === demoCounty ? 1 : 0);
  const counties = [...newest.values()].sort((a, b) => isDemo(b) - isDemo(a));
  const supervisor: DemoPerson = {
    county: '*',
    countyName: countyNameOf(packs, '*'),
    role: 'supervisor',
    roleName: '监督员（全部县）',
    username: 'supervisor',
    password: demoPassword,
    place: '',
    bank: null,
  };
  return [...counties.flatMap((pack) => peopleOf(pack, countyNameOf(packs, pack.schemeKey))), supervisor];
}

export const accountOf = ({ bank: _bank, ...account }: DemoPerson): DemoAccount => account;

/** One account for each role of the demo county, and the supervisor: what a first visitor is shown. */
export function shownAccounts(people: readonly DemoPerson[]): DemoAccount[] {
  const shown = people.filter(({ county }) => county === demoCounty || county === '*');
  return shown
    .filter((person, at) => shown.findIndex(({ role }) => role === person.role) === at)
    .map(accountOf);
}
