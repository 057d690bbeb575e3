import { z } from 'zod';
import { DateSchema, LongText, MoneySchema, ShortText } from './common.schema.js';

/** What is wrong about a bank feed and what stands instead (lifecycle §9). */
export const CorrectionRequest = z
  .discriminatedUnion('kind', [
    z
      .object({
        kind: z.literal('repayment'),
        receiptNo: ShortText.describe('有误的回单号'),
        replacement: z
          .object({
            receiptNo: ShortText,
            paidOn: DateSchema,
            principal: MoneySchema,
            interest: MoneySchema,
          })
          .strict()
          .nullable()
          .describe('正确的还款；为空表示该回单不属于本贷款，只冲正'),
        reason: LongText,
      })
      .strict(),
    z
      .object({
        kind: z.literal('disbursement'),
        disbursedOn: DateSchema,
        maturesOn: DateSchema.nullable().default(null).describe('合同到期日随之更正时填写'),
        reason: LongText,
      })
      .strict(),
  ])
  .meta({ id: 'CorrectionRequest' });
export type CorrectionBody = z.infer<typeof CorrectionRequest>;

/** One correction on the page of its loan. */
export interface CorrectionRow {
  id: string;
  kind: 'repayment' | 'disbursement' | 'lateRepayment' | 'lateDisbursement';
  state: 'open' | 'confirmed' | 'rejected';
  /** Figures by name (receiptNo, paidOn, principal, interest, disbursedOn, maturesOn, amount, contractNo). */
  before: Record<string, string>;
  /** As they should stand; empty where the receipt is only taken back. */
  after: Record<string, string>;
  reason: string | null;
  proposedBy: string | null;
  proposedAt: string;
  decidedBy: string | null;
  decidedAt: string | null;
  decisionReason: string | null;
  bookedOn: string | null;
}
