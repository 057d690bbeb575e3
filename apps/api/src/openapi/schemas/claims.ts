import type { ClaimRow, ClaimDetail } from '@bangdai/contracts/http';
import { z } from 'zod';
import { BankDueRowSchema } from './funds.js';
import { HistoryRowSchema, LabelledSchema, StepViewSchema } from './common.js';
import { TaskRowSchema } from './tasks.js';
import { compensationStage, day, money } from './primitives.js';

export const ClaimRowSchema = z
  .object({
    id: z.string(),
    claimNo: z.string(),
    loanId: z.string(),
    loanNo: z.string(),
    county: z.string(),
    countyName: z.string(),
    borrower: z.string(),
    township: z.string(),
    village: z.string(),
    bank: z.string(),
    bankName: z.string(),
    cause: LabelledSchema,
    stage: compensationStage,
    filedOn: day,
    principal: money,
    netLoss: money.nullable(),
    fundPaid: money.nullable(),
    recovered: money,
  })
  .meta({ id: 'ClaimRow' }) satisfies z.ZodType<ClaimRow>;

export const ClaimDetailSchema = ClaimRowSchema.extend({
  applicant: z.enum(['bank', 'borrower', 'heir']).nullable(),
  writtenOff: money,
  listing: z
    .object({ list: z.string(), state: z.enum(['proposed', 'listed', 'dropped']) })
    .nullable()
    .describe('A malicious default: the list that its borrower is proposed for or stands on'),
  proofs: z.array(LabelledSchema),
  lossBase: money.nullable(),
  insurancePaid: money.nullable(),
  shares: z.array(z.object({ party: z.string(), partyName: z.string(), amount: money })),
  uncoveredByScheme: money.nullable(),
  figuresHash: z.string().nullable(),
  fundBalance: money,
  steps: z.array(StepViewSchema),
  openTasks: z.array(TaskRowSchema),
  orders: z.array(
    z.object({ orderNo: z.string(), amount: money, state: z.string(), paidOn: day.nullable() }),
  ),
  bankDues: z.array(BankDueRowSchema).optional(),
  recoveries: z.array(
    z.object({
      receiptNo: z.string(),
      receivedOn: day,
      amount: money,
      interest: money.optional(),
      shares: z.array(z.object({ party: z.string(), partyName: z.string(), amount: money })),
    }),
  ),
  history: z.array(HistoryRowSchema),
  workflowId: z.string(),
}).meta({ id: 'ClaimDetail' }) satisfies z.ZodType<ClaimDetail>;
