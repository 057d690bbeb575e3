import { z } from 'zod';

/** A sentence of the plan that a rule was taken from: its number and its words as printed. */
export interface Clause {
  no: string;
  text: string;
}

/** Parts of a plan that a rule, a step or an event can be traced to. */
export const clauseKeys = [
  'period',
  'borrower',
  'area',
  'conditions',
  'age',
  'rating',
  'amount',
  'term',
  'rate',
  'collateral',
  'purpose',
  'approval',
  'publicity',
  'disbursement',
  'reminders',
  'postLoan',
  'renewal',
  'topUp',
  'repeat',
  'subsidy',
  'overdue',
  'compensation',
  'breaker',
  'exit',
  'clawback',
] as const;

export type ClauseKey = (typeof clauseKeys)[number];

const clause = z.strictObject({ no: z.string().min(1), text: z.string().min(1) });

const opinion = z.strictObject({
  title: z.string().min(1),
  /** Who signs below the opinion. */
  signature: z.string().min(1),
  /** Words at the place of the seal; null where the signature has it. */
  seal: z.string().nullable(),
});

const approvalForm = z.strictObject({
  title: z.string().min(1),
  annex: z.string().nullable(),
  /** What the applicant declares and signs. */
  declaration: z.string(),
  /** By step key; a step that is not named gets its office's name. */
  opinions: z.record(z.string(), opinion),
});

/** `printed.json` beside a `pack.json`: what is not named there, the plan leaves open. */
export const printedSchema = z.strictObject({
  title: z.string().min(1),
  clauses: z.partialRecord(z.enum(clauseKeys), clause),
  approvalForm: approvalForm.optional(),
});

export type ApprovalLayout = z.infer<typeof approvalForm>;

/** What stands in the county's own paper: the sentences behind the rules, and its form of approval. */
export interface PrintedPlan {
  /** Title of the plan that is cited. */
  title: string;
  clauses: Partial<Record<ClauseKey, Clause>>;
  approvalForm?: ApprovalLayout | undefined;
}
