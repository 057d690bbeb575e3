import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CompensationRule, PolicyPack, Product, RateSpec } from '@bangdai/domain';
import { packDiff } from '../diff/pack-diff.js';
import { loadPacks } from '../registry/load-packs.js';
import { runVectorFile } from '../vectors/run-vectors.js';
import { checkPack } from './check-pack.js';
import { documentHints } from './document-hints.js';

const registry = loadPacks();
const junk = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('2024-02-30', '1.005', '1e9', '-1.00', [null], { a: null }),
);

/** A pack with one value, somewhere, taken away or put in place of what was there. */
function spoil(document: unknown, picks: number[], value: unknown, remove: boolean): unknown {
  const copy = JSON.parse(JSON.stringify(document)) as Record<string, unknown>;
  let node = copy;
  for (const pick of picks) {
    const keys = Object.keys(node);
    const key = keys[pick % keys.length];
    if (key === undefined) return copy;
    const inner = node[key];
    if (typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0 && pick % 5 !== 0) {
      node = inner as Record<string, unknown>;
      continue;
    }
    if (remove) delete node[key];
    else node[key] = value;
    return copy;
  }
  return copy;
}

describe('any document at all', () => {
  it('is answered with a pack or with faults in Chinese, never with a crash', () => {
    const documents = fc
      .tuple(
        fc.constantFrom(...registry.all()),
        fc.array(fc.nat(97), { minLength: 1, maxLength: 8 }),
        junk,
        fc.boolean(),
      )
      .map(([pack, picks, value, remove]) => spoil(pack, picks, value, remove));
    fc.assert(
      fc.property(fc.oneof(documents, fc.jsonValue()), (document) => {
        const { pack, faults } = checkPack(document, registry.rates);
        expect(pack === null).toBe(faults.length > 0);
        for (const { path, reason } of faults) {
          expect(path).not.toBe('');
          expect(reason).toMatch(/[\u4e00-\u9fff]/);
        }
        for (const line of packDiff(registry.all()[0], document))
          expect(line).toMatch(/^(修改|新增|删除|调整) /);
      }),
      { numRuns: 300 },
    );
  });

  it('fails as a file of vectors without a crash', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        for (const { failure } of runVectorFile(document, registry)) expect(failure).not.toBeNull();
      }),
    );
  });
});

