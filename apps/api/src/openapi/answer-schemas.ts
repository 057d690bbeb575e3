import type { CommandReceipt } from '@bangdai/contracts';
import { UserRequest } from '@bangdai/contracts/http';
import { z } from 'zod';
import { CountyViewSchema, DemoAccountSchema, MeSchema } from './schemas/account.js';
import { BudgetForecastSchema, BudgetViewSchema } from './schemas/budgets.js';
import {
  CaseAsOfSchema,
  CaseEventSchema,
  CaseFigureSchema,
  CaseFlowSchema,
  CaseNoticeSchema,
  CaseReviewSchema,
  ConsistencyCheckSchema,
  RawEventSchema,
  StepTimeSchema,
} from './schemas/cases.js';
import { ClaimDetailSchema, ClaimRowSchema } from './schemas/claims.js';
import { ClawbackDetailSchema, ClawbackRowSchema } from './schemas/clawbacks.js';
import { DocumentViewSchema, HistoryRowSchema, LedgerRowSchema, LiveEventSchema } from './schemas/common.js';
import {
  AccountRowSchema,
  AccountStatementSchema,
  EntryDetailSchema,
  TrialBalanceSchema,
} from './schemas/ledger.js';
import {
  CounterpartSecretStateSchema,
  CounterpartViewSchema,
  HandedInFileSchema,
} from './schemas/counterparts.js';
import {
  FundDetailSchema,
  BankDueRowSchema,
  FundEntryRowSchema,
  FundMovementRowSchema,
  FundViewSchema,
  LossPoolEntryRowSchema,
  LossPoolViewSchema,
} from './schemas/funds.js';
import {
  ReconciliationCaseDetailSchema,
  ReconciliationCaseRowSchema,
  ReconciliationRunRowSchema,
} from './schemas/reconciliation.js';
import { ImportViewSchema } from './schemas/imports.js';
import {
  AgendaRowSchema,
  CorrectionRowSchema,
  LoanDetailSchema,
  LoanMoneySchema,
  LoanRowSchema,
  LoanSummarySchema,
} from './schemas/loans.js';
import { day } from './schemas/primitives.js';
import {
  SettlementDetailSchema,
  SettlementLineRowSchema,
  SettlementRowSchema,
} from './schemas/settlements.js';
import {
  BulkResultSchema,
  PrintedFormSchema,
  TaskCountsSchema,
  TaskDetailSchema,
  TaskRowSchema,
} from './schemas/tasks.js';
import {
  ColleagueViewSchema,
  PhraseViewSchema,
  SavedViewSchema,
  StandInViewSchema,
} from './schemas/teamwork.js';

const pageOf = <Row extends z.ZodType>(row: Row) =>
  z.object({
    rows: z.array(row),
    next: z.string().nullable().describe('Cursor of the next page; null at the end'),
  });

const CommandReceiptSchema = z
  .object({
    commandId: z.string(),
    accepted: z.boolean(),
    code: z.string().nullable(),
    reasons: z.array(z.string()),
    stage: z.string(),
    pendingStep: z.string().nullable(),
  })
  .meta({ id: 'CommandReceipt' }) satisfies z.ZodType<CommandReceipt>;

