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

export interface ReconciliationActivities {
  /** Asks every bank and the treasury of the county; a statement that nobody gives is a case of its own. */
  fetchStatements(input: StatementSpan & { on: string }): Promise<{ entries: number; missing: number }>;
  /** Compares set-based and keeps each difference as one case; a second run on the same day changes nothing. */
  compareBooks(input: StatementSpan & { on: string }): Promise<{
    opened: number;
    settled: number;
    open: number;
  }>;
}
