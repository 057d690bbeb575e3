import {
  budgetEstimate,
  resolveRate,
  subsidyRules,
  type BudgetEstimate,
  type Money,
  type PolicyPack,
  type ReferenceRates,
} from '@bangdai/domain';

export interface BudgetRequest {
  product: string;
  /** Loans by the year of their disbursement; `quarters` where a cohort differs from the others. */
  cohorts: { cohort: string; balance: Money; quarters?: number }[];
  /** Contract date that the pack's subsidy rate is taken for. */
  on: string;
  months: number;
  quarters: number;
  /** The loans' own rate; without it the pack's bound stands. */
  rate?: string;
}

/**
 * The year's subsidy of loans that are not repaid meanwhile: balance × subsidy rate × quarters / 4 (calculations §8).
 * @throws DomainError `PRODUCT_UNKNOWN` | `TERM_ABOVE_TIERS` | `REFERENCE_RATE_MISSING`
 */
export function budgetOf(
  pack: PolicyPack,
  rates: ReferenceRates,
  request: BudgetRequest,
): BudgetEstimate & { annualRate: string } {
  const { rule } = subsidyRules(pack, request.product);
  const annualRate = resolveRate(rule.rate, {
    rates,
    contractDate: request.on,
    termMonths: request.months,
    contractRate: request.rate ?? '1',
  });
  const lines = request.cohorts.map(({ cohort, balance, quarters = request.quarters }) => ({
    ...{ cohort, balance, annualRate, quarters },
  }));
  return { ...budgetEstimate(lines), annualRate };
}

export function budgetLines(pack: PolicyPack, rates: ReferenceRates, request: BudgetRequest): string[] {
  const { lines, total, annualRate } = budgetOf(pack, rates, request);
  return [
    `${pack.title.zh}（${pack.schemeKey} ${pack.packVersion}）贴息预算，年贴息率 ${annualRate}`,
    ...lines.map(({ cohort, estimate }) => `${cohort} 年发放：${estimate} 元`),
    `合计：${total} 元`,
  ];
}
