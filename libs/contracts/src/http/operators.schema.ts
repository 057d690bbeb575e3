import { z } from 'zod';
import { DateSchema, LongText, MoneySchema, PageQuery, RateSchema, ShortText } from './common.schema.js';
import { TaskTagSchema } from './teamwork.schema.js';

/** Requests of operators. Every command also carries the header `Idempotency-Key`. */

export const SignInRequest = z
  .object({ username: ShortText, password: ShortText })
  .strict()
  .meta({ id: 'SignInRequest' });

export const UserRequest = z
  .object({
    username: ShortText,
    displayName: ShortText,
    password: z.string().min(8).max(100),
    role: ShortText,
    county: ShortText,
    place: z.string().max(200).default(''),
    bank: z.string().max(40).nullable().default(null),
  })
  .strict()
  .meta({ id: 'UserRequest' });

/** Annex 1: the household's application, entered by the village. */
export const ApplicationRequest = z
  .object({
    county: ShortText,
    product: ShortText.default('household'),
    requestType: z.enum(['new', 'repeat', 'topUp', 'draw', 'renewal']).default('new'),
    previousLoanId: z.string().nullable().default(null),
    bank: z.string().max(40).optional(),
    appliedOn: DateSchema,
    name: ShortText,
    idNumber: z.string().trim().toUpperCase().max(18),
    phone: z.string().trim().max(20),
    account: z.string().trim().max(40).default(''),
    township: ShortText,
    village: ShortText,
    group: z.string().trim().max(40).default(''),
    /** Given when the household is known by the county's list; else derived from the person. */
    householdNo: z.string().trim().max(40).optional(),
    targetGroup: ShortText,
    education: z.string().trim().max(20).default(''),
    amount: MoneySchema,
    termMonths: z.number().int().min(1).max(600),
    purpose: ShortText,
    purposeText: z.string().trim().max(500).default(''),
    existingDebt: MoneySchema.default('0.00'),
    annualRate: RateSchema.nullable().default(null),
    /** What the village establishes about the household; harmless values when absent. */
    facts: z
      .object({
        rated: z.boolean().default(true),
        grade: z.string().nullable().default(null),
        badCredit: z.boolean().default(false),
        blacklist: z.enum(['malicious', 'nonMalicious']).nullable().default(null),
        civilCapacity: z.boolean().default(true),
        willing: z.boolean().default(true),
        ableToRepay: z.boolean().default(true),
        inAreaList: z.boolean().default(true),
        isFamilyMember: z.boolean().default(false),
        matchedHouseholds: z.number().int().min(0).optional(),
      })
      .strict()
      .prefault({}),
    documents: z.array(ShortText).max(30).default([]),
  })
  .strict()
  .meta({ id: 'ApplicationRequest' });
export type ApplicationForm = z.infer<typeof ApplicationRequest>;

export const DecisionRequest = z
  .object({
    decision: ShortText,
    returnTo: ShortText.optional(),
    reason: z.string().trim().max(2000).optional(),
    opinion: z.string().trim().max(2000).optional(),
    documents: z.array(ShortText).max(30).default([]),
    meeting: z
      .object({ villagerReps: z.number().int().min(0), total: z.number().int().min(1) })
      .nullable()
      .default(null),
    approvedTerms: z
      .object({ amount: MoneySchema, termMonths: z.number().int().min(1), annualRate: RateSchema })
      .nullable()
      .default(null),
    figuresHash: z.string().max(100).nullable().default(null),
    /** Tasks that are no chain step: usage check, urging, notice served, claim, objection answer. */
    finding: z.enum(['ok', 'misuse', 'unreachable']).optional(),
    urgingKind: z.enum(['call', 'visit', 'plan', 'letter']).optional(),
    founded: z.boolean().optional(),
    /** At a pay step where money is short: pay what has arrived, oldest loan first. */
    payInPart: z.boolean().optional(),
    on: DateSchema.optional(),
  })
  .strict()
  .meta({ id: 'DecisionRequest' });
export type DecisionBody = z.infer<typeof DecisionRequest>;

export const BulkDecisionRequest = z
  .object({
    taskIds: z.array(ShortText).min(1).max(100, 'BULK_TOO_LARGE'),
    decision: z.enum(['approve', 'complete']),
    opinion: z.string().trim().max(2000).optional(),
  })
  .strict()
  .meta({ id: 'BulkDecisionRequest' });

export const TaskQuery = PageQuery.extend({
  /** copied: 抄送; entrusted: what the person handed to others or a stand-in did in their name. */
  tab: z.enum(['todo', 'claimable', 'escalated', 'done', 'mine', 'copied', 'entrusted']).default('todo'),
  county: z.string().max(60).optional(),
  scheme: z.string().max(60).optional(),
  tag: TaskTagSchema.optional(),
  /** Yuan, both ends included. */
  amountFrom: z.union([z.string().regex(/^\d{1,13}(\.\d{1,2})?$/, 'BAD_AMOUNT'), z.literal('')]).optional(),
  amountTo: z.union([z.string().regex(/^\d{1,13}(\.\d{1,2})?$/, 'BAD_AMOUNT'), z.literal('')]).optional(),
  step: z.string().max(60).optional(),
  kind: z.string().max(40).optional(),
  township: z.string().max(100).optional(),
  village: z.string().max(100).optional(),
  bank: z.string().max(40).optional(),
  due: z.enum(['overdue', 'today', 'in3days', 'in7days']).optional(),
  /** Number, name, its pinyin or initials, ID number or its last four characters. */
  q: z.string().max(100).optional(),
});
export type TaskQueryValue = z.infer<typeof TaskQuery>;

