import { taskId } from '../ids.js';
import type { Actor } from '../people.js';

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
  /** Absent for imports that began before a second person had to agree. */
  confirmation?: ImportConfirmation;
}

/** The two people of `importLegacy` (lifecycle §6): county office and bank; who uploads does not confirm. */
export interface ImportConfirmation {
  /** Staff ids of those who uploaded and submitted the file. */
  makers: string[];
  /** Rows of one bank each; what is confirmed starts without waiting for the others. */
  parts: ImportPart[];
}

export interface ImportPart {
  bank: string;
  /** The side that did not upload. */
  role: 'bank' | 'countyOffice';
  rows: number;
  balance: string;
}

/** Update `decideImport`: a part is approved, or returned with a reason. */
export interface ImportDecision {
  commandId: string;
  taskId: string;
  decision: string;
  reasonGiven: boolean;
  actor: Actor;
}
export const portfolioImportUpdates = { decideImport: 'decideImport' } as const;

/** The task of the person who answers for one bank's rows. */
export const importTaskId = (importId: string, bank: string): string =>
  taskId(importId, `confirmImport-${bank}`, 1);

export interface PortfolioImportResult {
  imported: number;
  unchanged: number;
  started: number;
}
