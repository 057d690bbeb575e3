import type { BudgetView } from '@bangdai/contracts/http';
import type { DemoClient } from './demo-client.js';

const yearly = '600000.00';

/** What the county plans for subsidies this year, and has received: without it no settlement could be paid. */
export async function loadBudget(finance: DemoClient, county: string, year: number): Promise<void> {
  const budgets = await finance.get<BudgetView[]>('/v1/budgets');
  if (budgets.some((budget) => budget.county === county && budget.year === year)) return;
  for (const kind of ['planned', 'arrived'])
    await finance.post(
      '/v1/budgets/entries',
      { county, year, kind, amount: yearly, day: `${year}-01-01`, documentNo: `示财预〔${year}〕1号` },
      `demo-budget-${year}-${kind}`,
    );
}
