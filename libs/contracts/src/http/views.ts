/** What screens read. Personal data comes masked; money and rates are strings. */
import type { TaskKind } from '../activities/loan-change.js';
import type { LoanStage } from '../workflows/loan.messages.js';
import type { HandoverView, TaskTag } from './teamwork.schema.js';

export interface Me {
  id: string;
  username: string;
  displayName: string;
  role: string;
  county: string;
  countyName: string;
  place: string;
  bank: string | null;
  demo: boolean;
  /** Address of the engine's own UI where this person may open it; null or absent: no link. */
  temporalUiUrl?: string | null;
  /** Where in the engine the workflows live; absent: `default`. */
  temporalNamespace?: string;
  /** Whom this session acts for; role, place and bank above are theirs then. */
  standIn?: { id: string; principalId: string; principalName: string; until: string; steps: string[] } | null;
}

export interface DemoAccount {
  role: string;
  roleName: string;
  username: string;
  password: string;
  place: string;
  /** County that the account belongs to; `*` for all. */
  county?: string;
  countyName?: string;
}

export interface CountyView {
  code: string;
  name: string;
  schemeKey: string;
  packVersion: string;
  packTitle: string;
  /** Window for new applications. */
  effectiveFrom: string;
  effectiveTo: string | null;
  products: string[];
  targetGroups: Labelled[];
  purposes: Labelled[];
  causes: Labelled[];
  proofs: Labelled[];
  requiredDocuments: string[];
  termMonthsMax: number;
  amountMax: string | null;
  banks: Labelled[];
  townships: { name: string; villages: string[] }[];
  roles: Labelled[];
  steps: Labelled[];
}
export interface Labelled {
  key: string;
  zh: string;
}

export interface TaskRow {
  id: string;
  kind: TaskKind;
  stepKey: string;
  title: string;
  role: string;
  status: 'open' | 'claimed' | 'done' | 'cancelled';
  subject: 'loan' | 'settlement' | 'claim' | 'clawback' | 'import' | 'fund';
  subjectId: string;
  subjectNo: string;
  /** Masked name; null for a settlement. */
  borrower: string | null;
  county: string;
  countyName: string;
  township: string;
  village: string;
  bank: string | null;
  bankName: string | null;
  amount: string | null;
  openedOn: string;
  dueOn: string | null;
  /** Working days left; negative when overdue; null without a limit or calendar. */
  daysLeft: number | null;
  overdue: boolean;
  claimedBy: string | null;
  claimedByName: string | null;
  outcomes: string[];
  requires: string[];
  requiresDetail: boolean;
  needsMeeting: boolean;
  decision: string | null;
  decidedAt: string | null;
  /** Day of the last reminder; null or absent before the first. */
  remindedOn?: string | null;
  /** Role that was told beside the desk, since the task is past its limit. */
  superior?: string | null;
  tags?: TaskTag[];
  /** Day on which a person urged it last. */
  urgedOn?: string | null;
  /** Opinions asked by 委派 or 加签: how many are given of how many; null where none was asked. */
  opinions?: { given: number; asked: number } | null;
  /** The signed-in person is asked for an opinion; the decision stays with who asked. */
  askedOfMe?: 'delegate' | 'cosign' | null;
  /** Who decided; `张三(李四代)` where 李四 stood in. */
  decidedByName?: string | null;
  /** On tab 抄送: not looked at yet. */
  unread?: boolean;
}

export interface TaskDetail extends TaskRow {
  /** Current figures to sign, for settlement and compensation. */
  figuresHash: string | null;
  nextStep: { title: string; roleName: string } | null;
  earlierSteps: Labelled[];
  /** Where the bank names terms: what the loan's pack allows today. Null or absent elsewhere. */
  termsGuide?: TermsGuide | null;
  /** What was handed over, asked and answered about this task, oldest first. */
  handovers?: HandoverView[];
  /** Why the signed-in person could not decide it now, though it lies at their desk; null when nothing speaks against it. */
  blocked?: { code: string; detail: string } | null;
}

/** Bounds of amount, months and rate that a bank may approve, by the pinned pack and the rates published until today. */
export interface TermsGuide {
  /** The amount asked for: an approval may lower it, never raise it. */
  amountMax: string;
  termMonthsMin: number;
  termMonthsMax: number;
  /** `max`: the rate is at most the cap; `equal`: it is the cap. */
  relation: 'max' | 'equal';
  /** Ascending; the first row with `maxMonths` ≥ months holds. A null rate: no published rate covers these months. Empty: no bound. */
  rateCaps: { maxMonths: number; rate: string | null }[];
}

