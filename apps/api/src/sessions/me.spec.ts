import { describe, expect, it } from '@jest/globals';
import type { StaffAccount } from '@bangdai/contracts/http';
import { loadPacks } from '@bangdai/policy-packs';
import { meOf } from './me.js';

const packs = loadPacks();
const account: StaffAccount = {
  id: 'p1',
  username: 'village@c',
  displayName: '村级经办',
  role: 'village',
  county: '*',
  place: '',
  bank: null,
  passwordHash: 'secret',
  disabled: false,
};
const temporalUiUrl = 'https://engine.example';

describe('me', () => {
  it('never shows the hash of the password', () => {
    expect(JSON.stringify(meOf(account, packs, { mode: 'demo', temporalUiUrl }))).not.toContain('secret');
  });

  it('shows the way to the engine to everybody in the demo, to its keepers elsewhere', () => {
    const urlFor = (role: StaffAccount['role'], mode: 'demo' | 'production') =>
      meOf({ ...account, role }, packs, { mode, temporalUiUrl }).temporalUiUrl;
    expect(urlFor('village', 'demo')).toBe(temporalUiUrl);
    expect(urlFor('village', 'production')).toBeNull();
    expect(urlFor('systemAdmin', 'production')).toBe(temporalUiUrl);
  });
});
