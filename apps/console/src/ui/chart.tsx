import type { EChartsCoreOption, EChartsType } from 'echarts/core';
import { useEffect, useRef } from 'react';

interface ChartProps {
  option: EChartsCoreOption;
  height: number;
  /** What the picture says, for people who cannot see it. */
  label: string;
  onPick?: (name: string) => void;
}

/** ECharts, fetched when the first picture is drawn (tables and figures must not wait for it), resized with its box. */
export function Chart({ option, height, label, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const latest = useRef({ option, onPick });
  latest.current = { option, onPick };

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    let gone = false;
    const observer = new ResizeObserver(() => chart.current?.resize());
    void import('./chart-engine').then(({ drawInto }) => {
      if (gone) return;
      chart.current = drawInto(element);
      chart.current.on('click', (event) => latest.current.onPick?.(String(event.name)));
      chart.current.setOption(latest.current.option);
      observer.observe(element);
    });
    return () => {
      gone = true;
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);

  return <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />;
}
