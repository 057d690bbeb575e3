import type { FundDetail } from '@bangdai/contracts/http';
import type { EChartsCoreOption } from 'echarts/core';
import { shiftMonth, wanForChart } from '../../ui/format';

export type FundMonth = FundDetail['months'][number];

/** The last `count` months up to `until`, those without a movement included: the balance stays as it was. */
export function everyMonth(months: readonly FundMonth[], until: string, count: number): FundMonth[] {
  const known = new Map(months.map((row) => [row.month, row]));
  const first = shiftMonth(until, 1 - count);
  let balance = months.filter(({ month }) => month < first).at(-1)?.balance ?? '0.00';
  return Array.from({ length: count }, (_, i) => {
    const month = shiftMonth(first, i);
    const row = known.get(month) ?? { month, paidIn: '0.00', paidOut: '0.00', balance };
    balance = row.balance;
    return row;
  });
}

/** In and out as bars, the balance at each month's end as a line. */
export function fundOption(months: readonly FundMonth[]): EChartsCoreOption {
  const bar = (name: string, color: string, key: 'paidIn' | 'paidOut') => ({
    ...{ name, type: 'bar', barMaxWidth: 14, itemStyle: { color } },
    data: months.map((row) => wanForChart(row[key])),
  });
  return {
    animation: false,
    grid: { left: 56, right: 16, top: 36, bottom: 28 },
    legend: { top: 0, right: 0, itemWidth: 12, itemHeight: 8 },
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => `${String(value)} 万元` },
    xAxis: { type: 'category', data: months.map(({ month }) => month), axisTick: { show: false } },
    yAxis: { type: 'value', name: '万元', splitLine: { lineStyle: { color: '#eceff1' } } },
    series: [
      bar('转入', '#2f7d5b', 'paidIn'),
      bar('转出', '#b4482f', 'paidOut'),
      {
        ...{ name: '月末余额', type: 'line', step: 'end', symbol: 'none', lineStyle: { width: 2 } },
        itemStyle: { color: '#31567d' },
        data: months.map(({ balance }) => wanForChart(balance)),
      },
    ],
  };
}
