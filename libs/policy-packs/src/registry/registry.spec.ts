import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  applyChainEvent,
  loanRules,
  openChain,
  rateCap,
  timerPlan,
  viewChain,
  type PolicyPack,
} from '@bangdai/domain';
import { jsonErrorAt } from './json-position.js';
import { loadPacks, PackLoadError, type FileFault } from './load-packs.js';

const built = loadPacks();
const base = built.get('dengzhou-2023', '1.1.0') as PolicyPack;
const dirs: string[] = [];

function folder(files: Record<string, unknown>): string {
  const dir = mkdtempSync(join(tmpdir(), 'packs-'));
  dirs.push(dir);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return dir;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function faultsOf(files: Record<string, unknown>): FileFault[] {
  try {
    loadPacks({ extraDirs: [folder(files)] });
    return [];
  } catch (error) {
    if (error instanceof PackLoadError) return error.faults;
    throw error;
  }
}

afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

const other: PolicyPack = {
  ...base,
  schemeKey: 'minqin-2024',
  packVersion: '2.0.0',
  effectiveFrom: '2024-01-01',
  effectiveTo: '2024-12-31',
  calendar: { ...base.calendar, publicityDayKind: 'working' },
  parties: [...base.parties, { role: 'cooperative', zh: '合作社' }],
  reminders: [{ key: 'maturity15', offsetDays: -15, channel: 'written', by: 'cooperative', to: 'borrower' }],
  overdue: { ...base.overdue, graceDays: 3 },
  approval: {
    loan: [
      { key: 'apply', kind: 'submit', role: 'village', zh: '村代申请' },
      { key: 'posting', kind: 'publicity', role: 'system', zh: '公示', days: 5, dayKind: 'working' },
      {
        key: 'cooperativeReview',
        kind: 'review',
        role: 'cooperative',
        zh: '合作社审核',
        form: 'minqinForm1',
      },
    ],
  },
};

describe('packs that ship', () => {
  it('are eight, each in force on the day its county lent', () => {
    expect(built.all()).toHaveLength(8);
    expect(built.active('yubei-2021', '2025-12-31')?.packVersion).toBe('1.0.0');
    expect(built.active('yubei-2021', '2026-01-01')).toBeNull();
    expect(built.active('nowhere', '2024-01-01')).toBeNull();
    expect(built.get('yubei-2021', '9.9.9')).toBeNull();
  });

  it('fit into the three kilobytes that a loan carries', () => {
    for (const pack of built.all()) {
      for (const product of Object.keys(pack.products)) {
        expect(Buffer.byteLength(JSON.stringify(loanRules(pack, product)))).toBeLessThanOrEqual(3072);
      }
    }
  });

  it('know the working days of the years that were published, and no others', () => {
    expect(built.calendar.years).toEqual([2020, 2021, 2022, 2023, 2024, 2025, 2026]);
    const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay();
    expect(built.calendar.makeUpWorkdays.filter((date) => ![0, 6].includes(weekday(date)))).toEqual([]);
  });
});

describe('a county’s own pack', () => {
  it.each(['minqin.json', 'minqin-2024/2.0.0/pack.json'])(
    'is taken from a folder as %s and rules without any code of its own',
    (name) => {
      const registry = loadPacks({ extraDirs: [folder({ [name]: other })] });
      const pack = registry.active('minqin-2024', '2024-05-01') as PolicyPack;
      let state = openChain(loanRules(pack, 'household').steps);
      state = applyChainEvent(
        state,
        { type: 'decision', step: 'apply', by: 'village', decision: 'complete', at: '2024-04-30' },
        registry.calendar,
      ).state;
      expect(viewChain(state)).toMatchObject({ pendingStep: 'posting', publicityEndsOn: '2024-05-10' });
      const plan = timerPlan(loanRules(pack, 'household'), {
        disbursementDate: '2024-05-20',
        maturityDate: '2025-05-20',
        payoffDate: '2025-05-23',
      });
      expect(plan).toMatchObject({
        overdueFrom: null,
        reminders: [{ key: 'maturity15', date: '2025-05-05' }],
      });
    },
  );

  it('adds its rows to the reference rates', () => {
    const rates = { LPR: [{ from: '2024-03-20', rates: { '1Y': '0.0340', '5Y': '0.0390' } }] };
    const registry = loadPacks({
      extraDirs: [folder({ 'minqin.json': other, 'reference-rates.json': rates })],
    });
    const pack = registry.get('minqin-2024', '2.0.0') as PolicyPack;
    expect(rateCap(pack, 'household', '2024-04-01', '2024-04-01', '2025-04-01', registry.rates).rateCap).toBe(
      '0.0340',
    );
    expect(rateCap(pack, 'household', '2024-03-01', '2024-03-01', '2025-03-01', registry.rates).rateCap).toBe(
      '0.0345',
    );
  });

  it('may not change a rate that was published', () => {
    const rates = { LPR: [{ from: '2024-02-20', rates: { '1Y': '0.0300' } }] };
    expect(faultsOf({ 'reference-rates.json': rates })).toMatchObject([{ path: 'LPR.2024-02-20.1Y' }]);
  });

  it('may repeat a published version word for word, never edit it', () => {
    expect(faultsOf({ 'copy.json': base })).toEqual([]);
    expect(faultsOf({ 'edited.json': { ...base, title: { zh: '改', en: 'changed' } } })).toMatchObject([
      { path: 'packVersion' },
    ]);
  });

  it('is refused when two versions are in force on one day', () => {
    const second = { ...other, packVersion: '2.1.0', effectiveFrom: '2024-12-31', effectiveTo: null };
    expect(faultsOf({ 'a.json': other, 'b.json': second })).toMatchObject([
      { path: 'effectiveFrom', reason: expect.stringContaining('重叠') },
    ]);
    expect(faultsOf({ 'a.json': other, 'b.json': { ...second, effectiveFrom: '2025-01-01' } })).toEqual([]);
    expect(faultsOf({ 'a.json': other, 'b.json': { ...second, status: 'draft' } })).toEqual([]);
  });

  it('follows the version that supersedes it from that version’s first day', () => {
    const second = { ...other, packVersion: '2.10.0', supersedes: '2.0.0', effectiveFrom: '2024-07-01' };
    const registry = loadPacks({ extraDirs: [folder({ 'a.json': other, 'b.json': second })] });
    expect(registry.active('minqin-2024', '2024-06-30')?.packVersion).toBe('2.0.0');
    expect(registry.active('minqin-2024', '2024-07-01')?.packVersion).toBe('2.10.0');
  });
});

describe('a faulty pack', () => {
  type Edit = (pack: Record<string, any>) => void; // eslint-disable-line @typescript-eslint/no-explicit-any
  const edits: [string, string, Edit][] = [
    [
      'a share too many',
      'compensation.household.split',
      (p) => (p['compensation'].household.split[0].share = '0.41'),
    ],
    ['a purpose both allowed and banned', 'purposes', (p) => p['purposes'].allowed.push('gambling')],
    ['a role that nobody is', 'approval.loan.1.role', (p) => (p['approval'].loan[1].role = 'mayor')],
    ['a chain that starts with a review', 'approval.loan.0.kind', (p) => p['approval'].loan.shift()],
    [
      'a cause waived but not covered',
      'compensation.household.waivedForCauses',
      (p) => p['compensation'].household.waivedForCauses.push('flood'),
    ],
    [
      'a tenor that no table has',
      'products.household.rate.spec.tiers.0.tenor',
      (p) => (p['products'].household.rate.spec.tiers[0].tenor = '2Y'),
    ],
    [
      'a form that does not exist',
      'approval.loan.0.form',
      (p) => (p['approval'].loan[0].form = 'noSuchForm'),
    ],
    ['a window that ends before it begins', 'effectiveTo', (p) => (p['effectiveTo'] = '2023-12-31')],
    [
      'a limit below the amount',
      'products.household.householdExposureMax',
      (p) => (p['products'].household.householdExposureMax = '1.00'),
    ],
    ['an unknown field', '（整个文件）', (p) => (p['colour'] = 'red')],
    ['an unknown field deep inside', 'calendar', (p) => (p['calendar'].moon = true)],
    ['a missing field', 'overdue.graceDays', (p) => delete p['overdue'].graceDays],
    [
      'a day count that the engine does not know',
      'products.household.repayment.dayCount',
      (p) => (p['products'].household.repayment.dayCount = 'ACT/364'),
    ],
    [
      'money with three decimals',
      'products.household.amountMax',
      (p) => (p['products'].household.amountMax = '1.000'),
    ],
    [
      'a share above one',
      'subsidy.household.clawback.share',
      (p) => (p['subsidy'].household.clawback.share = '1.01'),
    ],
    ['a reminder after maturity', 'reminders.0.offsetDays', (p) => (p['reminders'][0].offsetDays = 1)],
    [
      'outcomes that its kind does not have',
      'approval.loan.0.outcomes',
      (p) => (p['approval'].loan[0].outcomes = ['approve']),
    ],
    ['a publicity without a length', 'approval.loan.1.days', (p) => delete p['approval'].loan[1].days],
    ['no rule of subsidy for a product', 'subsidy.household', (p) => (p['subsidy'] = {})],
  ];

  it.each(edits)('with %s is refused, with the place and a reason in Chinese', (_what, path, edit) => {
    const pack = JSON.parse(JSON.stringify(other)) as Record<string, unknown>;
    edit(pack);
    const faults = faultsOf({ 'pack.json': pack });
    expect(faults.map((fault) => fault.path)).toContain(path);
    for (const { reason } of faults) expect(reason).toMatch(/[\u4e00-\u9fff]/);
  });

  it('is told all its faults at once', () => {
    const pack = JSON.parse(JSON.stringify(other)) as PolicyPack;
    (pack.approval['loan'] ?? []).forEach((step) => (step.role = 'mayor'));
    pack.effectiveTo = '2020-01-01';
    expect(faultsOf({ 'pack.json': pack })).toHaveLength(5);
  });

  it('that is no JSON at all, or no folder, is told too', () => {
    expect(faultsOf({ 'pack.json': '{' })).toMatchObject([{ reason: '不是有效的 JSON（第 1 行第 2 列）' }]);
    expect(() => loadPacks({ extraDirs: ['/nowhere/at/all'] })).toThrow('文件夹不存在');
    const file = join(folder({ 'pack.json': {} }), 'pack.json');
    expect(() => loadPacks({ extraDirs: [file] })).toThrow('这是文件，不是文件夹');
  });

  it.each([
    ['{"a":1,,}', '第 1 行第 8 列'],
    ['{\n  "a": 1\n  "b": 2\n}', '第 3 行第 3 列'],
    ['[1, 02]', '第 1 行第 6 列'],
    ['{"a": "x\ny"}', '第 1 行第 7 列'],
    ['{"a": [1, {"b": tru}]}', '第 1 行第 17 列'],
    ['{} {}', '第 1 行第 4 列'],
    ['', '文件是空的'],
    ['{"products": {"__proto__": 5}}', '__proto__'],
  ])('is told where its text breaks off: %p', (text, where) => {
    expect(faultsOf({ 'pack.json': text })[0]?.reason).toContain(where);
  });

  it('whose text is sound has no such place', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(jsonErrorAt(text)).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom(',', '}', '"', 'x', ''), (text, at, put) => {
        const spoilt = text.slice(0, at % text.length) + put + text.slice((at % text.length) + 1);
        expect(jsonErrorAt(spoilt) === null).toBe(parses(spoilt));
      }),
    );
  });

  it('brings the printed sentences behind the rules of each built-in plan, and none where the plan is silent', () => {
    const registry = loadPacks();
    for (const { schemeKey, packVersion, title, approval } of registry.all()) {
      const printed = registry.printed(schemeKey, packVersion);
      expect(printed?.title).toBe(title.zh);
      expect(printed?.clauses.amount?.text).toMatch(/万|元/);
      const steps = (approval['loan'] ?? []).map(({ key }) => key);
      for (const key of Object.keys(printed?.approvalForm?.opinions ?? {})) expect(steps).toContain(key);
    }
    expect(registry.printed('yubei-2021', '1.0.0')?.clauses.age?.no).toBe('一（10）');
    expect(registry.printed('bachu-2024', '1.0.0')?.clauses.age).toBeUndefined();
    expect(registry.printed('nowhere', '1.0.0')).toBeNull();
  });
});
