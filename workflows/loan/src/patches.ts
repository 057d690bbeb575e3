/**
 * Where this release decides otherwise than an earlier one: a run keeps to what its history holds. Each is asked in the
 * handler that it concerns, so that a loan that never comes there carries no marker; validators are not replayed and
 * ask by the present rules.
 */
export const patches = {
  /** An answer to an objection counts as its person's step (`SAME_PERSON`). */
  answerNamesPerson: 'answer-names-person',
  /** A recalled loan is neither extended nor renewed: its open request ends with the recall. */
  recallEndsRequests: 'recall-ends-requests',
  /** What a bank reports as repaid on a compensated loan belongs to those who bore the loss. */
  repaymentIsRecovery: 'repayment-is-recovery',
  /** A loan whose first command was refused ends by itself. */
  draftEnds: 'draft-ends',
  /** A finding of misuse opens a clawback case for what was paid (lifecycle §3). */
  misuseOpensClawback: 'misuse-opens-clawback',
  /** That case is opened by what the record of the finding leaves for the relay, no longer by the finding's own command. */
  recordOpensClawback: 'record-opens-clawback',
} as const;
