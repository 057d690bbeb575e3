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
  byTownship: z.array(
    z.object({
      township: z.string(),
      lines: z.number().int(),
      subsidy: money,
      disputed: z.number().int().optional(),
      excluded: z.number().int().optional(),
    }),
  ),
  workflowId: z.string(),
  held: z.number().int().optional().describe('留待下期'),
  waiting: z.number().int().optional().describe('待付息证明，转入下期'),
  failed: z.number().int().optional().describe('入账失败'),
  forecastTotal: money.nullable().optional().describe('银行结息日前的测算数'),
  budget: z
    .object({ arrived: money, spent: money, ordered: money, available: money, shortBy: money })
    .nullable()
    .optional()
    .describe('本年到位资金；没有登记时为空'),
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
    bankNights: z.number().int().nullable().optional(),
    bankInterest: money.nullable().optional(),
    ownSubsidy: money.nullable().optional().describe('认可银行数时平台的原数'),
    forecastSubsidy: money.nullable().optional().describe('银行结息日前的测算数'),
    carriedFrom: z.string().nullable().optional().describe('由哪一期转入'),
    sequence: z.number().int().optional().describe('0：该期；1 起：对已结算期间的调整'),
    periodFrom: day.optional(),
  })
  .meta({ id: 'SettlementLineRow' }) satisfies z.ZodType<SettlementLineRow>;
