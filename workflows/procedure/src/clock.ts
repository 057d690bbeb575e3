import { shanghaiDateOf, shanghaiInstant, type CivilDate } from '@bangdai/domain';

/** The workflow's own clock: the time of the current workflow task, the same in every replay. */
export interface Now {
  /** ISO 8601. */
  at: string;
  /** Day in Asia/Shanghai. */
  on: CivilDate;
}

export function momentOf(epochMs: number): Now {
  return { at: new Date(epochMs).toISOString(), on: shanghaiDateOf(epochMs) };
}

export const now = (): Now => momentOf(Date.now());

/** The end of a day: the first instant of the next. */
export const endOf = (day: CivilDate): number => shanghaiInstant(day, '24:00');
