import { isCivilDate } from '@bangdai/domain';
import { z } from 'zod';
import {
  civilDate,
  count,
  decimal,
  signedDecimal,
  fraction,
  key,
  money,
  positive,
  strict,
  text,
} from './primitives.js';
import { rateSpecSchema } from './rate.schema.js';
import { chainSchema } from './step.schema.js';

/** A day of every year: 29 February would fall on another day in three years of four. */
const interestDay = z
  .string()
  .regex(/^\d{2}-\d{2}$/, { message: '应为 "MM-DD"' })
  .refine((value) => isCivilDate(`2023-${value}`), { message: '应为每年都有的日期（如 "03-20"）' });

export const productSchema = strict({
  borrowerKind: z.enum(['household', 'enterprise']),
  amountMin: money.nullable(),
  amountMax: money.nullable(),
  householdExposureMax: money.nullable(),
  termMonthsMin: count,
  termMonthsMax: positive,
  collateralRequired: z.boolean(),
  counterGuaranteeAllowed: z.boolean(),
  borrowerFeesAllowed: z.boolean(),
  guaranteeFeeRate: fraction,
  rate: strict({ relation: z.enum(['max', 'equal']), spec: rateSpecSchema, fixedForContract: z.boolean() }),
  repayment: strict({
    method: z.enum(['quarterlyInterestBulletPrincipal']),
    interestDays: z.array(interestDay).min(1),
    dayCount: z.enum(['ACT/360', 'ACT/365', '30/360']),
    prepaymentAllowed: z.boolean(),
    prepaymentFee: money,
  }),
  line: strict({
    lineMonths: positive,
    drawTermMonthsMax: positive,
    drawMaturityWithinLine: z.boolean(),
    revolving: z.boolean(),
  }).nullable(),
  gradeLimits: z.record(text, money.nullable()).nullable(),
});

export const subsidySchema = strict({
  rate: rateSpecSchema,
  rateSteps: z
    .array(strict({ from: civilDate, rate: rateSpecSchema }))
    .min(1)
    .nullish(),
  shares: z
    .array(strict({ until: civilDate.nullable(), share: fraction }))
    .min(1)
    .nullish(),
  principalCap: money.nullable(),
  principalCapPerMatchedHousehold: money.nullable(),
  amountCapPerHousehold: money.nullable(),
  dayCapPerHousehold: positive.nullable(),
  suspendWhileOverdue: z.boolean(),
  subsidiseAfterMaturity: z.boolean(),
  basis: z.enum(['interestAccrued', 'interestPaid']),
  settleAt: z.enum(['quarterly', 'payoff']),
  payee: z.enum(['bank', 'borrower']),
  appropriation: z.enum(['arrived', 'notKept']).nullish(),
  bankComputesInAdvance: z.boolean().nullish(),
  flow: chainSchema,
  publicity: strict({ stages: z.array(key), days: count, where: text.nullish() }).nullable(),
  clawback: strict({ on: z.array(key), share: fraction }),
});

export const compensationSchema = strict({
  causes: z.array(key),
  excludedCauses: z.array(key),
  minOverdueDays: count,
  waivedForCauses: z.array(key),
  lossBase: z.enum(['principal', 'principalAndInterest']),
  principalCap: money.nullable(),
  insuranceFirst: z.boolean(),
  split: z.array(strict({ party: key, share: fraction })).min(1),
  recovery: z.enum(['proRata', 'toFundFirst']),
  applicant: z.enum(['bank', 'borrower']),
  proofs: z.array(key),
  insufficientFund: z.literal('queue'),
  chain: chainSchema,
});

export const ratingSchema = strict({
  model: z.enum(['weighted', 'external', 'external+bonus', 'bank', 'villageAssessment']),
  system: text.nullish(),
  refresh: text.nullish(),
  indicators: z
    .array(strict({ key, zh: text, weight: fraction }))
    .min(1)
    .nullish(),
  variants: z
    .record(
      text,
      strict({ name: text, indicators: z.array(strict({ key, zh: text, weight: fraction })).min(1) }),
    )
    .nullish(),
  grades: z
    .array(strict({ grade: text, minScore: decimal, limit: money.nullable() }))
    .min(1)
    .nullish(),
  bonus: z.array(strict({ for: key, points: signedDecimal })).nullish(),
  onTimeRepayment: text.nullish(),
  lateRepayment: text.nullish(),
  composition: strict({ body: key, memberKind: key, minShare: fraction }).nullish(),
});
