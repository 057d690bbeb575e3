import type { PackRegistry } from '@bangdai/policy-packs';

/** A county is named by its newest pack: its region, else the title of the plan; `*` is all of them. */
export function countyNameOf(packs: PackRegistry, county: string): string {
  if (county === '*') return '全部县（区）';
  const pack = packs.versions(county).at(-1);
  if (!pack) return county;
  const { name } = pack.region;
  return typeof name === 'string' ? name : pack.title.zh;
}
