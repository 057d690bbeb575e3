import type {
  ClawbackStart,
  CompensationStart,
  LoanStart,
  PaymentReported,
  RecoveryReceived,
  SettlementStart,
} from '@bangdai/contracts';

/** Temporal as the activities need it: other workflows, addressed by their fixed ids. */
export interface WorkflowEngine {
  /** `gone` when no such workflow runs: it never was, or its life is over. */
  signal(workflowId: string, signal: string, payload: unknown): Promise<'delivered' | 'gone'>;
  /** Starts the workflow of a loan; one that runs or ran already is left as it is. */
  startLoan(start: LoanStart): Promise<void>;
  /** Hands a receipt to the claim's workflow, which is started again if its life was over. */
  recoverFor(start: CompensationStart, recovery: RecoveryReceived): Promise<void>;
  /** Hands a report of refused lines to the settlement's workflow, which is started again if its life was over. */
  reopenSettlement(start: SettlementStart, report: PaymentReported): Promise<void>;
  /** Starts the workflow of a clawback case; one that runs or ran already is left as it is. */
  startClawback(start: ClawbackStart): Promise<void>;
  /** Workflows of subjects that run in a county, each with the stage that it tells. The list may lag a moment behind. */
  running(county: string): Promise<Map<string, string | null>>;
  /** What one workflow says of itself now; `ended` also for one that never was. */
  stateOf(workflowId: string): Promise<{ status: 'running' | 'ended'; stage: string | null }>;
}
