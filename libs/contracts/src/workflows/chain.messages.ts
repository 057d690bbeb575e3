import type { Actor } from '../people.js';

/**
 * One person's decision on one step; the same shape for loans, settlements and compensation claims.
 * Texts (reason, opinion) stay in PostgreSQL under `commandId`: here stands only whether they were given.
 */
export interface ReviewCommand {
  /** Client command id, also the Update id; the same id never has a second effect. */
  commandId: string;
  taskId: string;
  stepKey: string;
  /** One of the step's outcomes: complete, approve, reject, return. */
  decision: string;
  /** Earlier step to return to; the first step when absent. */
  returnTo?: string;
  reasonGiven: boolean;
  opinionGiven: boolean;
  /** Keys of the documents on file for the subject at this moment, for `requires[]` of the step. */
  documents: string[];
  meeting: { villagerReps: number; total: number } | null;
  /** The bank may lower amount and months and names its rate; null on other steps. */
  approvedTerms: { amount: string; termMonths: number; annualRate: string } | null;
  /** Settlement and compensation: hash of the figures that the person saw when signing. */
  figuresHash: string | null;
  /** At a pay step where money is short: pay what has arrived, oldest loan first; the rest waits. */
  payInPart?: boolean;
  actor: Actor;
}

/** The answer to a command, at once and final. A refusal changes nothing but is recorded. */
export interface CommandReceipt {
  commandId: string;
  accepted: boolean;
  /** Stable code of `errors.ts`; null when accepted. */
  code: string | null;
  /** All reasons where there are several (eligibility). */
  reasons: string[];
  stage: string;
  pendingStep: string | null;
}

export interface ObjectionCommand {
  commandId: string;
  reasonGiven: boolean;
  actor: Actor;
}

export interface ObjectionAnswerCommand {
  commandId: string;
  founded: boolean;
  reasonGiven: boolean;
  actor: Actor;
}
