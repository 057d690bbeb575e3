import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { livePacks } from './live-packs.js';
import { loadPacks } from './load-packs.js';

const yubei = loadPacks().versions('yubei-2021')[0];

describe('packs that come while the product runs', () => {
  let folder: string;
  const put = (name: string, change: object): void =>
    writeFileSync(join(folder, name), JSON.stringify({ ...yubei, schemeKey: 'minqin-2025', ...change }));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bangdai-live-packs-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are taken up, once', () => {
    const live = livePacks({ extraDirs: [folder] });
    expect([live.refresh(), live.packs.versions('minqin-2025')]).toEqual(['same', []]);
    put('minqin.json', {});
    expect([live.refresh(), live.refresh()]).toEqual(['taken', 'same']);
    expect(live.packs.get('minqin-2025', '1.0.0')?.schemeKey).toBe('minqin-2025');
  });

  it('are refused with their faults, and the set before goes on', () => {
    put('minqin.json', {});
    const live = livePacks({ extraDirs: [folder] });
    put('other.json', { schemeKey: 'other-2025', effectiveTo: '1999-01-01' });
    expect([live.refresh(), live.refresh()]).toEqual(['refused', 'same']);
    expect(live.faults.map(({ path }) => path)).toEqual(['effectiveTo']);
    expect(live.packs.versions('minqin-2025')).toHaveLength(1);
    put('other.json', { schemeKey: 'other-2025' });
    expect([live.refresh(), live.faults]).toEqual(['taken', []]);
  });

  it('never change a version that loans may live by', () => {
    put('minqin.json', {});
    const live = livePacks({ extraDirs: [folder] });
    put('minqin.json', { effectiveTo: '2029-12-31' });
    expect(live.refresh()).toBe('refused');
    expect(live.faults[0]?.reason).toContain('不能修改或移除');
    rmSync(join(folder, 'minqin.json'));
    expect(live.refresh()).toBe('refused');
    expect(live.packs.versions('minqin-2025')[0]?.effectiveTo).toBe(yubei?.effectiveTo);
  });
});
