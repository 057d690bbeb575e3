import { z } from 'zod';
import { civilDate, count, decimal, fraction, key, money, positive, strict, text } from './primitives.js';
import { compensationSchema, productSchema, ratingSchema, subsidySchema } from './product.schema.js';
import { chainSchema } from './step.schema.js';

const dayKind = z.enum(['calendar', 'working']);
const comparison = z.enum(['lt', 'lte', 'gt', 'gte']);
const free = z.record(z.string(), z.unknown());

const condition: z.ZodType = z.lazy(() =>
  z.union([
    z.strictObject({
      field: key,
      op: z.enum(['lt', 'lte', 'gt', 'gte', 'eq']),
      value: z.union([z.string(), z.number(), z.boolean()]),
    }),
    z.strictObject({ anyOf: z.array(condition).min(1) }),
    z.strictObject({ allOf: z.array(condition).min(1) }),
  ]),
);

const breaker = strict({
  key,
  scope: z.enum(['village', 'township', 'county', 'bank']),
  metric: z.enum(['nplRate', 'dueCollectionRateYtd']),
  test: z.enum(['lt', 'lte', 'gt', 'gte', 'rising']),
  threshold: fraction.nullable(),
  consecutiveMonths: positive,
  effect: z.literal('stopLending'),
  release: strict({ test: comparison, threshold: fraction }),
  probationMonths: count,
});

const eligibility = strict({
  targetGroups: z.array(key).min(1),
  unit: key,
  oneBorrowerPerHousehold: z.boolean(),
  age: strict({
    min: count.nullable(),
    max: count.nullable(),
    whitelistMax: count.nullable(),
    whitelistGroups: z.array(key),
    asOf: z.literal('applicationDate'),
  }),
  requireCivilCapacity: z.boolean(),
  requireGoodCredit: z.boolean(),
  requireRating: z.boolean(),
  requireWillingness: z.boolean(),
  requireRepaymentAbility: z.boolean(),
  areaList: text.nullable(),
  refuseBlacklist: z.enum(['any', 'malicious']).nullable(),
  refuseAfterUnexcusedLateRepayment: z.boolean(),
  familyMemberMayApply: z.boolean(),
});

const insurance = strict({
  products: z.array(text),
  premiumPayer: text,
  voluntary: z.boolean(),
  lossPool: strict({
    poolShare: fraction,
    insurerShare: fraction,
    profitReturnShare: fraction.nullable(),
  }).nullable(),
});