/** The first thing against the terms, by the code that the check before disbursement would give. */
export interface TermsVerdict {
  code: string | null;
  /** Field of the terms at fault. */
  field: 'amount' | 'termMonths' | 'annualRate' | null;
  /** Cap for the months named; null without one. */
  rateCap: string | null;
  guide: TermsGuide;
}

export interface TaskCounts {
  todo: number;
  claimable: number;
  overdue: number;
  done: number;
  mine: number;
  /** Tasks of desks below that are past their limit: for information, they stay with their desk. */
  escalated?: number;
  /** Copies not looked at yet. */
  copied?: number;
  /** Open tasks that the person handed to others. */
  entrusted?: number;
}

export interface BulkResult {
  results: {
    taskId: string;
    outcome: 'done' | 'refused' | 'failed';
    code: string | null;
    detail: string | null;
  }[];
  done: number;
  refused: number;
  failed: number;
}

export interface LoanRow {
  id: string;
  loanNo: string;
  county: string;
  countyName: string;
  borrower: string;
  township: string;
  village: string;
  bank: string;
  bankName: string;
  stage: LoanStage;
  amount: string;
  balance: string | null;
  annualRate: string | null;
  disbursedOn: string | null;
  maturesOn: string | null;
  overdueSince: string | null;
  nextDue: { kind: string; on: string } | null;
}

export interface LoanSummary {
  count: number;
  amount: string;
  balance: string;
  overdueCount: number;
  overdueBalance: string;
  byStage: { stage: LoanStage; count: number; balance: string }[];
  byTownship: { township: string; count: number; balance: string; overdueBalance: string }[];
  maturityByMonth: {
    month: string;
    count: number;
    balance: string;
    /** The same balance by bank; a county with one bank has one entry. */
    byBank?: { county: string; bank: string; bankName: string; balance: string }[];
  }[];
}

export interface LoanDetail extends LoanRow {
  packRef: { schemeKey: string; packVersion: string; title: string };
  product: string;
  requestType: string;
  appliedOn: string;
  requestedAmount: string;
  termMonths: number;
  purpose: Labelled;
  purposeText: string;
  targetGroup: Labelled;
  idNumberMasked: string;
  phoneMasked: string;
  group: string;
  existingDebt: string;
  householdId: string;
  householdLoans: LoanRow[];
  contractNo: string | null;
  subsidyStopsOn: string | null;
  refusalReasons: { code: string; detail: string }[];
  /** The chain as the pack has it, with the state of each step. */
  steps: StepView[];
  pendingStep: string | null;
  publicityEndsOn: string | null;
  documents: DocumentView[];
  openTasks: TaskRow[];
  /** What the pack opens after a malicious exit; empty where it has none. */
  exitOptions: Labelled[];
  /** True for a loan that was alive before it came to the platform: its chain was walked elsewhere. */
  isTakenOver: boolean;
  workflowId: string;
  /** `到期 2027-03-14，60 天前（2027-01-13）通知…`, from the agenda. */
  nextSentence: string;
}

export interface StepView {
  key: string;
  title: string;
  role: string;
  roleName: string;
  kind: string;
  state: 'done' | 'current' | 'next' | 'rejected' | 'returned';
  decision: string | null;
  byName: string | null;
  at: string | null;
  opinion: string | null;
  /** Last day by the step's limit; null or absent without one. */
  dueOn?: string | null;
  /** Decided after that day, or still open past it. */
  late?: boolean;
}

export interface DocumentView {
  id: string;
  key: string;
  title: string;
  fileName: string | null;
  mimeType: string | null;
  size: number | null;
  sha256: string | null;
  uploadedAt: string;
  /** Who saw the original of a paper that was not uploaded; null for somebody who has no account any more. */
  seenBy?: string | null;
}

export interface AgendaRow {
  key: string;
  kind: string;
  title: string;
  on: string;
  /** `open`: a check that lies on a desk; `late`: done after its time. */
  status: 'planned' | 'open' | 'done' | 'skipped' | 'late';
  carriedOutBy: 'loan' | 'programme';
}

export interface HistoryRow {
  id: string;
  at: string;
  kind: string;
  title: string;
  lane: 'people' | 'system' | 'bank';
  byName: string | null;
  roleName: string | null;
  stepTitle: string | null;
  decision: string | null;
  decisionName: string | null;
  code: string | null;
  codeText: string | null;
  text: string | null;
  dueOn: string | null;
  data: Record<string, string>;
}
