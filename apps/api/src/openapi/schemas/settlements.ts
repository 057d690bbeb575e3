import type { SettlementRow, SettlementDetail, SettlementLineRow } from '@bangdai/contracts/http';
import { z } from 'zod';
import { StepViewSchema } from './common.js';
import { TaskRowSchema } from './tasks.js';
import { day, money, rate, settlementStage, subsidyLineState } from './primitives.js';

export const SettlementRowSchema = z
  .object({
    id: z.string(),
    settlementNo: z.string(),
    county: z.string(),
    countyName: z.string(),
    bank: z.string(),
    bankName: z.string(),
    periodFrom: day,
    periodTo: day,
    settleOn: day,
    stage: settlementStage,
    lines: z.number().int(),
    disputed: z.number().int(),
    total: money,
    bankTotal: money.nullable(),
    paidOn: day.nullable(),
  })
  .meta({ id: 'SettlementRow' }) satisfies z.ZodType<SettlementRow>;

export const SettlementDetailSchema = SettlementRowSchema.extend({
  figuresHash: z.string().nullable(),
  excluded: z.number().int(),
  payee: z.string(),
  steps: z.array(StepViewSchema),
  openTasks: z.array(TaskRowSchema),
  orders: z.array(
    z.object({ orderNo: z.string(), amount: money, state: z.string(), paidOn: day.nullable() }),
  ),
  byTownship: z.array(z.object({ township: z.string(), lines: z.number().int(), subsidy: money })),
  workflowId: z.string(),
}).meta({ id: 'SettlementDetail' }) satisfies z.ZodType<SettlementDetail>;

export const SettlementLineRowSchema = z
  .object({
    loanId: z.string(),
    loanNo: z.string(),
    borrower: z.string(),
    township: z.string(),
    village: z.string(),
    nights: z.number().int(),
    interest: money,
    subsidyRate: rate,
    subsidy: money,
    borrowerShare: money,
    bankSubsidy: money.nullable(),
    difference: money.nullable(),
    state: subsidyLineState,
    sequence: z.number().int().optional().describe('0：该期；1 起：对已结算期间的调整'),
    periodFrom: day.optional(),
  })
  .meta({ id: 'SettlementLineRow' }) satisfies z.ZodType<SettlementLineRow>;
