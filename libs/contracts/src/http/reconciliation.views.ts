import { z } from 'zod';
import { DateSchema, LongText, MoneySchema, PageQuery, ShortText } from './common.schema.js';

/** What a difference is, by kind. `expected` is what the platform has, `found` what the other side has. */
export const differenceKinds = {
  missingInBooks: '对方有，平台无',
  missingAtCounterpart: '平台有，对方无',
  doubleInBooks: '平台重复入账',
  doubleAtCounterpart: '对方重复',
  amountDiffers: '金额不符',
  loanDiffers: '贷款不符',
  payeeDiffers: '收款单位不符',
  dayDiffers: '日期不符',
  quarterDiffers: '入错季度',
  bookedDiffers: '台账与总账不符',
  balanceDiffers: '余额与总账不符',
  stateDiffers: '业务状态与资金不符',
  workflowDiffers: '流程与台账不符',
  statementMissing: '对账单未取得',
} as const;
export type DifferenceKind = keyof typeof differenceKinds;

export interface ReconciliationCaseRow {
  id: string;
  county: string;
  countyName: string;
  kind: DifferenceKind;
  /** `bank:<code>`, `treasury`, `books` for a difference within the platform, `workflow` for one between record and workflow. */
  source: string;
  sourceName: string;
  ref: string;
  loanId: string | null;
  loanNo: string | null;
  expected: string | null;
  found: string | null;
  difference: string | null;
  owner: string;
  ownerName: string;
  state: 'open' | 'closed';
  openedOn: string;
  lastSeenOn: string;
}

export interface ReconciliationCaseDetail extends ReconciliationCaseRow {
  /** What both sides say, field by field. */
  sides: { label: string; expected: string; found: string }[];
  notes: { id: string; byName: string | null; at: string; text: string; closes: boolean }[];
}

export interface ReconciliationRunRow {
  county: string;
  countyName: string;
  on: string;
  from: string;
  to: string;
  entries: number;
  missing: number;
  opened: number;
  settled: number;
  open: number;
  finishedAt: string;
}

export const ReconciliationCaseQuery = PageQuery.extend({
  county: z.string().max(60).optional(),
  kind: z.string().max(40).optional(),
  state: z.enum(['open', 'closed']).default('open'),
  mine: z.enum(['true', 'false']).optional(),
});
export type ReconciliationCaseQueryValue = z.infer<typeof ReconciliationCaseQuery>;

export const CaseNoteRequest = z
  .object({ text: LongText, close: z.boolean().default(false) })
  .strict()
  .meta({ id: 'CaseNoteRequest' });

export const ReconciliationRunRequest = z
  .object({ county: ShortText })
  .strict()
  .meta({ id: 'ReconciliationRunRequest' });

/** GET <base>/statements?county&bank&from&to: what the counterpart's books say of these days. */
export const StatementBody = z.object({
  entries: z
    .array(
      z.object({
        kind: z.enum(['disbursement', 'repayment', 'recovery', 'payment']),
        ref: z.string().min(1).max(200),
        loanNo: z.string().nullable(),
        on: DateSchema,
        amount: MoneySchema,
        principal: MoneySchema.optional(),
        payee: z.string().nullable(),
      }),
    )
    .max(200_000),
});
