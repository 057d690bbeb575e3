/** How a county's bank or treasury is reached; without a base URL the process's own default holds. */
export interface Counterpart {
  county: string;
  kind: 'bank' | 'treasury';
  code: string;
  name: string;
  adapter: 'http' | 'file' | 'manual';
  baseUrl: string | null;
}

export interface CounterpartStore {
  all(): Promise<Counterpart[]>;
  /** @throws RefusedError `NOT_FOUND` */
  find(county: string, kind: Counterpart['kind'], code: string): Promise<Counterpart>;
}
