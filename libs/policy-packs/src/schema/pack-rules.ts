import {
  Decimal,
  compareMoney,
  type PolicyPack,
  type Product,
  type RateSpec,
  type ReferenceRates,
  type Step,
} from '@bangdai/domain';
import type { Fault } from './fault.js';
import { isKnownForm } from './forms.js';

type Say = (path: string, reason: string) => void;

/** What crosses fields (policy-pack §4 and §5); all faults at once. The document itself already fits the schema. */
export function ruleFaults(pack: PolicyPack, rates: ReferenceRates): Fault[] {
  const faults: Fault[] = [];
  const say: Say = (path, reason) => faults.push({ path, reason });
  if (pack.effectiveTo !== null && pack.effectiveTo < pack.effectiveFrom)
    say('effectiveTo', '早于 effectiveFrom');
  if (pack.project !== null && pack.project.end < pack.project.start)
    say('project.end', '早于 project.start');
  unique(
    pack.parties.map(({ role }) => role),
    'parties',
    say,
  );
  unique(
    pack.reminders.map(({ key }) => key),
    'reminders',
    say,
  );
  unique(
    pack.breakers.map(({ key }) => key),
    'breakers',
    say,
  );
  for (const purpose of pack.purposes.allowed) {
    if (pack.purposes.banned.includes(purpose)) say('purposes', `${purpose} 同时被允许和禁止`);
  }
  productFaults(pack, rates, say);
  chainFaults(pack, say);
  ratingFaults(pack, say);
  compensationFaults(pack, say);
  otherFaults(pack, say);
  return faults;
}

function unique(keys: readonly string[], path: string, say: Say): void {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) say(path, `${key} 重复`);
    seen.add(key);
  }
}

function sumIsOne(shares: readonly string[]): boolean {
  return shares.reduce((sum, share) => sum.plus(share), new Decimal(0)).equals(1);
}

function productFaults(pack: PolicyPack, rates: ReferenceRates, say: Say): void {
  const keys = Object.keys(pack.products);
  if (keys.length === 0) say('products', '至少要有一个产品');
  for (const [key, product] of Object.entries(pack.products)) {
    const path = `products.${key}`;
    const { amountMin, amountMax, householdExposureMax } = product;
    if (amountMin !== null && amountMax !== null && compareMoney(amountMin, amountMax) > 0) {
      say(`${path}.amountMin`, '大于 amountMax');
    }
    const lower = amountMax ?? amountMin;
    if (lower !== null && householdExposureMax !== null && compareMoney(lower, householdExposureMax) > 0) {
      say(`${path}.householdExposureMax`, `小于 ${amountMax === null ? 'amountMin' : 'amountMax'}`);
    }
    if (product.termMonthsMin > product.termMonthsMax) say(`${path}.termMonthsMin`, '大于 termMonthsMax');
    rateFaults(product.rate.spec, `${path}.rate.spec`, rates, say);
    const grades = pack.rating?.grades?.map(({ grade }) => grade);
    gradeFaults(product.gradeLimits, grades, `${path}.gradeLimits`, say);
    lineFaults(product, path, say);
  }
  for (const part of ['subsidy', 'compensation'] as const) {
    for (const key of keys) if (!Object.hasOwn(pack[part], key)) say(`${part}.${key}`, '缺少该产品的规则');
    for (const key of Object.keys(pack[part])) if (!keys.includes(key)) say(`${part}.${key}`, '没有这个产品');
  }
  for (const [key, { rate }] of Object.entries(pack.subsidy))
    rateFaults(rate, `subsidy.${key}.rate`, rates, say);
}

/** Every grade has its limit (null: none); a grade without one would read as "not rated" (policy-pack §5). */
function gradeFaults(
  limits: Product['gradeLimits'],
  grades: string[] | undefined,
  path: string,
  say: Say,
): void {
  if (limits === null || grades === undefined) return;
  for (const grade of Object.keys(limits))
    if (!grades.includes(grade)) say(path, `等级 ${grade} 不在 rating.grades 中`);
  for (const grade of grades)
    if (!Object.hasOwn(limits, grade)) say(path, `缺少等级 ${grade} 的限额（无限额写 null）`);
}

function lineFaults({ line }: Product, path: string, say: Say): void {
  if (line !== null && line.drawTermMonthsMax > line.lineMonths)
    say(`${path}.line.drawTermMonthsMax`, '大于 lineMonths');
}

function rateFaults(spec: RateSpec, path: string, rates: ReferenceRates, say: Say): void {
  if (spec.kind === 'min') spec.of.forEach((inner, i) => rateFaults(inner, `${path}.of.${i}`, rates, say));
  if (spec.kind !== 'referenceByTerm') return;
  const rows = Object.hasOwn(rates, spec.table) ? rates[spec.table] : undefined;
  if (rows === undefined) {
    say(`${path}.table`, `参考利率表中没有 ${spec.table}`);
    return;
  }
  spec.tiers.forEach(({ tenor, maxMonths }, i) => {
    if (!rows.some((row) => Object.hasOwn(row.rates, tenor)))
      say(`${path}.tiers.${i}.tenor`, `${spec.table} 中没有期限 ${tenor}`);
    const before = spec.tiers[i - 1];
    if (before !== undefined && before.maxMonths >= maxMonths)
      say(`${path}.tiers.${i}.maxMonths`, '各档月数应递增');
  });
}