export const LoanQuery = PageQuery.extend({
  county: z.string().max(60).optional(),
  /** Loan number, full name, full ID number or its last four characters. */
  q: z.string().max(100).optional(),
  stage: z.string().max(30).optional(),
  township: z.string().max(100).optional(),
  village: z.string().max(100).optional(),
  bank: z.string().max(40).optional(),
  maturesFrom: DateSchema.optional(),
  maturesTo: DateSchema.optional(),
});
export type LoanQueryValue = z.infer<typeof LoanQuery>;

export const SettlementQuery = PageQuery.extend({ county: z.string().max(60).optional() });
export const SettlementLineQuery = PageQuery.extend({
  state: z.string().max(30).optional(),
  q: z.string().max(100).optional(),
});
export const ClaimQuery = PageQuery.extend({
  county: z.string().max(60).optional(),
  stage: z.string().max(30).optional(),
});

/** Fields beside the multipart `file` of a document: which paper it is (keys of `requires[]`). */
export const DocumentRequest = z.object({ key: ShortText }).strict().meta({ id: 'DocumentRequest' });
export const ReasonRequest = z.object({ reason: LongText }).strict().meta({ id: 'ReasonRequest' });
export const ObjectionAnswerRequest = z
  .object({ founded: z.boolean(), reason: LongText })
  .strict()
  .meta({ id: 'ObjectionAnswerRequest' });
export const TermRequest = z
  .object({
    kind: z.enum(['extension', 'renewal']),
    months: z.number().int().min(1).max(120),
    reason: LongText,
  })
  .strict()
  .meta({ id: 'TermRequest' });
export const UsageCheckRequest = z
  .object({
    checkedOn: DateSchema,
    finding: z.enum(['ok', 'misuse', 'unreachable']),
    /** Round to do again; without it the day of the check says which round it is for. */
    round: z.number().int().min(1).optional(),
    remark: z.string().trim().max(2000).optional(),
  })
  .strict()
  .meta({ id: 'UsageCheckRequest' });
export const UrgingRequest = z
  .object({
    kind: z.enum(['call', 'visit', 'plan', 'letter']),
    remark: z.string().trim().max(2000).optional(),
  })
  .strict()
  .meta({ id: 'UrgingRequest' });
export const MaliciousExitRequest = z
  .object({ option: ShortText, payBy: DateSchema.nullable().default(null), reason: LongText })
  .strict()
  .meta({ id: 'MaliciousExitRequest' });
export const ClaimRequest = z
  .object({
    cause: ShortText,
    proofs: z.array(ShortText).max(30),
    filedOn: DateSchema.optional(),
    /** Whose claim it is; by the pack where nothing is said. An heir claims after the borrower's death. */
    applicant: z.enum(['bank', 'borrower', 'heir']).optional(),
  })
  .strict()
  .meta({ id: 'ClaimRequest' });
export const InsuranceRequest = z
  .object({ paid: MoneySchema, reportedOn: DateSchema })
  .strict()
  .meta({ id: 'InsuranceRequest' });
export const SettlementRequest = z
  .object({ county: ShortText, bank: ShortText, settleOn: DateSchema })
  .strict()
  .meta({ id: 'SettlementRequest' });

/** What a person does to single lines of a settlement; without numbers all disputed lines of the person's place. */
export const SettlementLinesRequest = z
  .object({
    action: z.enum(['exclude', 'acceptPlatform', 'acceptBank', 'hold', 'failed']),
    loanNos: z.array(ShortText).max(500).default([]),
    reason: z.string().trim().max(2000).optional(),
    figuresHash: z.string().max(100).nullable().default(null),
  })
  .strict()
  .meta({ id: 'SettlementLinesRequest' });
/** The account to which a line that failed is paid anew. */
export const MendedAccountRequest = z
  .object({
    loanNo: ShortText,
    account: z
      .string()
      .trim()
      .regex(/^[0-9A-Za-z-]{6,40}$/),
  })
  .strict()
  .meta({ id: 'MendedAccountRequest' });

export const BudgetEntryRequest = z
  .object({
    county: ShortText,
    year: z.number().int().min(2000).max(2100),
    kind: z.enum(['planned', 'arrived']),
    /** May be negative, to take back what was recorded; never zero. */
    amount: z.string().regex(/^-?\d{1,13}\.\d{2}$/, 'BAD_AMOUNT'),
    day: DateSchema,
    documentNo: ShortText,
  })
  .strict()
  .meta({ id: 'BudgetEntryRequest' });
export type BudgetEntryForm = z.infer<typeof BudgetEntryRequest>;
export const BudgetQuery = z.object({
  county: z.string().max(60).optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
});
export const BudgetForecastQuery = z.object({
  county: ShortText,
  year: z.coerce.number().int().min(2000).max(2100),
  quarters: z.coerce.number().int().min(1).max(4).default(4),
});

export const ImportRequest = z
  .object({
    county: ShortText,
    /** As-of date of the file: balances hold on this day. */
    asOf: DateSchema,
    /** Default bank for files that name none. */
    bank: z.string().max(40).optional(),
    /** Shift all dates by whole days; the demo alone uses it. */
    shiftDays: z.coerce.number().int().default(0),
  })
  .strict();
export const ImportCommitRequest = z
  .object({ mode: z.enum(['allOrNothing', 'goodRows']).default('goodRows') })
  .strict()
  .meta({ id: 'ImportCommitRequest' });
