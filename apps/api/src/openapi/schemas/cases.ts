import type {
  CaseAsOf,
  CaseEvent,
  CaseFigure,
  CaseFlow,
  CaseNotice,
  CaseReview,
  ConsistencyCheck,
  RawEvent,
  StepTime,
} from '@bangdai/contracts/http';
import { z } from 'zod';
import { HistoryRowSchema, LedgerRowSchema } from './common.js';
import { day, loanStage, money } from './primitives.js';

const ClauseSchema = z
  .object({ key: z.string(), title: z.string(), no: z.string().nullable(), text: z.string().nullable() })
  .meta({ id: 'Clause', description: '方案条款；方案未规定时 no、text 为空' });

export const CaseEventSchema = HistoryRowSchema.extend({
  subject: z.object({ kind: z.string(), id: z.string(), no: z.string() }),
  office: z.string().nullable(),
  clause: ClauseSchema.nullable(),
  evidence: z.array(z.object({ key: z.string(), title: z.string(), documentId: z.string().nullable() })),
  waited: z
    .object({ since: day, days: z.number().int(), workingDays: z.number().int().nullable() })
    .nullable(),
  recordedAt: z.string(),
}).meta({ id: 'CaseEvent' }) satisfies z.ZodType<CaseEvent>;

export const RawEventSchema = z
  .object({
    id: z.string(),
    subject: z.string(),
    subjectId: z.string(),
    at: z.string(),
    recordedAt: z.string(),
    kind: z.string(),
    lane: z.string(),
    actorId: z.string().nullable(),
    actorRole: z.string().nullable(),
    actorPlace: z.string().nullable(),
    stepKey: z.string().nullable(),
    decision: z.string().nullable(),
    code: z.string().nullable(),
    commandId: z.string().nullable(),
    dueOn: day.nullable(),
    stage: z.string().nullable(),
    data: z.record(z.string(), z.string()),
    workflowId: z.string().nullable(),
    runId: z.string().nullable(),
  })
  .meta({ id: 'RawEvent' }) satisfies z.ZodType<RawEvent>;

export const CaseFlowSchema = z
  .object({
    nodes: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        kind: z.enum(['step', 'publicity', 'stage', 'end']),
        branch: z.boolean(),
        roleName: z.string().nullable(),
        state: z.enum(['done', 'current', 'next', 'skipped', 'failed']),
        byName: z.string().nullable(),
        at: z.string().nullable(),
        dueOn: day.nullable(),
        rounds: z.number().int(),
      }),
    ),
    edges: z.array(
      z.object({ from: z.string(), to: z.string(), taken: z.boolean(), label: z.string().nullable() }),
    ),
  })
  .meta({ id: 'CaseFlow' }) satisfies z.ZodType<CaseFlow>;

export const CaseReviewSchema = z
  .object({
    on: day,
    checks: z.array(
      z.object({
        key: z.string(),
        title: z.string(),
        result: z.enum(['passed', 'failed', 'notAsked']),
        seen: z.string().nullable(),
        limit: z.string().nullable(),
        clause: ClauseSchema.nullable(),
        reasons: z.array(z.string()),
      }),
    ),
    moves: z.array(
      z.object({
        decision: z.string(),
        title: z.string(),
        to: z.string(),
        roleName: z.string().nullable(),
        people: z.array(z.string()),
        dueOn: day.nullable(),
      }),
    ),
    changes: z.array(
      z.object({
        field: z.string(),
        label: z.string(),
        from: z.string(),
        to: z.string(),
        at: z.string(),
        byName: z.string().nullable(),
        roleName: z.string().nullable(),
        sinceLastStep: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'CaseReview' }) satisfies z.ZodType<CaseReview>;

export const CaseFigureSchema = z
  .object({
    key: z.string(),
    label: z.string(),
    value: z.string(),
    unit: z.enum(['yuan', 'rate', 'months', 'days', 'date']),
    formula: z.string(),
    terms: z.array(z.object({ label: z.string(), value: z.string() })),
    rows: z.array(LedgerRowSchema),
  })
  .meta({ id: 'CaseFigure' }) satisfies z.ZodType<CaseFigure>;

export const CaseAsOfSchema = z
  .object({
    on: day,
    stage: loanStage,
    pendingStep: z.string().nullable(),
    principal: money.nullable(),
    balance: money.nullable(),
    maturesOn: day.nullable(),
    subsidyPaid: money,
    events: z.number().int(),
    lastEvent: z.object({ at: z.string(), title: z.string() }).nullable(),
    openTasks: z.array(
      z.object({ title: z.string(), roleName: z.string(), openedOn: day, dueOn: day.nullable() }),
    ),
  })
  .meta({ id: 'CaseAsOf' }) satisfies z.ZodType<CaseAsOf>;

export const ConsistencyCheckSchema = z
  .object({
    key: z.enum(['replay', 'books', 'bank', 'engine']),
    title: z.string(),
    state: z.enum(['agrees', 'differs', 'unknown']),
    detail: z.string(),
  })
  .meta({ id: 'ConsistencyCheck' }) satisfies z.ZodType<ConsistencyCheck>;

export const StepTimeSchema = z
  .object({
    stepKey: z.string(),
    title: z.string(),
    office: z.string(),
    decided: z.number().int(),
    returned: z.number().int(),
    returnRate: z.string(),
    late: z.number().int(),
    open: z.number().int(),
    openLate: z.number().int(),
    medianDays: z.string().nullable(),
    p90Days: z.string().nullable(),
  })
  .meta({ id: 'StepTime' }) satisfies z.ZodType<StepTime>;

export const CaseNoticeSchema = z
  .object({
    kind: z.string(),
    title: z.string(),
    to: z.enum(['bank', 'household']),
    createdAt: z.string(),
    state: z.string(),
    stateName: z.string(),
    deliveredAt: z.string().nullable(),
    servedOn: day.nullable(),
  })
  .meta({ id: 'CaseNotice' }) satisfies z.ZodType<CaseNotice>;
