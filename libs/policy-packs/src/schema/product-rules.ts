import {
  compareMoney,
  type AccrualShare,
  type PolicyPack,
  type Product,
  type RateSpec,
  type ReferenceRates,
} from '@bangdai/domain';
import type { Say } from './say.js';

/** Bounds in order, rates that can be found, and a loan that is bounded at all. */
export function productFaults(pack: PolicyPack, rates: ReferenceRates, say: Say): void {
  if (Object.keys(pack.products).length === 0) say('products', '至少要有一个产品');
  for (const [key, product] of Object.entries(pack.products)) {
    const path = `products.${key}`;
    boundFaults(product, path, say);
    if (isContractOnly(product.rate.spec))
      say(`${path}.rate.spec`, '不能只取 contract：合同利率不能以自身为上限');
    rateFaults(product.rate.spec, `${path}.rate.spec`, rates, say);
    lineFaults(product, path, say);
  }
}

function boundFaults(product: Product, path: string, say: Say): void {
  const { amountMin, amountMax, householdExposureMax } = product;
  if (amountMin !== null && amountMax !== null && compareMoney(amountMin, amountMax) > 0) {
    say(`${path}.amountMin`, '大于 amountMax');
  }
  const lower = amountMax ?? amountMin;
  if (lower !== null && householdExposureMax !== null && compareMoney(lower, householdExposureMax) > 0) {
    say(`${path}.householdExposureMax`, `小于 ${amountMax === null ? 'amountMin' : 'amountMax'}`);
  }
  if (product.termMonthsMin > product.termMonthsMax) say(`${path}.termMonthsMin`, '大于 termMonthsMax');
}

function isContractOnly(spec: RateSpec): boolean {
  return spec.kind === 'contract' || (spec.kind === 'min' && spec.of.every(isContractOnly));
}

export function gradeLimitFaults(pack: PolicyPack, say: Say): void {
  const grades = pack.rating?.grades?.map(({ grade }) => grade);
  for (const [key, { gradeLimits }] of Object.entries(pack.products))
    gradeFaults(gradeLimits, grades, `products.${key}.gradeLimits`, say);
}

/** A top-up adds to a loan: a household may owe at least as much as without it. */
export function topUpFaults({ topUp, products }: PolicyPack, say: Say): void {
  if (topUp === null) return;
  for (const [key, { borrowerKind, householdExposureMax: own }] of Object.entries(products)) {
    if (borrowerKind === 'household' && own !== null && compareMoney(topUp.householdExposureMax, own) < 0)
      say('topUp.householdExposureMax', `小于产品 ${key} 的 householdExposureMax`);
  }
}

/** Every product has its rule of subsidy and of compensation, and no rule is without a product. */
export function rulesByProductFaults(pack: PolicyPack, part: 'subsidy' | 'compensation', say: Say): void {
  const keys = Object.keys(pack.products);
  for (const key of keys) if (!Object.hasOwn(pack[part], key)) say(`${part}.${key}`, '缺少该产品的规则');
  for (const key of Object.keys(pack[part])) if (!keys.includes(key)) say(`${part}.${key}`, '没有这个产品');
}

export function subsidyRateFaults({ subsidy }: PolicyPack, rates: ReferenceRates, say: Say): void {
  for (const [key, { rate, rateSteps, shares }] of Object.entries(subsidy)) {
    rateFaults(rate, `subsidy.${key}.rate`, rates, say);
    (rateSteps ?? []).forEach((step, i, steps) => {
      const path = `subsidy.${key}.rateSteps.${i}`;
      rateFaults(step.rate, `${path}.rate`, rates, say);
      if (step.from <= (steps[i - 1]?.from ?? '')) say(`${path}.from`, '应按日期由先到后');
    });
    shareFaults(shares ?? [], `subsidy.${key}.shares`, say);
  }
}

/** Each night has one share: days in order, and only the last slice is open. */
function shareFaults(shares: readonly AccrualShare[], path: string, say: Say): void {
  shares.forEach(({ until }, i) => {
    if (until === null && i < shares.length - 1) say(`${path}.${i}.until`, '只有最后一段可以不写截止日期');
    if (until !== null && until <= (shares[i - 1]?.until ?? ''))
      say(`${path}.${i}.until`, '应按日期由先到后');
  });
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
