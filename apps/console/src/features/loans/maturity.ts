import type { LoanSummary } from '@bangdai/contracts/http';
import type { EChartsCoreOption } from 'echarts/core';
import { sumMoney } from '@bangdai/domain';
import { shiftMonth, thousands, wanForChart } from '../../ui/format';

export interface MaturityBar {
  month: string;
  count: number;
  balance: string;
  band: 'past' | 'near' | 'later';
  byBank: { bankName: string; balance: string }[];
}

/**
 * Balances by month of maturity without gaps: months before this one are past due, this one and the next two are near.
 * At most `months` months ahead; what lies beyond is not drawn (the table and the totals still have it).
 */
export function maturityBars(
  rows: LoanSummary['maturityByMonth'],
  thisMonth: string,
  months: number,
): MaturityBar[] {
  const byMonth = new Map(rows.map((row) => [row.month.slice(0, 7), row]));
  const first =
    [...byMonth.keys()].filter((month) => month >= shiftMonth(thisMonth, -6)).sort()[0] ?? thisMonth;
  const bars: MaturityBar[] = [];
  const last = shiftMonth(thisMonth, months - 1);
  for (let month = first < thisMonth ? first : thisMonth; month <= last; month = shiftMonth(month, 1)) {
    const row = byMonth.get(month);
    bars.push({
      month,
      count: row?.count ?? 0,
      balance: row?.balance ?? '0.00',
      band: bandOf(month, thisMonth),
      byBank: row?.byBank ?? [],
    });
  }
  const lastFilled = bars.findLastIndex((bar) => bar.count > 0);
  return bars.slice(0, Math.max(lastFilled + 1, bars.findIndex((bar) => bar.month === thisMonth) + 3));
}

function bandOf(month: string, thisMonth: string): MaturityBar['band'] {
  if (month < thisMonth) return 'past';
  return month < shiftMonth(thisMonth, 3) ? 'near' : 'later';
}

export const bandTotal = (
  bars: readonly MaturityBar[],
  band: MaturityBar['band'],
): { count: number; balance: string } => {
  const own = bars.filter((bar) => bar.band === band);
  return {
    count: own.reduce((sum, bar) => sum + bar.count, 0),
    balance: sumMoney(own.map((bar) => bar.balance)),
  };
};

const bands = [
  { key: 'past', name: '已过到期月', color: '#b3574c' },
  { key: 'near', name: '近三个月到期', color: '#c99a45' },
  { key: 'later', name: '以后到期', color: '#6f93a1' },
] as const;

/** Quiet tones that stay apart in print. */
const bankColors = ['#6f93a1', '#c99a45', '#7d9b76', '#a0788c', '#8c8570', '#b3574c', '#5f7fb0', '#9aa3a6'];

/** Where several banks lend, a bar is divided by bank; else coloured by how near it is. */
function seriesOf(bars: readonly MaturityBar[]) {
  const names = [...new Set(bars.flatMap(({ byBank }) => byBank.map(({ bankName }) => bankName)))].sort();
  if (names.length < 2) {
    return bands.map(({ key, name, color }) => ({
      ...{ name, color },
      data: bars.map((bar) => (bar.band === key ? wanForChart(bar.balance) : 0)),
    }));
  }
  return names.map((name, at) => ({
    name,
    color: bankColors[at % bankColors.length] ?? '#6f93a1',
    data: bars.map(({ byBank }) =>
      wanForChart(sumMoney(byBank.filter(({ bankName }) => bankName === name).map(({ balance }) => balance))),
    ),
  }));
}

/** The month's own figures, and each bank's where there are several. */
function tooltipOf({ month, count, balance, byBank }: MaturityBar): string {
  const lines = [month, `${count} 笔 · ${thousands(balance)} 元`];
  if (byBank.length > 1)
    lines.push(...byBank.map((part) => `${escapeHtml(part.bankName)} ${thousands(part.balance)} 元`));
  return lines.join('<br/>');
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export function maturityOption(bars: readonly MaturityBar[]): EChartsCoreOption {
  const byMonth = new Map(bars.map((bar) => [bar.month, bar]));
  return {
    animation: false,
    grid: { left: 56, right: 12, top: 34, bottom: 26 },
    legend: { top: 0, right: 8, itemWidth: 12, itemHeight: 8, textStyle: { color: '#566167' } },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (params: { name: string }[]) => {
        const bar = byMonth.get(params[0]?.name ?? '');
        return bar === undefined ? '' : tooltipOf(bar);
      },
    },
    xAxis: {
      type: 'category',
      data: bars.map((bar) => bar.month),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#c9d0ce' } },
      axisLabel: { color: '#566167' },
    },
    yAxis: {
      type: 'value',
      name: '万元',
      nameTextStyle: { color: '#566167', align: 'right' },
      axisLabel: { color: '#566167' },
      splitLine: { lineStyle: { color: '#e9ecea' } },
    },
    series: seriesOf(bars).map(({ name, color, data }) => ({
      name,
      type: 'bar',
      stack: 'balance',
      barMaxWidth: 28,
      itemStyle: { color },
      data,
    })),
  };
}
