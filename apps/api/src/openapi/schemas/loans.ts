import type {
  LoanRow,
  LoanSummary,
  LoanDetail,
  AgendaRow,
  LoanMoney,
  CorrectionRow,
} from '@bangdai/contracts/http';
import { z } from 'zod';
import { DocumentViewSchema, LabelledSchema, LedgerRowSchema, StepViewSchema } from './common.js';
import { TaskRowSchema } from './tasks.js';
import { day, loanStage, money, rate, subsidyLineState } from './primitives.js';

export const LoanRowSchema = z
  .object({
    id: z.string(),
    loanNo: z.string(),
    county: z.string(),
    countyName: z.string(),
    borrower: z.string(),
    township: z.string(),
    village: z.string(),
    bank: z.string(),
    bankName: z.string(),
    stage: loanStage,
    amount: money,
    balance: money.nullable(),
    annualRate: rate.nullable(),
    disbursedOn: day.nullable(),
    maturesOn: day.nullable(),
    overdueSince: day.nullable(),
    nextDue: z.object({ kind: z.string(), on: z.string() }).nullable(),
  })
  .meta({ id: 'LoanRow' }) satisfies z.ZodType<LoanRow>;

export const LoanSummarySchema = z
  .object({
    count: z.number().int(),
    amount: money,
    balance: money,
    overdueCount: z.number().int(),
    overdueBalance: money,
    byStage: z.array(z.object({ stage: loanStage, count: z.number().int(), balance: money })),
    byTownship: z.array(
      z.object({ township: z.string(), count: z.number().int(), balance: money, overdueBalance: money }),
    ),
    maturityByMonth: z.array(
      z.object({
        month: z.string(),
        count: z.number().int(),
        balance: money,
        byBank: z
          .array(z.object({ county: z.string(), bank: z.string(), bankName: z.string(), balance: money }))
          .optional(),
      }),
    ),
  })
  .meta({ id: 'LoanSummary' }) satisfies z.ZodType<LoanSummary>;

export const LoanDetailSchema = LoanRowSchema.extend({
  packRef: z.object({ schemeKey: z.string(), packVersion: z.string(), title: z.string() }),
  product: z.string(),
  requestType: z.string(),
  appliedOn: day,
  requestedAmount: money,
  termMonths: z.number().int(),
  purpose: LabelledSchema,
  purposeText: z.string(),
  targetGroup: LabelledSchema,
  idNumberMasked: z.string(),
  phoneMasked: z.string(),
  group: z.string(),
  existingDebt: money,
  householdId: z.string(),
  householdLoans: z.array(LoanRowSchema),
  contractNo: z.string().nullable(),
  subsidyStopsOn: day.nullable(),
  refusalReasons: z.array(z.object({ code: z.string(), detail: z.string() })),
  steps: z.array(StepViewSchema),
  pendingStep: z.string().nullable(),
  publicityEndsOn: day.nullable(),
  documents: z.array(DocumentViewSchema),
  openTasks: z.array(TaskRowSchema),
  exitOptions: z.array(LabelledSchema),
  isTakenOver: z.boolean(),
  workflowId: z.string(),
  nextSentence: z.string(),
}).meta({ id: 'LoanDetail' }) satisfies z.ZodType<LoanDetail>;

export const AgendaRowSchema = z
  .object({
    key: z.string(),
    kind: z.string(),
    title: z.string(),
    on: z.string(),
    status: z.enum(['planned', 'open', 'done', 'skipped', 'late']),
    carriedOutBy: z.enum(['loan', 'programme']),
  })
  .meta({ id: 'AgendaRow' }) satisfies z.ZodType<AgendaRow>;

export const LoanMoneySchema = z
  .object({
    repayments: z.array(
      z.object({
        receiptNo: z.string(),
        paidOn: day,
        principal: money,
        interest: money,
        booked: z.boolean(),
        code: z.string().nullable(),
      }),
    ),
    subsidy: z.array(
      z.object({
        periodFrom: day,
        periodTo: day,
        nights: z.number().int(),
        interest: money,
        subsidyRate: rate,
        subsidy: money,
        borrowerShare: money,
        state: z.enum(['planned', ...subsidyLineState.options]),
        settlementNo: z.string().nullable(),
        sequence: z.number().int().optional().describe('0：该期；1 起：对已结算期间的调整'),
      }),
    ),
    ledger: z.array(LedgerRowSchema),
    subsidyPaid: money,
    subsidyPlanned: money,
  })
  .meta({ id: 'LoanMoney' }) satisfies z.ZodType<LoanMoney>;

const figures = z.record(z.string(), z.string());
export const CorrectionRowSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['repayment', 'disbursement', 'lateRepayment', 'lateDisbursement']),
    state: z.enum(['open', 'confirmed', 'rejected']),
    before: figures,
    after: figures,
    reason: z.string().nullable(),
    proposedBy: z.string().nullable(),
    proposedAt: z.string(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    decisionReason: z.string().nullable(),
    bookedOn: day.nullable(),
  })
  .meta({ id: 'CorrectionRow' }) satisfies z.ZodType<CorrectionRow>;
