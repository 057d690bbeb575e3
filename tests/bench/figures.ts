import { appendFileSync } from 'node:fs';

/** One figure beside its floor, both measured in the same run on the same servers. */
export interface Figure {
  group: string;
  name: string;
  unit: string;
  /** Whether more is better (throughput) or less (time, events). */
  better: 'more' | 'less';
  floor: number[] | null;
  ours: number[];
  /** Bound on ours ÷ floor, or on ours itself; null where none is set. */
  goal: number | null;
  goalOn: 'ratio' | 'ours';
  note?: string;
}

/** Handed to `npm run bench`, which prints them all; nothing is asserted here. */
export function report(figure: Figure): void {
  const file = process.env.BANGDAI_BENCH_OUT;
  if (!file) throw new Error('BANGDAI_BENCH_OUT is not set: run the benchmarks with "npm run bench"');
  appendFileSync(file, `${JSON.stringify(figure)}\n`);
}

export const repetitions = (): number => Number(process.env.BANGDAI_BENCH_REPETITIONS ?? '3');

/** Floor and ours in turns, so that a busy minute of the machine hits both. */
export async function interleaved<Measure = number>(
  floor: (turn: number) => Promise<Measure>,
  ours: (turn: number) => Promise<Measure>,
): Promise<{ floor: Measure[]; ours: Measure[] }> {
  const result = { floor: [] as Measure[], ours: [] as Measure[] };
  for (let turn = 0; turn < repetitions(); turn += 1) {
    result.floor.push(await floor(turn));
    result.ours.push(await ours(turn));
  }
  return result;
}

/** Milliseconds of each of `count` calls, `width` at a time. */
export async function times(
  count: number,
  width: number,
  work: (n: number) => Promise<unknown>,
): Promise<number[]> {
  const taken: number[] = [];
  await inParallel(count, width, async (n) => {
    taken.push(1000 * (await seconds(() => work(n))));
  });
  return taken;
}

export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/** Runs `work` for 0…count−1, `width` at a time. */
export async function inParallel(
  count: number,
  width: number,
  work: (n: number) => Promise<unknown>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
