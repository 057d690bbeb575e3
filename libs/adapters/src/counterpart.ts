/** How a county's bank or treasury is reached: a row of configuration, never code. `*` stands for any. */
export interface Counterpart {
  county: string;
  /** Code of the bank within the county; `*` for a treasury. */
  bank: string;
  kind: 'bank' | 'treasury';
  /** By its machine, by a shared folder of files, or by people with paper. */
  adapter: 'http' | 'file' | 'manual';
  /** Without a slash at the end, for example `https://bank.example/bangdai`; only `http` has one. */
  baseUrl: string;
  /** What files to it are; CSV where nothing is said. */
  format?: 'csv' | 'xlsx';
}

/** No row of the configuration says how to reach this counterpart. */
export class CounterpartNotConfiguredError extends Error {
  readonly code = 'COUNTERPART_NOT_CONFIGURED';

  constructor(kind: string, county: string, bank: string) {
    super(`COUNTERPART_NOT_CONFIGURED: ${kind} ${bank} of ${county}`);
    this.name = 'CounterpartNotConfiguredError';
  }
}

/**
 * The row that fits best: county and bank by name, then the county alone, then the bank alone, then `*`.
 * @throws CounterpartNotConfiguredError
 */
export function findCounterpart(
  counterparts: readonly Counterpart[],
  kind: Counterpart['kind'],
  county: string,
  bank: string,
): Counterpart {
  const score = (row: Counterpart) => (row.county === county ? 2 : 0) + (row.bank === bank ? 1 : 0);
  const fitting = counterparts
    .filter((row) => row.kind === kind)
    .filter((row) => [county, '*'].includes(row.county) && [bank, '*'].includes(row.bank))
    .sort((a, b) => score(b) - score(a));
  const [best] = fitting;
  if (best === undefined) throw new CounterpartNotConfiguredError(kind, county, bank);
  return best;
}
