import type { PolicyPack } from '@bangdai/domain';
import { loadPacks } from '@bangdai/policy-packs';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A county that exists only as a file: Yubei's plan under another name, valid without an end. */
export const ninthCounty = 'ninth-county';

/** Writes the county's pack into a folder of its own, as a county's analyst would hand it in. @returns the folder */
export function writeNinthCounty(change: (pack: PolicyPack) => PolicyPack = (pack) => pack): string {
  const yubei = loadPacks().get('yubei-2021', '1.0.0');
  if (yubei === null) throw new Error('the pack of Yubei is missing');
  const pack: PolicyPack = { ...yubei, schemeKey: ninthCounty, packVersion: '1.0.0', effectiveTo: null };
  const folder = mkdtempSync(join(tmpdir(), 'bangdai-packs-'));
  writeFileSync(join(folder, `${ninthCounty}.json`), JSON.stringify(change(pack)));
  return folder;
}
