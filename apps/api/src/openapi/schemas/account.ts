import type { Me, DemoAccount, CountyView } from '@bangdai/contracts/http';
import { z } from 'zod';
import { LabelledSchema } from './common.js';
import { day, money } from './primitives.js';

export const MeSchema = z
  .object({
    id: z.string(),
    username: z.string(),
    displayName: z.string(),
    role: z.string(),
    county: z.string(),
    countyName: z.string(),
    place: z.string(),
    bank: z.string().nullable(),
    demo: z.boolean(),
    temporalUiUrl: z.string().nullable().optional(),
    temporalNamespace: z.string().optional(),
    standIn: z
      .object({
        id: z.string(),
        principalId: z.string(),
        principalName: z.string(),
        until: day,
        steps: z.array(z.string()),
      })
      .nullable()
      .optional(),
  })
  .meta({ id: 'Me' }) satisfies z.ZodType<Me>;

export const DemoAccountSchema = z
  .object({
    role: z.string(),
    roleName: z.string(),
    username: z.string(),
    password: z.string(),
    place: z.string(),
    county: z.string().optional(),
    countyName: z.string().optional(),
  })
  .meta({ id: 'DemoAccount' }) satisfies z.ZodType<DemoAccount>;

export const CountyViewSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    schemeKey: z.string(),
    packVersion: z.string(),
    packTitle: z.string(),
    effectiveFrom: day,
    effectiveTo: day.nullable(),
    products: z.array(z.string()),
    targetGroups: z.array(LabelledSchema),
    purposes: z.array(LabelledSchema),
    causes: z.array(LabelledSchema),
    proofs: z.array(LabelledSchema),
    requiredDocuments: z.array(z.string()),
    termMonthsMax: z.number().int(),
    amountMax: money.nullable(),
    banks: z.array(LabelledSchema),
    townships: z.array(z.object({ name: z.string(), villages: z.array(z.string()) })),
    roles: z.array(LabelledSchema),
    steps: z.array(LabelledSchema),
  })
  .meta({ id: 'CountyView' }) satisfies z.ZodType<CountyView>;
