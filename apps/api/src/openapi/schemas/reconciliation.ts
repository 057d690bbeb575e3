import {
  differenceKinds,
  type DifferenceKind,
  type ReconciliationCaseDetail,
  type ReconciliationCaseRow,
  type ReconciliationRunRow,
} from '@bangdai/contracts/http';
import { z } from 'zod';
import { day, money } from './primitives.js';

export const ReconciliationCaseRowSchema = z
  .object({
    id: z.string(),
    county: z.string(),
    countyName: z.string(),
    kind: z.enum(Object.keys(differenceKinds) as [DifferenceKind, ...DifferenceKind[]]),
    source: z.string(),
    sourceName: z.string(),
    ref: z.string(),
    loanId: z.string().nullable(),
    loanNo: z.string().nullable(),
    expected: z.string().nullable(),
    found: z.string().nullable(),
    difference: money.nullable(),
    owner: z.string(),
    ownerName: z.string(),
    state: z.enum(['open', 'closed']),
    openedOn: day,
    lastSeenOn: day,
  })
  .meta({ id: 'ReconciliationCaseRow' }) satisfies z.ZodType<ReconciliationCaseRow>;

export const ReconciliationCaseDetailSchema = ReconciliationCaseRowSchema.extend({
  sides: z.array(z.object({ label: z.string(), expected: z.string(), found: z.string() })),
  notes: z.array(
    z.object({
      id: z.string(),
      byName: z.string().nullable(),
      at: z.string(),
      text: z.string(),
      closes: z.boolean(),
    }),
  ),
}).meta({ id: 'ReconciliationCase' }) satisfies z.ZodType<ReconciliationCaseDetail>;

export const ReconciliationRunRowSchema = z
  .object({
    county: z.string(),
    countyName: z.string(),
    on: day,
    from: day,
    to: day,
    entries: z.number().int(),
    missing: z.number().int(),
    opened: z.number().int(),
    settled: z.number().int(),
    open: z.number().int(),
    finishedAt: z.string(),
  })
  .meta({ id: 'ReconciliationRunRow' }) satisfies z.ZodType<ReconciliationRunRow>;
