/** Facts that counterparts report: stored first (`UNIQUE(source, eventId)`), then delivered by the relay. */
export type InboxKind =
  | 'loanDisbursed'
  | 'repaymentReceived'
  | 'overdueNoticed'
  | 'subsidyListReceived'
  | 'paymentReported'
  | 'recoveryReceived'
  | 'insuranceReported'
  /** The platform's own facts, stored in the transaction that makes them true. */
  | 'fundReplenished'
  | 'loanSettled'
  /** The platform's own: a paid settlement kept back part of a clawback case. */
  | 'clawbackSetOff'
  /** The platform's own: a finding on record that opens a clawback case. Carried out by the relay, told to no workflow. */
  | 'clawbackFound';

export interface InboxEntry {
  id: string;
  /** `bank:<county>:<code>`, `treasury:<county>` or `platform:<county>`. */
  source: string;
  eventId: string;
  kind: InboxKind;
  county: string;
  /** Loan number, settlement no., claim no. or payment order no.: whom it concerns. */
  subjectNo: string;
  /** The body as received, without personal data. */
  payload: unknown;
  receivedAt: string;
}
