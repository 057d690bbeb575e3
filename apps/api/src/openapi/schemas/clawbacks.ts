import { clawbackCauses } from '@bangdai/contracts';
import type { ClawbackDetail, ClawbackRow } from '@bangdai/contracts/http';
import { z } from 'zod';
import { HistoryRowSchema, StepViewSchema } from './common.js';
import { day, money } from './primitives.js';
import { TaskRowSchema } from './tasks.js';

export const ClawbackRowSchema = z
  .object({
    id: z.string(),
    caseNo: z.string(),
    county: z.string(),
    countyName: z.string(),
    loanId: z.string(),
    loanNo: z.string(),
    borrower: z.string(),
    township: z.string(),
    village: z.string(),
    bank: z.string(),
    bankName: z.string(),
    cause: z.object({ key: z.enum(clawbackCauses), zh: z.string() }),
    stage: z.enum(['opened', 'dropped', 'decided', 'noticed', 'escalated', 'repaid', 'setOff']),
    openedOn: day,
    amount: money,
    repaid: money,
    setOff: money,
    outstanding: money,
    noticedOn: day.nullable(),
    payBy: day.nullable(),
  })
  .meta({ id: 'ClawbackRow' }) satisfies z.ZodType<ClawbackRow>;

export const ClawbackDetailSchema = ClawbackRowSchema.extend({
  fromOn: day,
  toOn: day.nullable(),
  nights: z.number().int(),
  paid: money,
  figuresHash: z.string().nullable(),
  setOffOrdered: z.boolean(),
  reason: z.string().nullable(),
  steps: z.array(StepViewSchema),
  openTasks: z.array(TaskRowSchema),
  receipts: z.array(
    z.object({ receiptNo: z.string(), paidOn: day, amount: money, kind: z.enum(['repaid', 'setOff']) }),
  ),
  history: z.array(HistoryRowSchema),
  workflowId: z.string(),
}).meta({ id: 'ClawbackDetail' }) satisfies z.ZodType<ClawbackDetail>;
