import { DateSchema, MoneySchema, RateSchema, ShortText } from '@bangdai/contracts/http';
import { z } from 'zod';
import { isDay } from '../books/days.js';

export const Day = DateSchema.refine(isDay, 'BAD_DATE');

/** Fields of a message are texts; an empty one is one that is not there. */
const orAbsent = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** What the bank reads of a request to disburse; name and account pass by unread. */
export const DisbursementData = z.object({
  amount: MoneySchema,
  /** Left out, the bank takes the cap, and without one its own rate. */
  annualRate: orAbsent(RateSchema),
  rateCap: orAbsent(RateSchema),
  termMonths: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number),
  subsidyRate: orAbsent(RateSchema),
  principalCap: orAbsent(MoneySchema),
  householdNo: orAbsent(ShortText),
  settleAt: orAbsent(z.enum(['quarter', 'payoff'])),
  on: orAbsent(Day),
  maturesOn: orAbsent(Day),
  previousLoanNo: orAbsent(ShortText),
});

export const ExtensionData = z.object({ maturesOn: Day });

export const ListQuery = z.object({
  county: ShortText,
  bank: ShortText,
  periodFrom: Day,
  /** The first night that is no longer in. */
  periodTo: Day,
  settleOn: Day,
});

const ofLoan = { loanNo: ShortText, county: ShortText.optional() };

export const RepaymentBody = z
  .object({
    ...ofLoan,
    principal: MoneySchema,
    paidOn: Day.optional(),
    interest: MoneySchema.optional(),
    receiptNo: ShortText.optional(),
  })
  .strict();

export const OverdueBody = z.object({ ...ofLoan, overdueSince: Day }).strict();

export const RecoveryBody = z
  .object({ ...ofLoan, amount: MoneySchema, receivedOn: Day.optional(), receiptNo: ShortText.optional() })
  .strict();

export const LoanQuery = z.object({ county: ShortText.optional() });

export const MessageQuery = z.object({
  county: ShortText.optional(),
  kind: ShortText.optional(),
  loanNo: ShortText.optional(),
});

export const PortfolioQuery = z.object({
  county: ShortText,
  bank: ShortText,
  subsidyRate: RateSchema.optional(),
  principalCap: MoneySchema.optional(),
});

/** A row of the portfolio; columns that the bank has no use for (names, numbers) are dropped here. */
export const PortfolioRow = z.object({
  loan_no: ShortText,
  household_no: orAbsent(ShortText),
  contract_amount: MoneySchema,
  balance: MoneySchema,
  annual_rate: RateSchema,
  disbursed_on: Day,
  matures_on: Day,
  overdue_since: orAbsent(Day),
});
