export interface LoanFilters {
  [name: string]: string | undefined;
  county?: string;
  q?: string;
  stage?: string;
  township?: string;
  village?: string;
  bank?: string;
  maturesFrom?: string;
  maturesTo?: string;
}

const names = ['county', 'q', 'stage', 'township', 'village', 'bank', 'maturesFrom', 'maturesTo'] as const;

export function readLoanFilters(get: (name: string) => string | undefined): LoanFilters {
  const filters: LoanFilters = {};
  for (const name of names) {
    const value = get(name);
    if (value !== undefined && value !== '') filters[name] = value;
  }
  return filters;
}

export const emptyLoanFilters = (): Record<string, null> =>
  Object.fromEntries(names.map((name) => [name, null]));
export const isLoanFiltered = (filters: LoanFilters): boolean =>
  names.some((name) => filters[name] !== undefined);

/** First and last day of a month (`2026-02` → 2026-02-01 … 2026-02-28). */
export function monthBounds(month: string): { maturesFrom: string; maturesTo: string } {
  const [year = 1970, index = 1] = month.split('-').map(Number);
  const last = new Date(Date.UTC(year, index, 0)).getUTCDate();
  return { maturesFrom: `${month}-01`, maturesTo: `${month}-${String(last).padStart(2, '0')}` };
}
