import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { accountFault } from '@bangdai/contracts';
import { loadPacks } from '@bangdai/policy-packs';
import { accountOf, demoPeople, shownAccounts } from './demo-accounts.js';

const packs = loadPacks({ extraDirs: [fileURLToPath(new URL('../../demo/packs', import.meta.url))] });
const people = demoPeople(packs);
const of = (county: string) => people.filter((person) => person.county === county);
const names = (county: string, role: string) =>
  of(county)
    .filter((person) => person.role === role)
    .map(({ username }) => username);

describe('demo accounts', () => {
  it('give each county every role, and one supervisor sees all', () => {
    const schemes = new Set(packs.all().map(({ schemeKey }) => schemeKey));
    expect(schemes.size).toBe(9);
    for (const county of schemes) {
      const roles = new Set(of(county).map(({ role }) => role));
      for (const role of [
        'village',
        'township',
        'countyOffice',
        'bank',
        'finance',
        'securityAdmin',
        'auditor',
      ])
        expect({ county, role, has: roles.has(role) }).toEqual({ county, role, has: true });
    }
    expect(people.filter(({ role }) => role === 'supervisor').map(({ county }) => county)).toEqual(['*']);
  });

  it('give a role as many people as it has steps in one chain', () => {
    expect(names('demo-2026', 'village')).toEqual(['village@demo-2026', 'village2@demo-2026']);
    expect(names('bachu-2024', 'finance')).toEqual([
      'finance@bachu-2024',
      'finance2@bachu-2024',
      'finance3@bachu-2024',
    ]);
  });

  it('have a place where place matters and a bank where bank matters', () => {
    const find = (username: string) => people.find((person) => person.username === username);
    expect(find('village@yubei-2021')?.place).toBe('龙兴镇/北山村');
    expect(find('township@yubei-2021')?.place).toBe('龙兴镇');
    expect(find('township2@demo-2026')?.place).toBe('青山镇');
    expect(find('township3@demo-2026')?.place).toBe('东川镇');
    expect(people.filter((person) => accountFault(person) !== null)).toEqual([]);
    expect(find('countyOffice@yubei-2021')?.place).toBe('');
    expect(find('bank@yubei-2021')?.bank).toBe('main');
  });

  it('name their county, the demo county first', () => {
    expect(people[0]).toMatchObject({ county: 'demo-2026' });
    expect(accountOf(people[0]!)).toMatchObject({ county: 'demo-2026', countyName: expect.any(String) });
    expect(people.at(-1)).toMatchObject({ username: 'supervisor', countyName: '全部县（区）' });
  });

  it('are shown at the start as one for each role of the demo county and the supervisor', () => {
    const shown = shownAccounts(people);
    expect(new Set(shown.map(({ role }) => role)).size).toBe(shown.length);
    expect(new Set(shown.map(({ county }) => county))).toEqual(new Set(['demo-2026', '*']));
    expect(shown.map(({ role }) => role)).toEqual(expect.arrayContaining(['village', 'bank', 'supervisor']));
  });

  it('have names of their own', () => {
    expect(new Set(people.map(({ username }) => username)).size).toBe(people.length);
  });
});
