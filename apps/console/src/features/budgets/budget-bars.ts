import type { BudgetView } from '@bangdai/contracts/http';
import type { EChartsCoreOption } from 'echarts/core';
import { addMoney } from '@bangdai/domain';
import { thousands, wanForChart } from '../../ui/format';

export interface BudgetBar {
  month: string;
  /** In this month. */
  arrived: string;
  spent: string;
  /** From the year's first day to the end of this month. */
  arrivedSoFar: string;
  spentSoFar: string;
}

/** Arrivals and payments by month of the year, each with what it came to by then. */
export function budgetBars({ year, entries, spentByMonth }: BudgetView): BudgetBar[] {
  let arrivedSoFar = '0.00';
  let spentSoFar = '0.00';
  return Array.from({ length: 12 }, (_, i) => {
    const month = `${year}-${String(i + 1).padStart(2, '0')}`;
    const arrived = entries
      .filter(({ kind, day }) => kind === 'arrived' && monthOf(day, year) === month)
      .reduce((sum, { amount }) => addMoney(sum, amount), '0.00');
    const spent = spentByMonth.find((row) => row.month === month)?.spent ?? '0.00';
    arrivedSoFar = addMoney(arrivedSoFar, arrived);
    spentSoFar = addMoney(spentSoFar, spent);
    return { month, arrived, spent, arrivedSoFar, spentSoFar };
  });
}

/** Money of a year may arrive before or after it: then it is drawn in the year's first or last month. */
function monthOf(day: string, year: number): string {
  if (day < `${year}-01-01`) return `${year}-01`;
  return day > `${year}-12-31` ? `${year}-12` : day.slice(0, 7);
}

/** @param thisMonth months after it are not drawn: nothing is known of them */
export function budgetOption(bars: readonly BudgetBar[], thisMonth: string): EChartsCoreOption {
  const series = (name: string, color: string, pick: (bar: BudgetBar) => string) => ({
    ...{ name, type: 'bar', itemStyle: { color }, barMaxWidth: 18 },
    data: bars.map((bar) => (bar.month > thisMonth ? null : wanForChart(pick(bar)))),
  });
  return {
    grid: { left: 56, right: 12, top: 34, bottom: 26 },
    legend: { top: 0, right: 0, itemWidth: 12, itemHeight: 8 },
    tooltip: {
      trigger: 'axis',
      formatter: (points: { dataIndex: number }[]) => {
        const bar = bars[points[0]?.dataIndex ?? 0];
        if (bar === undefined) return '';
        return `${bar.month}<br/>累计到位 ${thousands(bar.arrivedSoFar)} 元<br/>累计支出 ${thousands(bar.spentSoFar)} 元`;
      },
    },
    xAxis: { type: 'category', data: bars.map(({ month }) => `${Number(month.slice(5))}月`) },
    yAxis: { type: 'value', name: '万元' },
    series: [
      series('累计到位', '#6f93a1', ({ arrivedSoFar }) => arrivedSoFar),
      series('累计支出', '#c99a45', ({ spentSoFar }) => spentSoFar),
    ],
  };
}
