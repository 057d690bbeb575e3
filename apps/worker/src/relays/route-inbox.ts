import {
  clawbackSignals,
  clawbackWorkflowId,
  compensationSignals,
  compensationWorkflowId,
  loanSignals,
  loanWorkflowId,
  settlementSignals,
  settlementWorkflowId,
  type InboxEntry,
  type RecoveryReceived,
} from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';

/** Where a stored fact goes: which workflow, by which Signal, with what. */
export interface Delivery {
  workflowId: string;
  signal: string;
  payload: { inboxId: string } & Record<string, unknown>;
}

type Body = Record<string, unknown>;

/** The workflow of a fact is known by its kind and its subject; the signal carries ids, amounts and dates only. */
export function routeInbox({
  id: inboxId,
  kind,
  county,
  subjectNo,
  payload,
  receivedAt,
}: InboxEntry): Delivery {
  const body = payload as Body;
  const pick = (...names: string[]) => ({
    inboxId,
    ...Object.fromEntries(names.map((name) => [name, body[name]])),
  });
  const toLoan = (signal: string, ...names: string[]): Delivery => ({
    workflowId: loanWorkflowId(county, subjectNo),
    signal,
    payload: pick(...names),
  });
  // How late a feed is counts from the day it came in, not from the day somebody had time for it.
  const feedToLoan = (signal: string, ...names: string[]): Delivery => {
    const { payload: facts, ...route } = toLoan(signal, ...names);
    return { ...route, payload: { ...facts, reportedOn: shanghaiDateOf(Date.parse(receivedAt)) } };
  };
  // A receipt that the loan's own books found to be the claim's.
  const toClaim = (...names: string[]): Delivery => ({
    workflowId: compensationWorkflowId(county, subjectNo),
    signal: compensationSignals.recoveryReceived,
    payload: pick(...names),
  });
  switch (kind) {
    case 'loanDisbursed':
      return feedToLoan(
        loanSignals.loanDisbursed,
        'contractNo',
        'amount',
        'annualRate',
        'disbursedOn',
        'maturesOn',
      );
    case 'repaymentReceived':
      return feedToLoan(loanSignals.repaymentReceived, 'receiptNo', 'paidOn', 'principal', 'interest');
    case 'overdueNoticed':
      return toLoan(loanSignals.overdueNoticed, 'overdueSince', 'curedOn');
    case 'recoveryReceived':
      if (body['claimNo'] !== undefined) return toClaim('receiptNo', 'amount', 'interest', 'receivedOn');
      return feedToLoan(loanSignals.recoveryReceived, 'receiptNo', 'amount', 'receivedOn');
    case 'subsidyListReceived':
      return {
        workflowId: settlementWorkflowId(county, String(body['bank']), String(body['settleOn'])),
        signal: settlementSignals.subsidyListReceived,
        payload: { inboxId },
      };
    case 'insuranceReported':
      return {
        workflowId: compensationWorkflowId(county, subjectNo),
        signal: compensationSignals.insuranceReported,
        payload: pick('paid', 'reportedOn'),
      };
    case 'fundReplenished':
    case 'loanSettled':
      return {
        workflowId: compensationWorkflowId(county, subjectNo),
        signal: compensationSignals[kind],
        payload: pick('settledOn'),
      };
    case 'clawbackSetOff':
      return {
        workflowId: clawbackWorkflowId(county, subjectNo),
        signal: clawbackSignals.setOff,
        payload: pick('amount', 'paidOn', 'settlementNo'),
      };
    case 'clawbackFound':
      throw new Error('a finding has no workflow before its case is opened');
    case 'paymentReported':
      return {
        workflowId: payerOf(county, subjectNo),
        signal: settlementSignals.paymentReported,
        payload: pick('orderNo', 'outcome', 'paidOn', 'amount'),
      };
  }
}

/**
 * The workflow that waits for a payment, told from the order's number `<kind>/<county>/<subject no.>/<sequence>`; the
 * number of a settlement is `<county>-<bank>-<day>`.
 */
function payerOf(county: string, orderNo: string): string {
  const [kind, , subject = ''] = orderNo.split('/');
  if (kind === 'compensation') return compensationWorkflowId(county, subject);
  const bankAndDay = subject.slice(county.length + 1);
  return settlementWorkflowId(county, bankAndDay.slice(0, -11), bankAndDay.slice(-10));
}

/** The receipt of a loan that is over, as its claim takes it; null for a fact that is no money collected. */
export function recoveryOf({ id: inboxId, kind, payload }: InboxEntry): RecoveryReceived | null {
  const text = (name: string): string => String((payload as Body)[name] ?? '');
  const receiptNo = text('receiptNo');
  if (kind === 'recoveryReceived') {
    const recovery = { inboxId, receiptNo, amount: text('amount'), receivedOn: text('receivedOn') };
    const interest = text('interest');
    return interest === '' ? recovery : { ...recovery, interest };
  }
  if (kind !== 'repaymentReceived') return null;
  return {
    ...{ inboxId, receiptNo, amount: text('principal'), receivedOn: text('paidOn') },
    interest: text('interest'),
  };
}