function allChains(pack: PolicyPack): [string, Step[]][] {
  return [
    ...Object.entries(pack.approval).map(([key, steps]): [string, Step[]] => [`approval.${key}`, steps]),
    ...Object.entries(pack.subsidy).map(([key, { flow }]): [string, Step[]] => [`subsidy.${key}.flow`, flow]),
    ...Object.entries(pack.compensation).map(([key, { chain }]): [string, Step[]] => [
      `compensation.${key}.chain`,
      chain,
    ]),
  ];
}

function chainFaults(pack: PolicyPack, say: Say): void {
  if (!Object.hasOwn(pack.approval, 'loan')) say('approval.loan', '缺少贷款审批链');
  const roles = new Set(['borrower', 'system', ...pack.parties.map(({ role }) => role)]);
  for (const [path, steps] of allChains(pack)) {
    if (steps[0]?.kind !== 'submit') say(`${path}.0.kind`, '第一步应为 submit（提交）');
    unique(
      steps.map(({ key }) => key),
      path,
      say,
    );
    steps.forEach((step, i) => {
      if (!roles.has(step.role)) say(`${path}.${i}.role`, `角色 ${step.role} 不在 parties 中`);
      formFault(pack, step.form, `${path}.${i}.form`, say);
    });
  }
  const opener = pack.approval['loan']?.[0]?.role;
  if (opener !== undefined && opener !== 'borrower' && opener !== 'village') {
    say('approval.loan.0.role', '第一步应由 borrower（借款人）或 village（村）提交');
  }
  pack.reports.forEach(({ form }, i) => formFault(pack, form, `reports.${i}.form`, say));
}

function formFault(pack: PolicyPack, form: string | null | undefined, path: string, say: Say): void {
  if (form != null && !isKnownForm(form, pack.schemeKey)) say(path, `没有表格 ${form}`);
}

function ratingFaults({ rating }: PolicyPack, say: Say): void {
  if (rating === null) return;
  const sets: [string, { key: string; weight: string }[]][] = Object.entries(rating.variants ?? {}).map(
    ([key, variant]) => [`rating.variants.${key}.indicators`, variant.indicators],
  );
  if (rating.indicators != null) sets.push(['rating.indicators', rating.indicators]);
  if (rating.model === 'weighted' && sets.length === 0) say('rating.indicators', '加权评级须有指标');
  for (const [path, indicators] of sets) {
    if (!sumIsOne(indicators.map(({ weight }) => weight))) say(path, '权重之和应等于 1');
    unique(
      indicators.map(({ key }) => key),
      path,
      say,
    );
  }
  unique(
    (rating.grades ?? []).map(({ grade }) => grade),
    'rating.grades',
    say,
  );
  (rating.grades ?? []).forEach(({ minScore }, i, grades) => {
    const before = grades[i - 1];
    if (before !== undefined && !new Decimal(before.minScore).greaterThan(minScore)) {
      say(`rating.grades.${i}.minScore`, '等级应由高到低');
    }
  });
}

function compensationFaults(pack: PolicyPack, say: Say): void {
  const parties = new Set(['fund', ...pack.parties.map(({ role }) => role)]);
  for (const [key, rule] of Object.entries(pack.compensation)) {
    const path = `compensation.${key}`;
    if (!sumIsOne(rule.split.map(({ share }) => share))) say(`${path}.split`, '分担比例之和应等于 1');
    unique(
      rule.split.map(({ party }) => party),
      `${path}.split`,
      say,
    );
    for (const { party } of rule.split)
      if (!parties.has(party)) say(`${path}.split`, `${party} 不在 parties 中`);
    for (const cause of rule.excludedCauses)
      if (rule.causes.includes(cause)) say(`${path}.excludedCauses`, `${cause} 同时在 causes 中`);
    for (const cause of rule.waivedForCauses) {
      if (!rule.causes.includes(cause)) say(`${path}.waivedForCauses`, `${cause} 不在 causes 中`);
    }
  }
}

function otherFaults(pack: PolicyPack, say: Say): void {
  const { age, targetGroups } = pack.eligibility;
  if (age.min !== null && age.max !== null && age.min > age.max) say('eligibility.age.min', '大于 max');
  if (age.max !== null && age.whitelistMax !== null && age.whitelistMax < age.max)
    say('eligibility.age.whitelistMax', '小于 max');
  for (const group of age.whitelistGroups) {
    if (!targetGroups.includes(group))
      say('eligibility.age.whitelistGroups', `${group} 不在 targetGroups 中`);
  }
  const pool = pack.insurance?.lossPool;
  if (pool != null && !sumIsOne([pool.poolShare, pool.insurerShare]))
    say('insurance.lossPool', '比例之和应等于 1');
  pack.breakers.forEach(({ test, threshold }, i) => {
    if (test !== 'rising' && threshold === null) say(`breakers.${i}.threshold`, '须写明阈值');
  });
  pack.warnings?.levels.forEach(({ anyOf, allOf }, i) => {
    if (anyOf === undefined && allOf === undefined) say(`warnings.levels.${i}`, '须有 anyOf 或 allOf 条件');
  });
  if (pack.supersedes === pack.packVersion) say('supersedes', '不能替代自己');
}
