import { describe, expect, it } from '@jest/globals';
import { hashPassword, verifyPassword } from './password.js';

describe('passwords', () => {
  it('accepts the password and refuses any other', async () => {
    const stored = await hashPassword('帮贷-2024!');
    expect(stored).toMatch(/^scrypt\$15\$8\$1\$/);
    expect(await verifyPassword('帮贷-2024!', stored)).toBe(true);
    expect(await verifyPassword('帮贷-2024', stored)).toBe(false);
  });

  it('salts: the same password is stored in two ways', async () => {
    expect(await hashPassword('a')).not.toBe(await hashPassword('a'));
  });

  it.each([null, '', 'plain', 'scrypt$15$8$1$$'])(
    'refuses everything for the stored form %p',
    async (stored) => {
      expect(await verifyPassword('', stored)).toBe(false);
    },
  );
});
