import type { ClaimProgressed, LoanStage, OverdueNoticed, RenewalDisbursed, RepaymentReceived } from '@bangdai/contracts';
import { bySystem, byBank, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import type { LoanState } from '../state.js';

/** A repayment's two outcomes; which one holds, and the balance, is known once it is booked. */
export interface RepaymentOutcomes {
  ifOpen: Transition;
  ifSettled: Transition;
}

export function repaid(state: LoanState, fact: RepaymentReceived, settledStage: LoanStage, now: Now): RepaymentOutcomes {
  const entry = byBank('repaid', { data: { principal: fact.principal, interest: fact.interest, paidOn: fact.paidOn } });
  const changeId = `repaid/${fact.receiptNo}`;
  const settling = new ChangeDraft(state, changeId, now).moveTo(settledStage).setFacts({ balance: '0.00', settledOn: fact.paidOn });
  const told = settledStage === 'renewed' ? 'renewed' : 'settled';
  return {
    ifOpen: new ChangeDraft(state, changeId, now).tell(entry).build(),
    ifSettled: settling.tell(entry, bySystem(told, { data: { paidOn: fact.paidOn } })).build({ withAgenda: true }),
  };
}

/** The new loan pays off the old one on one day (lifecycle §6). */
export function payoffByRenewal(state: LoanState, fact: RenewalDisbursed): RepaymentReceived {
  const receiptNo = `renewal/${fact.newLoanNo}`;
  return { inboxId: receiptNo, receiptNo, paidOn: fact.disbursedOn, principal: state.facts?.balance ?? '0.00', interest: '0.00' };
}

/** The bank's own notice is kept on the timeline; when the loan is overdue is decided by its agenda alone. */
export function overdueNoticed(state: LoanState, fact: OverdueNoticed, now: Now): Transition {
  const entry = byBank('overdueNoticed', { data: { overdueSince: fact.overdueSince } });
  return new ChangeDraft(state, `overdueNoticed/${fact.inboxId}`, now).tell(entry).build();
}

const claimMeans = {
  filed: { stage: 'compensating', kind: 'claimFiled' },
  refused: { stage: 'overdue', kind: 'claimRefused' },
  paid: { stage: 'compensated', kind: 'compensated' },
  recovered: { stage: 'settled', kind: 'recovered' },
  closed: { stage: 'closedLoss', kind: 'recoveryEnded' },
} as const;

/** What the claim's own workflow reports. */
export function claimProgressed(state: LoanState, fact: ClaimProgressed, now: Now): Transition {
  const { stage, kind } = claimMeans[fact.outcome];
  const draft = new ChangeDraft(state, `claim/${fact.claimNo}/${fact.outcome}`, now).moveTo(stage);
  if (fact.outcome === 'filed') for (const taskId of state.openTaskIds.filter((id) => id.includes('.claimReady.'))) draft.close({ taskId, outcome: 'done', decision: 'complete', actorId: null });
  return draft.tell(bySystem(kind, { data: { claimNo: fact.claimNo } })).build();
}
