import type {
  BankDueRow,
  FundDetail,
  FundEntryRow,
  FundMovementRow,
  FundView,
  LossPoolEntryRow,
  LossPoolView,
} from '@bangdai/contracts/http';
import { z } from 'zod';
import { day, money } from './primitives.js';

export const FundViewSchema = z
  .object({
    id: z.string(),
    county: z.string(),
    countyName: z.string(),
    bank: z.string(),
    bankName: z.string(),
    shared: z.boolean().describe('Answers for every bank without an account of its own'),
    balance: money,
    frozen: money,
    free: money,
    size: money.nullable(),
    outstanding: money,
    leverage: z.string().nullable().describe('Outstanding as a multiple of the balance'),
    leverageMin: z.string().nullable(),
    leverageMax: z.string().nullable(),
    headroom: money.nullable(),
    floor: money.nullable(),
    topUpDue: money,
    topUpBy: day.nullable(),
    alarms: z.array(z.string()),
    lendingStopped: z.boolean(),
  })
  .meta({ id: 'FundView' }) satisfies z.ZodType<FundView>;

export const FundEntryRowSchema = z
  .object({
    id: z.string(),
    bank: z.string(),
    bankName: z.string(),
    kind: z.enum(['deposit', 'interest']),
    amount: money,
    receivedOn: day,
    voucherNo: z.string(),
    state: z.enum(['recorded', 'confirmed', 'returned']),
    recordedByName: z.string(),
    recordedAt: z.string(),
    decidedByName: z.string().nullable(),
    decidedAt: z.string().nullable(),
    taskId: z.string().nullable(),
  })
  .meta({ id: 'FundEntryRow' }) satisfies z.ZodType<FundEntryRow>;

export const FundMovementRowSchema = z
  .object({
    id: z.string(),
    on: day,
    kind: z.enum(['opening', 'deposit', 'interest', 'compensation', 'recovery', 'bankReturn']),
    amount: money.describe('Signed: what goes out is negative'),
    balanceAfter: money,
    subjectNo: z.string(),
    claimId: z.string().nullable(),
  })
  .meta({ id: 'FundMovementRow' }) satisfies z.ZodType<FundMovementRow>;

export const BankDueRowSchema = z
  .object({
    id: z.string(),
    cause: z.enum(['lossGone', 'paidTwice']),
    subject: z.enum(['claim', 'settlement']),
    subjectId: z.string(),
    subjectNo: z.string(),
    orderNo: z.string(),
    bank: z.string(),
    bankName: z.string(),
    amount: money.describe('Paid to the bank too much'),
    left: money.describe('Not back yet'),
    openedOn: day,
    dueOn: day,
    setOffOrdered: z.boolean(),
    settledOn: day.nullable(),
    taskId: z.string().nullable(),
  })
  .meta({ id: 'BankDueRow' }) satisfies z.ZodType<BankDueRow>;

export const FundDetailSchema = FundViewSchema.extend({
  entries: z.array(FundEntryRowSchema),
  queue: z.array(z.object({ claimId: z.string(), claimNo: z.string(), filedOn: day, amount: money })),
  bankDues: z.array(BankDueRowSchema),
  months: z.array(z.object({ month: z.string(), paidIn: money, paidOut: money, balance: money })),
}).meta({ id: 'FundDetail' }) satisfies z.ZodType<FundDetail>;

export const LossPoolEntryRowSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['deposit', 'cycle']),
    cycle: z.string().nullable(),
    premiums: money.nullable(),
    claims: money.nullable(),
    loss: money.nullable().describe('Claims above premiums'),
    amount: money.describe('What the pool takes in or pays'),
    insurer: money.nullable().describe('What of a loss stays with the insurer'),
    on: day,
    documentNo: z.string(),
    state: z.enum(['recorded', 'confirmed', 'returned']),
    taskId: z.string().nullable(),
  })
  .meta({ id: 'LossPoolEntryRow' }) satisfies z.ZodType<LossPoolEntryRow>;

export const LossPoolViewSchema = z
  .object({
    county: z.string(),
    balance: money,
    poolShare: z.string(),
    insurerShare: z.string(),
    entries: z.array(LossPoolEntryRowSchema),
  })
  .meta({ id: 'LossPoolView' }) satisfies z.ZodType<LossPoolView>;
