import { DateSchema, MoneySchema, RateSchema, ShortText } from '@bangdai/contracts/http';
import { z } from 'zod';
import { isDay } from '../books/days.js';
import { orAbsent, ProgrammeTerms } from './programme-terms.js';

export const Day = DateSchema.refine(isDay, 'BAD_DATE');

/** What the bank reads of a request to disburse; name and account pass by unread. */
export const DisbursementData = ProgrammeTerms.extend({
  amount: MoneySchema,
  /** Left out, the bank takes the cap, and without one its own rate. */
  annualRate: orAbsent(RateSchema),
  rateCap: orAbsent(RateSchema),
  termMonths: z
    .string()
    .regex(/^[1-9]\d{0,2}$/)
    .transform(Number),
  householdNo: orAbsent(ShortText),
  on: orAbsent(Day),
  maturesOn: orAbsent(Day),
  previousLoanNo: orAbsent(ShortText),
});

export const ExtensionData = z.object({ maturesOn: Day });

/** An empty day: the subsidy goes on. */
export const StopData = z.object({ stopsOn: orAbsent(Day) });

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

export const CuredBody = z.object({ ...ofLoan, curedOn: Day }).strict();

export const RecoveryBody = z
  .object({ ...ofLoan, amount: MoneySchema, receivedOn: Day.optional(), receiptNo: ShortText.optional() })
  .strict();

export const LoanQuery = z.object({ county: ShortText.optional() });

export const MessageQuery = z.object({
  county: ShortText.optional(),
  kind: ShortText.optional(),
  loanNo: ShortText.optional(),
});

export const PortfolioQuery = ProgrammeTerms.extend({ county: ShortText, bank: ShortText });

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
  used_subsidy_days: orAbsent(z.string().regex(/^\d{1,5}$/)),
  prior_subsidy_total: orAbsent(MoneySchema),
});
