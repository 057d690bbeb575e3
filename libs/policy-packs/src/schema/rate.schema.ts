import type { RateSpec } from '@bangdai/domain';
import { z } from 'zod';
import { civilDate, decimal, fraction, key, positive, strict } from './primitives.js';

export const rateSpecSchema: z.ZodType<RateSpec> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    strict({ kind: z.literal('fixed'), rate: fraction }),
    strict({ kind: z.literal('contract') }),
    strict({
      kind: z.literal('referenceByTerm'),
      table: key,
      tiers: z.array(strict({ maxMonths: positive, tenor: key })).min(1),
      multiplier: decimal,
      asOf: z.literal('contractDate'),
    }),
    strict({ kind: z.literal('min'), of: z.array(rateSpecSchema).min(1) }),
  ]),
);

export const referenceRatesSchema = z.record(
  key,
  z.array(z.strictObject({ from: civilDate, rates: z.record(key, fraction) })),
);

export const workingCalendarSchema = z.strictObject({
  years: z.array(z.number().int()),
  holidays: z.array(civilDate),
  makeUpWorkdays: z.array(civilDate),
});
