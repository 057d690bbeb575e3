/** Names that every process must build in the same way. None of them may contain personal data. */

export const taskQueues = {
  /** Human decisions and single loans: workflow tasks and local activities. */
  loan: 'loan',
  /** Programme work over many rows (settlement, rounds, import): never delays an approver. */
  programme: 'programme',
  /** Calls that leave the house: banks and treasury. */
  counterpart: 'counterpart',
} as const;

/** The four search attributes of the platform; set at start, changed only with the stage. */
export const searchAttributes = { county: 'County', bank: 'Bank', place: 'Place', stage: 'Stage' } as const;

export const loanWorkflowId = (county: string, loanNo: string): string => `loan/${county}/${loanNo}`;

/** One settlement per county, bank and settlement day. */
export const settlementWorkflowId = (county: string, bank: string, settleOn: string): string =>
  `settlement/${county}/${bank}/${settleOn}`;

export const compensationWorkflowId = (county: string, claimNo: string): string =>
  `compensation/${county}/${claimNo}`;

export const clawbackWorkflowId = (county: string, caseNo: string): string => `clawback/${county}/${caseNo}`;

export const useCheckRoundWorkflowId = (county: string, on: string): string => `use-check/${county}/${on}`;

export const importWorkflowId = (county: string, importId: string): string => `import/${county}/${importId}`;

export const settlementScheduleId = (county: string, bank: string): string => `settlement/${county}/${bank}`;

export const useCheckScheduleId = (county: string): string => `use-check/${county}`;

/**
 * Permanent business key of a payment: made from ids, never random, so that the same payment
 * asked for twice is the same order at the treasury.
 */
export const paymentOrderNo = (
  kind: 'subsidy' | 'compensation',
  county: string,
  subjectNo: string,
  sequence: number,
): string => `${kind}/${county}/${subjectNo}/${sequence}`;

/** A task is addressed by its own id: subject, step and round. */
export const taskId = (subjectId: string, stepKey: string, round: number): string =>
  `${subjectId}.${stepKey}.${round}`;
