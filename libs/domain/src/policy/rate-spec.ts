/** How a rate is found; rates are decimal-fraction strings (`'0.0395'` = 3.95 %). */
export type RateSpec =
  | { kind: 'fixed'; rate: string }
  | { kind: 'contract' }
  | {
      kind: 'referenceByTerm';
      table: string;
      tiers: RateTier[];
      multiplier: string;
      asOf: 'contractDate';
    }
  | { kind: 'min'; of: RateSpec[] };

export interface RateTier {
  maxMonths: number;
  tenor: string;
}

/** Published rates by table, rows in order of `from`; a row holds from its day until the next. */
export type ReferenceRates = Record<string, ReferenceRateRow[]>;

export interface ReferenceRateRow {
  from: string;
  rates: Record<string, string>;
}
