/** What a supervisor and a reviewer read about one case, all of it from our own records: nothing here asks the engine. */
import { z } from 'zod';
import type { Actor } from '../people.js';
import type { LoanStage } from '../workflows/loan.messages.js';
import { DateSchema } from './common.schema.js';
import type { LedgerRow } from './money.views.js';
import type { HistoryRow } from './views.js';

/** A rule of the county's plan: number and words as printed; both null where the plan is silent and the platform's default holds. */
export interface ClauseView {
  key: string;
  title: string;
  no: string | null;
  text: string | null;
}

/** One line of the whole story of a loan, its claims and clawbacks included. */
export interface CaseEvent extends HistoryRow {
  subject: { kind: string; id: string; no: string };
  /** Whose desk: place and office, or the bank's name. Null for the system. */
  office: string | null;
  clause: ClauseView | null;
  /** Papers that stand behind the decision; `documentId` null for paper that is only listed. */
  evidence: { key: string; title: string; documentId: string | null }[];
  /** How long the matter lay on the desk before it was decided; working days null without a published calendar. */
  waited: { since: string; days: number; workingDays: number | null } | null;
  recordedAt: string;
}

/** The row as it was written, for those who may look behind the screen. Ids and figures only. */
export interface RawEvent {
  id: string;
  subject: string;
  subjectId: string;
  at: string;
  recordedAt: string;
  kind: string;
  lane: string;
  actorId: string | null;
  actorRole: string | null;
  actorPlace: string | null;
  stepKey: string | null;
  decision: string | null;
  code: string | null;
  commandId: string | null;
  dueOn: string | null;
  stage: string | null;
  data: Record<string, string>;
  /** Run of the engine that wrote it; null for what no workflow wrote. */
  workflowId: string | null;
  runId: string | null;
}

export type FlowState = 'done' | 'current' | 'next' | 'skipped' | 'failed';

export interface FlowNode {
  key: string;
  title: string;
  /** `step`: a person's decision; `stage`: a part of the loan's life; `end`: where it ends. */
  kind: 'step' | 'publicity' | 'stage' | 'end';
  /** The path every loan takes, or what happened beside it. */
  branch: boolean;
  roleName: string | null;
  state: FlowState;
  byName: string | null;
  at: string | null;
  dueOn: string | null;
  /** How many times it was done; 2 after a return. */
  rounds: number;
}

export interface CaseFlow {
  nodes: FlowNode[];
  edges: { from: string; to: string; taken: boolean; label: string | null }[];
}

export interface RuleCheck {
  key: string;
  title: string;
  result: 'passed' | 'failed' | 'notAsked';
  /** What the platform sees now. */
  seen: string | null;
  /** What the plan allows. */
  limit: string | null;
  clause: ClauseView | null;
  /** Reasons in the words of a refusal. */
  reasons: string[];
}

/** What one answer at the pending step leads to. */
export interface NextMove {
  decision: string;
  title: string;
  /** `publicity`, `step`, `stage` or `end`. */
  to: string;
  roleName: string | null;
  people: string[];
  dueOn: string | null;
}

export interface FieldChange {
  field: string;
  label: string;
  from: string;
  to: string;
  at: string;
  byName: string | null;
  roleName: string | null;
  /** Made by the step just before the pending one. */
  sinceLastStep: boolean;
}

export interface CaseReview {
  /** Day for which the rules were worked out. */
  on: string;
  checks: RuleCheck[];
  moves: NextMove[];
  changes: FieldChange[];
}

/** One figure of the money strip with the sum it comes from and the rows behind it. */
export interface CaseFigure {
  key: string;
  label: string;
  value: string;
  unit: 'yuan' | 'rate' | 'months' | 'days' | 'date';
  formula: string;
  terms: { label: string; value: string }[];
  rows: LedgerRow[];
}

/** A loan as it was known at the end of a past day. */
export interface CaseAsOf {
  on: string;
  stage: LoanStage;
  pendingStep: string | null;
  principal: string | null;
  balance: string | null;
  maturesOn: string | null;
  subsidyPaid: string;
  events: number;
  lastEvent: { at: string; title: string } | null;
  openTasks: { title: string; roleName: string; openedOn: string; dueOn: string | null }[];
}

export interface ConsistencyCheck {
  key: 'replay' | 'books' | 'bank' | 'engine';
  title: string;
  state: 'agrees' | 'differs' | 'unknown';
  detail: string;
}

export interface StepTime {
  stepKey: string;
  title: string;
  office: string;
  decided: number;
  returned: number;
  /** Share of decisions that sent it back, as a fraction. */
  returnRate: string;
  late: number;
  open: number;
  openLate: number;
  /** Calendar days from opening to decision, one decimal; null while nothing is decided. */
  medianDays: string | null;
  p90Days: string | null;
}

/** The approval form as the county prints it: rows of cells, then the opinions in the order of the chain. */
export interface ApprovalForm {
  title: string;
  annex: string | null;
  formNo: string;
  county: string;
  finished: boolean;
  fields: { label: string; value: string; wide: boolean }[];
  declaration: string;
  opinions: {
    title: string;
    decisionName: string | null;
    text: string | null;
    byName: string | null;
    on: string | null;
    signature: string;
    seal: string | null;
  }[];
}

/** One notice or message about the loan and what became of it. */
export interface CaseNotice {
  kind: string;
  title: string;
  to: 'bank' | 'household';
  createdAt: string;
  state: string;
  stateName: string;
  deliveredAt: string | null;
  servedOn: string | null;
}

/** Reads of a single case; limited to the actor's place, bank and county like every other read. */
export interface CaseReads {
  timeline(actor: Actor, loanId: string): Promise<CaseEvent[]>;
  /** @throws RefusedError `NOT_FOUND` for an event of another loan */
  rawEvent(actor: Actor, loanId: string, eventId: string): Promise<RawEvent>;
  flow(actor: Actor, loanId: string): Promise<CaseFlow>;
  review(actor: Actor, loanId: string, today: string): Promise<CaseReview>;
  figures(actor: Actor, loanId: string): Promise<CaseFigure[]>;
  /** @throws RefusedError `BAD_DATE` for a day before the application or after today */
  asOf(actor: Actor, loanId: string, on: string, today: string): Promise<CaseAsOf>;
  /** All but the engine, which only the API can ask. */
  consistency(actor: Actor, loanId: string): Promise<ConsistencyCheck[]>;
  stepTimes(
    actor: Actor,
    query: { county?: string | undefined; from: string; to: string },
  ): Promise<StepTime[]>;
  approvalForm(actor: Actor, loanId: string): Promise<ApprovalForm>;
  clauses(actor: Actor, loanId: string): Promise<ClauseView[]>;
  notices(actor: Actor, loanId: string): Promise<CaseNotice[]>;
  /** Leaves a line that this person opened personal data of the loan in full. */
  noteAccess(actor: Actor, loanId: string, what: string): Promise<void>;
}

/** Which past day is asked for. */
export const AsOfQuery = z.object({ on: DateSchema });

/** A span of opening days; a year back when nothing is said. */
export const StepTimesQuery = z.object({
  county: z.string().max(60).optional(),
  from: DateSchema.optional(),
  to: DateSchema.optional(),
});
