import { z } from 'zod';
import type { ClawbackCause, ClawbackStage } from '../workflows/clawback.messages.js';
import { DateSchema, LongText, MoneySchema, PageQuery, ShortText } from './common.schema.js';
import type { HistoryRow, Labelled, StepView, TaskRow } from './views.js';

/** A case of subsidy to be taken back; the finding is its reason (lifecycle §9). */
export const ClawbackRequest = z
  .object({
    cause: z.enum(['falseClaim', 'misuse', 'ineligible', 'overpayment']),
    fromOn: DateSchema.nullable().default(null).describe('涉及的第一夜；为空表示自放款起'),
    toOn: DateSchema.nullable().default(null).describe('涉及期间止（不含）；为空表示至今'),
    amountMax: MoneySchema.nullable().default(null).describe('追回上限；为空表示全部已拨贴息'),
    reason: LongText,
  })
  .strict()
  .meta({ id: 'ClawbackRequest' });
export type ClawbackBody = z.infer<typeof ClawbackRequest>;

export const ClawbackRepaidRequest = z
  .object({ receiptNo: ShortText, amount: MoneySchema, paidOn: DateSchema })
  .strict()
  .meta({ id: 'ClawbackRepaidRequest' });

export const ClawbackQuery = PageQuery.extend({
  county: z.string().max(60).optional(),
  stage: z.string().max(30).optional(),
  loanId: z.string().max(60).optional(),
});

export interface ClawbackRow {
  id: string;
  caseNo: string;
  county: string;
  countyName: string;
  loanId: string;
  loanNo: string;
  borrower: string;
  township: string;
  village: string;
  bank: string;
  bankName: string;
  cause: Labelled & { key: ClawbackCause };
  stage: ClawbackStage;
  openedOn: string;
  amount: string;
  repaid: string;
  setOff: string;
  outstanding: string;
  noticedOn: string | null;
  /** Day after which an unpaid case is escalated. */
  payBy: string | null;
}

export interface ClawbackDetail extends ClawbackRow {
  fromOn: string;
  toOn: string | null;
  nights: number;
  paid: string;
  figuresHash: string | null;
  setOffOrdered: boolean;
  reason: string | null;
  steps: StepView[];
  openTasks: TaskRow[];
  receipts: { receiptNo: string; paidOn: string; amount: string; kind: 'repaid' | 'setOff' }[];
  history: HistoryRow[];
  workflowId: string;
}
