import type { Persistence } from '@bangdai/persistence';
import { hashPassword } from '@bangdai/platform';
import { demoPassword, type DemoPerson } from './demo-accounts.js';

/**
 * Creates the demo accounts that are missing; two processes may do so at once.
 * @returns how many were new
 */
export async function ensureDemoAccounts(
  { identity }: Pick<Persistence, 'identity'>,
  people: DemoPerson[],
): Promise<number> {
  // Hashing is slow on purpose; one password needs it once.
  let passwordHash: string | null = null;
  let created = 0;
  for (const { username, roleName, role, county, place, bank } of people) {
    if (await identity.findByUsername(username)) continue;
    passwordHash ??= await hashPassword(demoPassword);
    const account = { username, displayName: roleName, role, county, place, bank, passwordHash };
    try {
      await identity.createStaff(account);
      created += 1;
    } catch (error) {
      if (!(await identity.findByUsername(username))) throw error;
    }
  }
  return created;
}
