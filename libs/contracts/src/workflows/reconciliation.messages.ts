/** Each night: ledger, bank statements, treasury payments and the state of loans and settlements are compared. */

export const reconciliationWorkflowType = 'ReconciliationWorkflow';

export interface ReconciliationStart {
  county: string;
  /** Day on which it runs; it looks at the days before. Null when a Schedule starts it. */
  on: string | null;
}

export interface ReconciliationResult {
  county: string;
  from: string;
  /** Last day that was compared: the day before the run. */
  to: string;
  /** Movements of all statements. */
  entries: number;
  /** Statements that a counterpart could not give. */
  missing: number;
  opened: number;
  /** Cases whose difference is gone. */
  settled: number;
  /** Cases open after the run. */
  open: number;
}

export const reconciliationWorkflowId = (county: string, on: string): string =>
  `reconciliation/${county}/${on}`;
export const reconciliationScheduleId = (county: string): string => `reconciliation/${county}`;

/** Days looked back at: a quarter and what is told late of it. */
export const reconciliationDays = 100;

/** One movement as a counterpart's own books have it; `amount` is all the money that moved. */
export interface StatementEntry {
  kind: 'disbursement' | 'repayment' | 'recovery' | 'payment';
  /** Contract, receipt or order number. */
  ref: string;
  loanNo: string | null;
  on: string;
  amount: string;
  /** Part of the amount that lowers the loan, where the bank says so. */
  principal?: string | undefined;
  payee: string | null;
}

export interface StatementSpan {
  county: string;
  from: string;
  /** Inclusive. */
  to: string;
}

/** State of a workflow that has not ended. */
export const RUNNING = 'running';

/** What has a workflow of its own by the record. */
export interface RecordedSubject {
  id: string;
  workflowId: string;
  no: string;
  loanId: string | null;
  stage: string;
  isLoan: boolean;
  expects: 'running' | 'ended' | 'either';
}

export interface WorkflowDifference {
  workflowId: string;
  /** Null for a workflow that runs for nothing on record. */
  no: string | null;
  loanId: string | null;
  /** Stage by the record. */
  expected: string;
  /** `running`, `ended`, or the stage that the workflow tells. */
  found: string;
}

/** Whose statement it is, as differences name it. */
export const statementSource = ({ kind, code }: { kind: 'bank' | 'treasury'; code: string }): string =>
  kind === 'bank' ? `bank:${code}` : 'treasury';

export interface ReconciliationActivities {
  /** Asks every bank and the treasury of the county; a statement that nobody gives is a case of its own. */
  fetchStatements(input: StatementSpan & { on: string }): Promise<{ entries: number; missing: number }>;
  /** Compares what is open by the record with the workflows that run, and keeps what differs for the comparison. */
  checkWorkflows(input: { county: string }): Promise<{ differences: number }>;
  /** Compares set-based and keeps each difference as one case; a second run on the same day changes nothing. */
  compareBooks(input: StatementSpan & { on: string }): Promise<{
    opened: number;
    settled: number;
    open: number;
  }>;
}