/** What each route answers with, by the name used in `@Answers`. */
export const answerSchemas = {
  BudgetView: BudgetViewSchema,
  BudgetViews: z.array(BudgetViewSchema),
  BudgetForecast: BudgetForecastSchema,
  Me: MeSchema,
  SessionAnswer: z.object({ token: z.string(), me: MeSchema }),
  DemoAccounts: z.array(DemoAccountSchema),
  UserView: UserRequest.omit({ password: true }).extend({ id: z.string() }).meta({ id: 'UserView' }),
  CountyViews: z.array(CountyViewSchema),
  PolicyPack: z.record(z.string(), z.unknown()),
  TaskPage: pageOf(TaskRowSchema),
  TaskRow: TaskRowSchema,
  TaskDetail: TaskDetailSchema,
  TaskCounts: TaskCountsSchema,
  Colleagues: z.array(ColleagueViewSchema),
  PhraseView: PhraseViewSchema,
  PhraseViews: z.array(PhraseViewSchema),
  SavedView: SavedViewSchema,
  SavedViews: z.array(SavedViewSchema),
  StandInView: StandInViewSchema,
  StandInViews: z.array(StandInViewSchema),
  BulkResult: BulkResultSchema,
  CommandReceipt: CommandReceiptSchema,
  ApplicationAnswer: CommandReceiptSchema.extend({ loanId: z.string(), loanNo: z.string() }).meta({
    id: 'ApplicationAnswer',
  }),
  LoanPage: pageOf(LoanRowSchema),
  LoanSummary: LoanSummarySchema,
  LoanDetail: LoanDetailSchema,
  AgendaRows: z.array(AgendaRowSchema),
  HistoryRows: z.array(HistoryRowSchema),
  LoanMoney: LoanMoneySchema,
  CaseEvents: z.array(CaseEventSchema),
  RawEvent: RawEventSchema,
  CaseFlow: CaseFlowSchema,
  CaseReview: CaseReviewSchema,
  CaseFigures: z.array(CaseFigureSchema),
  CaseAsOf: CaseAsOfSchema,
  ConsistencyChecks: z.array(ConsistencyCheckSchema),
  StepTimes: z.array(StepTimeSchema),
  CaseNotices: z.array(CaseNoticeSchema),
  ClawbackPage: pageOf(ClawbackRowSchema),
  ClawbackDetail: ClawbackDetailSchema,
  ClawbackAnswer: z.object({ caseId: z.string(), caseNo: z.string() }).meta({ id: 'ClawbackAnswer' }),
  CorrectionRows: z.array(CorrectionRowSchema),
  DocumentView: DocumentViewSchema,
  DocumentViews: z.array(DocumentViewSchema),
  PrintedForm: PrintedFormSchema,
  CounterpartView: CounterpartViewSchema,
  ReconciliationCasePage: pageOf(ReconciliationCaseRowSchema),
  ReconciliationCase: ReconciliationCaseDetailSchema,
  ReconciliationRuns: z.array(ReconciliationRunRowSchema),
  ReconciliationStarted: z.object({ workflowId: z.string() }),
  CounterpartSecretState: CounterpartSecretStateSchema,
  CounterpartViews: z.array(CounterpartViewSchema),
  HandedInFile: HandedInFileSchema,
  SettlementPage: pageOf(SettlementRowSchema),
  SettlementDetail: SettlementDetailSchema,
  SettlementLinePage: pageOf(SettlementLineRowSchema),
  SettlementOpening: z.object({
    workflowId: z.string(),
    county: z.string(),
    bank: z.string(),
    settleOn: day,
  }),
  ClaimPage: pageOf(ClaimRowSchema),
  ClaimDetail: ClaimDetailSchema,
  ClaimAnswer: CommandReceiptSchema.extend({ claimId: z.string(), claimNo: z.string() }).meta({
    id: 'ClaimAnswer',
  }),
  Accepted: z.object({ inboxId: z.string() }),
  FundViews: z.array(FundViewSchema),
  FundDetail: FundDetailSchema,
  FundEntryRow: FundEntryRowSchema,
  LossPoolEntryRow: LossPoolEntryRowSchema,
  LossPoolView: LossPoolViewSchema,
  BankDueRow: BankDueRowSchema,
  BankDueRows: z.array(BankDueRowSchema),
  FundMovementPage: pageOf(FundMovementRowSchema),
  LedgerPage: pageOf(LedgerRowSchema),
  TrialBalance: TrialBalanceSchema,
  AccountPage: pageOf(AccountRowSchema),
  AccountStatement: AccountStatementSchema,
  EntryDetail: EntryDetailSchema,
  ImportView: ImportViewSchema,
  ImportViews: z.array(ImportViewSchema),
  InboundAnswer: z.object({ id: z.string(), state: z.literal('accepted') }),
  LiveEvents: LiveEventSchema,
  Health: z.object({ live: z.literal(true) }),
  Readiness: z.object({ ready: z.boolean(), postgres: z.boolean(), temporal: z.boolean() }),
  Parked: z.object({ commandId: z.string() }),
} as const;

export type AnswerName = keyof typeof answerSchemas | 'File' | 'Nothing';
