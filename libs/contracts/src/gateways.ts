import type { StatementEntry, StatementSpan } from './workflows/reconciliation.messages.js';

/**
 * Counterparts, each behind one interface; how a county's bank or treasury is reached (http, file, manual)
 * is configuration. Adapters never decide.
 */

/** A counterpart's answer could not be learned: nothing may be sent again before it was asked. */
export class OutcomeUnknownError extends Error {
  readonly code = 'OUTCOME_UNKNOWN';
}

/** The counterpart is not reachable or busy; the call had no effect and may be repeated. */
export class CounterpartUnavailableError extends Error {
  readonly code = 'COUNTERPART_UNAVAILABLE';
}

/** The counterpart refused; repeating will not help. */
export class CounterpartRefusedError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface SubsidyListLine {
  loanNo: string;
  /** Nights with subsidy by the bank's own count. */
  nights: number;
  interest: string;
  subsidy: string;
}

export interface SubsidyListAnswer {
  /** The bank will push the list later. */
  pending: boolean;
  lines: SubsidyListLine[];
}

/** A message of the outbox completed with what only the bank may see (name, account) just before sending. */
export interface BankMessage {
  id: string;
  kind: string;
  county: string;
  loanNo: string | null;
  data: Record<string, string>;
}

export interface BankGateway {
  /** Idempotent by the message's id at the bank: after OutcomeUnknownError the SAME message may be delivered again. */
  deliver(message: BankMessage): Promise<void>;
  requestSubsidyList(input: {
    county: string;
    bank: string;
    periodFrom: string;
    periodTo: string;
    settleOn: string;
  }): Promise<SubsidyListAnswer>;
  /** What its own books say of these days; null where people hand its statement in. */
  requestStatement(input: StatementSpan & { bank: string }): Promise<StatementEntry[] | null>;
}

export interface PaymentOrder {
  orderNo: string;
  county: string;
  payer: string;
  payee: string;
  amount: string;
  purpose: string;
  lines: number;
}

export interface PaymentStatus {
  /** `notFound`: the treasury never saw this order number, so it may be sent (again). */
  state: 'accepted' | 'paid' | 'rejected' | 'notFound';
  paidOn: string | null;
  /** What the treasury says it pays, where it says so; a difference from the order is for a person to clear. */
  amount?: string;
}

export interface TreasuryGateway {
  sendPayment(order: PaymentOrder): Promise<PaymentStatus>;
  queryPayment(county: string, orderNo: string): Promise<PaymentStatus>;
  /** What it paid in these days; null where people hand its statement in. */
  requestStatement(input: StatementSpan): Promise<StatementEntry[] | null>;
}

/** Chooses the gateway of a county's bank or treasury by its configuration. */
export interface Gateways {
  bank(county: string, bank: string): BankGateway;
  treasury(county: string): TreasuryGateway;
}
