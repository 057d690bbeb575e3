import { formatMoney, parseMoney, sumMoney, type Money } from '../money/money.js';

export interface BudgetLine {
  cohort: string;
  balance: Money;
  annualRate: string;
  quarters: number;
}

export interface BudgetEstimate {
  lines: { cohort: string; estimate: Money }[];
  total: Money;
}

/** Longchuan's forecast: balance × rate × quarters / 4, HALF_UP per line; the total adds rounded lines (calculations §8). */
export function budgetEstimate(lines: readonly BudgetLine[]): BudgetEstimate {
  const estimates = lines.map(({ cohort, balance, annualRate, quarters }) => ({
    cohort,
    estimate: formatMoney(parseMoney(balance).times(annualRate).times(quarters).dividedBy(4)),
  }));
  return { lines: estimates, total: sumMoney(estimates.map(({ estimate }) => estimate)) };
}
