import type { DemoAccount } from '@bangdai/contracts/http';

export interface DemoGroup {
  roleName: string;
  accounts: DemoAccount[];
}

/** Demo accounts by role, in the order in which the roles first appear. */
export function groupByRole(accounts: readonly DemoAccount[]): DemoGroup[] {
  const groups = new Map<string, DemoGroup>();
  for (const account of accounts) {
    const group = groups.get(account.role) ?? { roleName: account.roleName, accounts: [] };
    group.accounts.push(account);
    groups.set(account.role, group);
  }
  return [...groups.values()];
}
