import type { PackRegistry } from '@bangdai/policy-packs';

/** A county is named by its newest pack: its region, else the title of the plan. */
export function countyNameOf(packs: PackRegistry, county: string): string {
  const pack = packs.versions(county).at(-1);
  if (!pack) return county;
  const { name } = pack.region;
  return typeof name === 'string' ? name : pack.title.zh;
}
