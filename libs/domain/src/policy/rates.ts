import { compareDates, termMonths, type CivilDate } from '../calendar/civil-date.js';
import { DomainError } from '../errors/domain-error.js';
import { Decimal } from '../money/decimal.js';
import { productOf } from './loan-rules.js';
import type { PolicyPack } from './policy-pack.js';
import type { RateSpec, ReferenceRates } from './rate-spec.js';

export interface RateContext {
  rates: ReferenceRates;
  contractDate: CivilDate;
  termMonths: number;
  /** The loan's own rate; without it a `contract` spec has no answer. */
  contractRate?: string;
}

/**
 * The last row dated on or before the day; a rate published that day holds from that day (calculations §2).
 * @throws DomainError `REFERENCE_RATE_MISSING` before the first row, or when the table or tenor does not exist.
 */
export function referenceRate(rates: ReferenceRates, table: string, tenor: string, on: CivilDate): string {
  const rows = Object.hasOwn(rates, table) ? (rates[table] ?? []) : [];
  let best: (typeof rows)[number] | undefined;
  for (const row of rows) {
    if (compareDates(row.from, on) <= 0 && (best === undefined || row.from >= best.from)) best = row;
  }
  const rate = best !== undefined && Object.hasOwn(best.rates, tenor) ? best.rates[tenor] : undefined;
  if (rate === undefined) throw new DomainError('REFERENCE_RATE_MISSING', `${table} ${tenor}`);
  return rate;
}

/**
 * One rate per loan, fixed at the contract date (calculations §2).
 * @returns a decimal-fraction string, unrounded
 * @throws DomainError `TERM_ABOVE_TIERS` | `REFERENCE_RATE_MISSING` | `CONTRACT_RATE_MISSING`
 */
export function resolveRate(spec: RateSpec, ctx: RateContext): string {
  switch (spec.kind) {
    case 'fixed':
      return spec.rate;
    case 'contract':
      if (ctx.contractRate === undefined) throw new DomainError('CONTRACT_RATE_MISSING');
      return ctx.contractRate;
    case 'referenceByTerm': {
      const tier = spec.tiers.find(({ maxMonths }) => ctx.termMonths <= maxMonths);
      if (tier === undefined) throw new DomainError('TERM_ABOVE_TIERS');
      const published = referenceRate(ctx.rates, spec.table, tier.tenor, ctx.contractDate);
      const multiplier = new Decimal(spec.multiplier);
      return multiplier.equals(1) ? published : multiplier.times(published).toFixed();
    }
    case 'min':
      return spec.of
        .map((part) => resolveRate(part, ctx))
        .reduce((lowest, rate) => (new Decimal(rate).lessThan(lowest) ? rate : lowest));
  }
}

export interface RateCap {
  termMonths: number;
  rateCap: string | null;
  error: string | null;
}

/**
 * The bound on the contract rate of a loan, by the reference rates of its contract date.
 * @returns `error` `TERM_ABOVE_TIERS` or `REFERENCE_RATE_MISSING` instead of a cap
 * @throws DomainError `PRODUCT_UNKNOWN` | `BAD_DATE`
 */
export function rateCap(
  pack: PolicyPack,
  product: string,
  contractDate: CivilDate,
  disbursementDate: CivilDate,
  maturityDate: CivilDate,
  rates: ReferenceRates,
): RateCap {
  const months = termMonths(disbursementDate, maturityDate);
  const { spec } = productOf(pack, product).rate;
  try {
    return {
      termMonths: months,
      rateCap: resolveRate(spec, { rates, contractDate, termMonths: months }),
      error: null,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { termMonths: months, rateCap: null, error: error.code };
  }
}
