import {
  TaskTagSchema,
  type BulkResult,
  type PrintedForm,
  type TaskCounts,
  type TaskDetail,
  type TaskRow,
  type TermsGuide,
} from '@bangdai/contracts/http';
import { z } from 'zod';
import { LabelledSchema } from './common.js';
import { day, money, rate, taskKind } from './primitives.js';
import { HandoverViewSchema } from './teamwork.js';

export const TaskRowSchema = z
  .object({
    id: z.string(),
    kind: taskKind,
    stepKey: z.string(),
    title: z.string(),
    role: z.string(),
    status: z.enum(['open', 'claimed', 'done', 'cancelled']),
    subject: z.enum(['loan', 'settlement', 'claim', 'clawback', 'import', 'fund']),
    subjectId: z.string(),
    subjectNo: z.string(),
    borrower: z.string().nullable(),
    county: z.string(),
    countyName: z.string(),
    township: z.string(),
    village: z.string(),
    bank: z.string().nullable(),
    bankName: z.string().nullable(),
    amount: money.nullable(),
    openedOn: day,
    dueOn: day.nullable(),
    daysLeft: z.number().int().nullable(),
    overdue: z.boolean(),
    claimedBy: z.string().nullable(),
    claimedByName: z.string().nullable(),
    outcomes: z.array(z.string()),
    requires: z.array(z.string()),
    requiresDetail: z.boolean(),
    needsMeeting: z.boolean(),
    decision: z.string().nullable(),
    decidedAt: z.string().nullable(),
    remindedOn: day.nullable().optional(),
    superior: z.string().nullable().optional(),
    tags: z.array(TaskTagSchema).optional(),
    urgedOn: day.nullable().optional(),
    opinions: z.object({ given: z.number().int(), asked: z.number().int() }).nullable().optional(),
    askedOfMe: z.enum(['delegate', 'cosign']).nullable().optional(),
    decidedByName: z.string().nullable().optional(),
    unread: z.boolean().optional(),
  })
  .meta({ id: 'TaskRow' }) satisfies z.ZodType<TaskRow>;

const TermsGuideSchema = z
  .object({
    amountMax: money,
    termMonthsMin: z.number().int(),
    termMonthsMax: z.number().int(),
    relation: z.enum(['max', 'equal']),
    rateCaps: z.array(z.object({ maxMonths: z.number().int(), rate: rate.nullable() })),
  })
  .meta({ id: 'TermsGuide' }) satisfies z.ZodType<TermsGuide>;

export const TaskDetailSchema = TaskRowSchema.extend({
  figuresHash: z.string().nullable(),
  nextStep: z.object({ title: z.string(), roleName: z.string() }).nullable(),
  earlierSteps: z.array(LabelledSchema),
  termsGuide: TermsGuideSchema.nullable().optional(),
  handovers: z.array(HandoverViewSchema).optional(),
  blocked: z.object({ code: z.string(), detail: z.string() }).nullable().optional(),
}).meta({ id: 'TaskDetail' }) satisfies z.ZodType<TaskDetail>;

export const TaskCountsSchema = z
  .object({
    todo: z.number().int(),
    claimable: z.number().int(),
    overdue: z.number().int(),
    done: z.number().int(),
    mine: z.number().int(),
    escalated: z.number().int().optional(),
    copied: z.number().int().optional(),
    entrusted: z.number().int().optional(),
  })
  .meta({ id: 'TaskCounts' }) satisfies z.ZodType<TaskCounts>;

export const BulkResultSchema = z
  .object({
    results: z.array(
      z.object({
        taskId: z.string(),
        outcome: z.enum(['done', 'refused', 'failed']),
        code: z.string().nullable(),
        detail: z.string().nullable(),
      }),
    ),
    done: z.number().int(),
    refused: z.number().int(),
    failed: z.number().int(),
  })
  .meta({ id: 'BulkResult' }) satisfies z.ZodType<BulkResult>;

export const PrintedFormSchema = z
  .object({
    title: z.string(),
    number: z.string(),
    county: z.string(),
    paragraphs: z.array(z.string()),
    fields: z.array(z.object({ label: z.string(), value: z.string() })),
    signatures: z.array(z.string()),
  })
  .meta({ id: 'PrintedForm' }) satisfies z.ZodType<PrintedForm>;
