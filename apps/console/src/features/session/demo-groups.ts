import type { DemoAccount } from '@bangdai/contracts/http';

export interface DemoCounty {
  code: string;
  name: string;
  accounts: DemoAccount[];
}

/** Accounts of no single county (a supervisor of all) stand under every county. */
const EVERYWHERE = '';

/** The county of an account: as the API says, else by the ending of its name (`village@…`). */
const countyOf = (account: DemoAccount): string =>
  account.county ?? account.username.split('@')[1] ?? EVERYWHERE;

/** Demo accounts by county in the order given; each list begins with what is common to all. */
export function groupByCounty(accounts: readonly DemoAccount[]): DemoCounty[] {
  const common = accounts.filter((account) => countyOf(account) === EVERYWHERE || countyOf(account) === '*');
  const counties = new Map<string, DemoCounty>();
  for (const account of accounts) {
    if (common.includes(account)) continue;
    const code = countyOf(account);
    const county = counties.get(code) ?? { code, name: account.countyName ?? code, accounts: [] };
    county.accounts.push(account);
    counties.set(code, county);
  }
  if (counties.size === 0 && common.length > 0) return [{ code: EVERYWHERE, name: '全部', accounts: common }];
  return [...counties.values()].map((county) => ({ ...county, accounts: [...county.accounts, ...common] }));
}
