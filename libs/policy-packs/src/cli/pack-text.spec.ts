import { describe, expect, it } from '@jest/globals';
import type { PolicyPack } from '@bangdai/domain';
import { packDiff } from '../diff/pack-diff.js';
import { planLines } from '../plan/plan.js';
import { loadPacks } from '../registry/load-packs.js';
import { parseArguments, UsageError } from './arguments.js';

const registry = loadPacks();
const pack = (key: string): PolicyPack => registry.versions(key)[0] as PolicyPack;

describe('comparing two packs', () => {
  it('says in plain Chinese what changed, and nothing of what did not', () => {
    const before = pack('bachu-2024');
    const after = JSON.parse(JSON.stringify(before)) as PolicyPack;
    const product = after.products['household'];
    if (product !== undefined) product.amountMax = '60000.00';
    after.eligibility.targetGroups.push('edgePoor');
    after.approval['loan']?.splice(1, 1);
    expect(packDiff(before, after)).toEqual([
      '修改 产品 › 农户贷款 › 金额上限：50000.00 → 60000.00',
      '新增 准入条件 › 对象：edgePoor',
      expect.stringMatching(/^删除 审批链 › 贷款审批 › 村审（villageReview）/),
    ]);
    expect(packDiff(before, before)).toEqual([]);
  });

  it('tells a chain whose steps changed places', () => {
    const before = pack('longchuan-2020');
    const after = JSON.parse(JSON.stringify(before)) as PolicyPack;
    after.approval['loan']?.reverse();
    expect(packDiff(before, after)).toEqual([expect.stringMatching(/^调整 审批链 › 贷款审批 的顺序/)]);
  });
});

describe('planning a loan', () => {
  it('shows reviewers, dates, interest and subsidy before anybody lends', () => {
    const request = {
      product: 'household',
      principal: '50000.00',
      months: 12,
      from: '2023-09-05',
      households: 0,
    };
    const text = planLines(pack('dengzhou-2023'), registry.rates, registry.calendar, request).join('\n');
    expect(text).toContain('年利率 3.45%');
    expect(text).toContain('公示 7 个自然日');
    expect(text).toContain('2024-07-07 09:00  到期通知 责任银行');
    expect(text).toContain('合计 1753.75');
  });

  it('warns of what the pack does not allow', () => {
    const request = {
      product: 'household',
      principal: '60000.00',
      months: 12,
      from: '2024-09-05',
      households: 0,
    };
    const lines = planLines(pack('bachu-2024'), registry.rates, registry.calendar, request);
    expect(lines).toEqual(expect.arrayContaining(['提示：金额高于上限', '提示：超过每户余额上限']));
  });
});

describe('command line', () => {
  it('reads options in both forms and refuses what it does not know', () => {
    const { words, options } = parseArguments(['dir', '--packs', 'a', '--packs=b'], ['packs']);
    expect([words, options.get('packs')]).toEqual([['dir'], ['a', 'b']]);
    expect(() => parseArguments(['--pack', 'a'], ['packs'])).toThrow(UsageError);
    expect(() => parseArguments(['--packs'], ['packs'])).toThrow(UsageError);
  });
});
