/** Programme workflows: what is the same for all loans at once is done set-based, never one wake per loan. */

export const useCheckRoundWorkflowType = 'UseCheckRoundWorkflow';
export interface UseCheckRoundStart {
  county: string;
  /** Day of the round; null when a Schedule starts it. */
  on: string | null;
}
export interface UseCheckRoundResult {
  opened: number;
  escalated: number;
}

export const portfolioImportWorkflowType = 'PortfolioImportWorkflow';
export interface PortfolioImportStart {
  county: string;
  importId: string;
  /** Highest number of loan workflows started per second. */
  startRatePerSecond: number;
}
export interface PortfolioImportResult {
  imported: number;
  unchanged: number;
  started: number;
}
