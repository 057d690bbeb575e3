import { z } from 'zod';
import { DateSchema, MoneySchema, RateSchema, ShortText } from './common.schema.js';

/**
 * What banks and treasuries send. Headers `webhook-id`, `webhook-timestamp`, `webhook-signature`
 * (Standard Webhooks, HMAC-SHA256 over id.timestamp.raw body, ±5 minutes); `webhook-id` is the event id:
 * a repeated id gets the same answer and has no effect.
 */
const sender = { county: ShortText, bank: ShortText };

export const DisbursementReport = z
  .object({
    ...sender,
    loanNo: ShortText,
    contractNo: ShortText,
    amount: MoneySchema,
    annualRate: RateSchema,
    disbursedOn: DateSchema,
    maturesOn: DateSchema,
  })
  .strict()
  .meta({ id: 'DisbursementReport' });

export const RepaymentReport = z
  .object({
    ...sender,
    loanNo: ShortText,
    receiptNo: ShortText,
    paidOn: DateSchema,
    principal: MoneySchema,
    interest: MoneySchema,
  })
  .strict()
  .meta({ id: 'RepaymentReport' });

/** Arrears of principal or interest, before maturity too; once they are paid up the same again with `curedOn`. */
export const OverdueReport = z
  .object({ ...sender, loanNo: ShortText, overdueSince: DateSchema, curedOn: DateSchema.optional() })
  .strict()
  .refine(({ overdueSince, curedOn }) => curedOn === undefined || curedOn > overdueSince, 'BAD_DATE')
  .meta({ id: 'OverdueReport' });

export const SubsidyListReport = z
  .object({
    ...sender,
    settleOn: DateSchema,
    lines: z
      .array(
        z
          .object({
            loanNo: ShortText,
            nights: z.number().int().min(0),
            interest: MoneySchema,
            subsidy: MoneySchema,
          })
          .strict(),
      )
      .max(20000),
  })
  .strict()
  .meta({ id: 'SubsidyListReport' });

export const RecoveryReport = z
  .object({ ...sender, loanNo: ShortText, receiptNo: ShortText, amount: MoneySchema, receivedOn: DateSchema })
  .strict()
  .meta({ id: 'RecoveryReport' });

export const PaymentReceiptReport = z
  .object({
    county: ShortText,
    orderNo: ShortText,
    outcome: z.enum(['paid', 'rejected']),
    paidOn: DateSchema,
    amount: MoneySchema,
    /** Of a paid order, the payees whose account refused the money: their lines go back to the town. */
    failedLines: z
      .array(z.object({ loanNo: ShortText, cause: ShortText }).strict())
      .max(5000)
      .optional(),
  })
  .strict()
  .meta({ id: 'PaymentReceiptReport' });

/* What Bangdai sends to a bank: POST <bank base>/messages, the same signature headers. */
export const BankMessageBody = z
  .object({
    id: ShortText,
    kind: ShortText,
    county: ShortText,
    bank: ShortText,
    loanNo: z.string().nullable(),
    data: z.record(z.string(), z.string()),
  })
  .meta({ id: 'BankMessageBody' });

/** GET <bank base>/subsidy-lists?county&bank&periodFrom&periodTo&settleOn → 200 list, or 202 `{pending:true}`. */
export const SubsidyListBody = z.object({
  lines: z.array(
    z.object({ loanNo: z.string(), nights: z.number().int(), interest: MoneySchema, subsidy: MoneySchema }),
  ),
});

/** POST <bank base>/messages → 202; the same id again gets the same answer and has no second effect. */
export const BankMessageAnswer = z.object({ id: z.string(), state: z.literal('accepted') });

/**
 * POST <treasury base>/payments → 202 `{state}`; GET <treasury base>/payments?orderNo= → 200 `{state, paidOn}`, or 404
 * with the problem code NOT_FOUND. Any other 404 (a wrong address, a proxy) does not mean that the order is unknown.
 */
export const PaymentOrderBody = z
  .object({
    orderNo: ShortText,
    county: ShortText,
    payer: ShortText,
    payee: ShortText,
    amount: MoneySchema,
    purpose: ShortText,
    lines: z.number().int(),
  })
  .meta({ id: 'PaymentOrderBody' });
export const PaymentStatusBody = z.object({
  state: z.enum(['accepted', 'paid', 'rejected']),
  paidOn: DateSchema.nullable(),
  /** What the treasury says it pays for which order, where it says so: compared with the order. */
  orderNo: z.string().optional(),
  amount: MoneySchema.optional(),
});