describe('a pack that contradicts itself', () => {
  const of = (key: string): PolicyPack => registry.versions(key)[0] as PolicyPack;
  const anhui = of('anhui-town');
  const household = (pack: PolicyPack): Product => pack.products['household'] as Product;
  const rule = anhui.compensation['household'] as CompensationRule;
  const faultsOf = (changed: object): string[] =>
    checkPack(changed, registry.rates).faults.map(({ path }) => path);
  const withProduct = (pack: PolicyPack, more: Partial<Product>): string[] =>
    faultsOf({ ...pack, products: { ...pack.products, household: { ...household(pack), ...more } } });

  it('is refused when a grade has no limit, which would read as not rated', () => {
    const { A, ...gradeLimits } = household(anhui).gradeLimits ?? {};
    expect(A).toBeDefined();
    expect(withProduct(anhui, { gradeLimits })).toEqual(['products.household.gradeLimits']);
  });

  it('is refused when a cause is both compensated and excluded', () => {
    const compensation = { household: { ...rule, excludedCauses: [...rule.excludedCauses, rule.causes[0]] } };
    expect(faultsOf({ ...anhui, compensation })).toEqual(['compensation.household.excludedCauses']);
  });

  it('is refused without interest days, or with one that not every year has', () => {
    const { repayment } = household(anhui);
    const days = (...interestDays: string[]): string[] =>
      withProduct(anhui, { repayment: { ...repayment, interestDays } });
    expect(days()).toEqual(['products.household.repayment.interestDays']);
    for (const day of ['02-29', '02-30', '04-31'])
      expect(days('03-20', day)).toEqual(['products.household.repayment.interestDays.1']);
    expect(days('02-28', '12-31')).toEqual([]);
  });

  it('is refused when a step or a task lies with nobody, and told in which cell', () => {
    const { approval, postLoanCheck, overdue, reminders, disbursement, parties } = anhui;
    const chain = (role: string, kind = 'review') => ({
      ...anhui,
      approval: { ...approval, loan: [approval['loan']?.[0], { ...approval['loan']?.[1], role, kind }] },
    });
    expect(faultsOf(chain('townshp'))).toEqual(['approval.loan.1.role']);
    expect(faultsOf(chain('system'))).toEqual(['approval.loan.1.role']);
    const watched = { ...chain('supervisor'), parties: [...parties, { role: 'supervisor', zh: '督导' }] };
    expect(checkPack(watched, registry.rates).faults).toEqual([
      { path: 'approval.loan.1.role', reason: '角色 supervisor 只看不办，不能承办' },
    ]);
    const tasks = {
      disbursement: { ...disbursement, by: 'bnk' },
      postLoanCheck: { ...postLoanCheck, by: 'auditor' },
      reminders: [{ ...reminders[0], by: 'clerk', to: 'neighbour' }],
      overdue: { ...overdue, urgeBy: ['villageTeam', 'police'] },
    };
    expect(faultsOf({ ...anhui, ...tasks }).sort()).toEqual([
      'disbursement.by',
      'overdue.urgeBy.1',
      'postLoanCheck.by',
      'reminders.0.by',
      'reminders.0.to',
    ]);
  });

  it('is refused when its rate is bounded by nothing but the contract itself', () => {
    const { rate } = household(anhui);
    const bound = (spec: RateSpec): string[] => withProduct(anhui, { rate: { ...rate, spec } });
    expect(bound({ kind: 'contract' })).toEqual(['products.household.rate.spec']);
    expect(bound({ kind: 'min', of: [{ kind: 'contract' }] })).toEqual(['products.household.rate.spec']);
    expect(bound({ kind: 'min', of: [{ kind: 'contract' }, { kind: 'fixed', rate: '0.05' }] })).toEqual([]);
  });

  it('is refused with slices of time that overlap, and taken with slices in order', () => {
    const subsidy = (more: object): string[] =>
      faultsOf({ ...anhui, subsidy: { household: { ...anhui.subsidy['household'], ...more } } });
    const until = (...days: (string | null)[]) => ({
      shares: days.map((day) => ({ until: day, share: '0.5' })),
    });
    expect(subsidy(until('2023-12-31', null))).toEqual([]);
    expect(subsidy(until(null, '2023-12-31'))).toEqual(['subsidy.household.shares.0.until']);
    expect(subsidy(until('2023-12-31', '2023-12-31'))).toEqual(['subsidy.household.shares.1.until']);
    const rate = { kind: 'fixed', rate: '0.03' };
    const steps = (...days: string[]) => ({ rateSteps: days.map((from) => ({ from, rate })) });
    expect(subsidy(steps('2024-01-01', '2025-01-01'))).toEqual([]);
    expect(subsidy(steps('2025-01-01', '2024-01-01'))).toEqual(['subsidy.household.rateSteps.1.from']);
  });

  it('is refused when a draw may outlast its line', () => {
    const line = { lineMonths: 36, drawTermMonthsMax: 37, drawMaturityWithinLine: true, revolving: true };
    expect(withProduct(anhui, { line })).toEqual(['products.household.line.drawTermMonthsMax']);
  });

  it.each([
    [{ leverageMax: '0' }, 'fund.leverageMax'],
    [{ leverageMin: '11', leverageMax: '10' }, 'fund.leverageMin'],
  ])('is refused with the leverage %p', (more, path) => {
    expect(faultsOf({ ...anhui, fund: { ...anhui.fund, ...more } })).toEqual([path]);
  });

  it('states a floor of the fund from schema 1.1 on', () => {
    const floor = { share: '0.10', of: 'loanBalance', topUpBy: 'quarterEnd', stopLending: true };
    const fund = { ...anhui.fund, floor, interest: 'staysInFund' };
    expect(faultsOf({ ...anhui, schemaVersion: '1.1', fund })).toEqual([]);
    expect(faultsOf({ ...anhui, fund })).toEqual(['fund.floor', 'fund.interest']);
    const naught = { ...fund, floor: { ...floor, share: '0' } };
    expect(faultsOf({ ...anhui, schemaVersion: '1.1', fund: naught })).toEqual(['fund.floor.share']);
  });

  it('insists on files from schema 1.1 on: of papers that it asks for, and not of the first step', () => {
    const yubei = { ...of('yubei-2021'), schemaVersion: '1.1' };
    expect(faultsOf({ ...yubei, filesRequired: ['yubeiAnnex2'] })).toEqual([]);
    expect(faultsOf({ ...yubei, schemaVersion: '1.0', filesRequired: [] })).toEqual(['filesRequired']);
    expect(faultsOf({ ...yubei, filesRequired: ['contract', 'noSuchPaper'] })).toEqual(['filesRequired.1']);
    const [first, ...rest] = yubei.approval['loan'] ?? [];
    const loan = [{ ...first, requires: ['idCard'] }, ...rest];
    const approval = { ...yubei.approval, loan };
    expect(faultsOf({ ...yubei, approval, filesRequired: ['idCard'] })).toEqual(['filesRequired.0']);
  });

  it('is refused when lateness would be cheaper, or a top-up bounded below the loan itself', () => {
    const yubei = of('yubei-2021');
    const overdue = { ...yubei.overdue, penaltyMultiplier: '0.50' };
    expect(faultsOf({ ...yubei, overdue })).toEqual(['overdue.penaltyMultiplier']);
    const topUp = { ...yubei.topUp, householdExposureMax: '49999.99' };
    expect(faultsOf({ ...yubei, topUp })).toEqual(['topUp.householdExposureMax']);
  });

  it('is refused with a comparison that is not on the list, and told which are', () => {
    const yanchi = of('yanchi-county');
    const levels = [{ level: 'red', anyOf: [{ field: 'overdueDays', op: 'above', value: 1 }] }];
    const { faults } = checkPack({ ...yanchi, warnings: { levels, otherwise: 'green' } }, registry.rates);
    expect(faults).toEqual([{ path: 'warnings.levels.0.anyOf.0.op', reason: '只能取 lt、lte、gt、gte、eq' }]);
  });

  it('is told what contradicts itself together with what is malformed', () => {
    const spoilt = {
      ...anhui,
      tolerance: 7,
      effectiveTo: '2000-01-01',
      fund: { ...anhui.fund, leverageMax: '0' },
    };
    expect(faultsOf(spoilt)).toEqual(['tolerance', 'effectiveTo', 'fund.leverageMax']);
  });
});

describe('documents that a pack asks for', () => {
  it('are hinted at when no county has ever asked for them, never refused', () => {
    const base = registry.versions('yubei-2021')[0] as PolicyPack;
    const disbursement = { ...base.disbursement, requires: ['yubeiAnnex2', 'minqinForm1', 'loanContrakt'] };
    const pack = { ...base, schemeKey: 'minqin-2025', disbursement };
    expect(checkPack(pack, registry.rates).faults).toEqual([]);
    expect(documentHints(pack, registry.all()).map(({ path }) => path)).toEqual(['disbursement.requires.2']);
    for (const known of registry.all()) expect(documentHints(known, registry.all())).toEqual([]);
  });
});