/** The document as policy-pack §1 and §2 describe it, unknown fields refused; what crosses fields is in `pack-rules.ts`. */
export const packSchema = strict({
  schemaVersion: z.enum(['1.0', '1.1']),
  schemeKey: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]*$/, { message: '应为字母、数字与连字符' }),
  packVersion: z.string().regex(/^\d+\.\d+\.\d+$/, { message: '应为三段版本号（如 "1.0.0"）' }),
  status: z.enum(['draft', 'active', 'retired']),
  title: strict({ zh: text, en: z.string() }),
  sources: z.array(z.string()),
  effectiveFrom: civilDate,
  effectiveTo: civilDate.nullable(),
  supersedes: z.string().nullable(),
  transition: strict({
    existingLoans: z.enum(['keep', 'migrate']),
    applicationsInFlight: z.enum(['keep', 'newPack']),
    renewals: z.enum(['keep', 'newPack']),
    creditLineDraws: z.literal('keep'),
    compensationClaims: z.literal('keep'),
  }),
  region: free,
  calendar: strict({
    timezone: z.literal('Asia/Shanghai'),
    slaDayKind: dayKind,
    publicityDayKind: dayKind,
    reminderTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { message: '应为 "HH:mm"' }),
  }),
  parties: z.array(strict({ role: key, zh: text })).min(1),
  products: z.record(key, productSchema),
  eligibility,
  purposes: strict({ allowed: z.array(key), banned: z.array(key) }),
  rating: ratingSchema.nullable(),
  approval: z.record(key, chainSchema),
  disbursement: strict({
    by: key,
    maxDaysAfterApproval: count,
    toAccountOf: key,
    requires: z.array(key),
    oneMainBankPerTown: z.boolean().nullish(),
  }),
  filesRequired: z.array(key).nullish(),
  reminders: z.array(
    strict({
      key,
      offsetDays: z.number().int().max(-1, { message: '应为负数（到期日之前的天数）' }),
      channel: z.enum(['notice', 'written']),
      by: key,
      to: key,
    }),
  ),
  postLoanCheck: strict({ everyMonths: positive, by: key }),
  renewal: strict({
    renewalAllowed: z.boolean(),
    extensionAllowed: z.boolean(),
    maxTotal: count,
    policiesUnchanged: z.boolean(),
    extensionMaxMonths: count,
    renewalMaxMonths: count,
    requestBeforeMaturity: z.boolean(),
    rateOnExtension: z.enum(['keep', 'recheckCap']),
    rateOnRenewal: z.enum(['keep', 'recheckCap']),
  }),
  topUp: strict({
    householdExposureMax: money,
    subsidised: z.boolean(),
    compensated: z.boolean(),
    requireRepaymentAbility: z.boolean(),
  }).nullable(),
  repeatLoan: strict({ allowed: z.boolean(), requirePayoff: z.boolean(), ratingRecheck: z.boolean() }),
  subsidy: z.record(key, subsidySchema),
  overdue: strict({
    graceDays: count,
    penaltyMultiplier: decimal,
    nplAfterDays: count,
    urgeBy: z.array(key),
    repaymentPlan: z.boolean(),
    maliciousAction: key,
  }),
  compensation: z.record(key, compensationSchema),
  fund: strict({
    size: money.nullable(),
    minSize: money.nullish(),
    leverageMin: decimal.nullish(),
    leverageMax: decimal.nullable(),
    replenish: strict({ withinDays: count }).nullable(),
    form: text.nullish(),
    floor: strict({
      share: fraction,
      of: z.enum(['loanBalance', 'fundBalance']),
      topUpBy: z.literal('quarterEnd'),
      stopLending: z.boolean(),
    }).nullish(),
    interest: z.enum(['staysInFund', 'toCounty']).nullish(),
  }),
  insurance: insurance.nullable(),
  breakers: z.array(breaker),
  warnings: z
    .strictObject({
      levels: z.array(
        z.strictObject({
          level: key,
          anyOf: z.array(condition).min(1).optional(),
          allOf: z.array(condition).min(1).optional(),
        }),
      ),
      otherwise: key,
    })
    .nullable(),
  tolerance: strict({
    metric: z.literal('nplRate'),
    overBankTargetPoints: fraction,
    inclusive: z.boolean(),
  }).nullable(),
  anomalies: z
    .array(
      z.enum([
        'DUPLICATE_NAME',
        'NON_TARGET_BORROWER',
        'OVER_LIMIT',
        'MULTIPLE_BORROWERS_IN_HOUSEHOLD',
        'NON_PRODUCTIVE_USE',
        'OVERDUE',
      ]),
    )
    .nullable(),
  maturityWall: strict({ horizonMonths: positive, wallShare: fraction }).nullable(),
  maliciousExit: strict({ options: z.array(key), subsidyStops: z.boolean() }).nullable(),
  reports: z.array(
    strict({
      key,
      zh: text,
      by: key,
      to: text,
      cadence: key,
      due: z.string().nullable(),
      form: key.nullable(),
    }),
  ),
  targets: z.array(strict({ metric: key, op: z.enum(['lt', 'lte', 'gt', 'gte', 'eq']), value: decimal })),
  penalties: z.array(strict({ on: key, action: key, zh: text.nullish() })),
  budget: free.nullable(),
  project: strict({
    code: text,
    start: civilDate,
    end: civilDate,
    acceptanceRequestWithinDays: count,
  }).nullable(),
});
