import type {
  ClaimProgressed,
  OverdueNoticed,
  RecoveryReceived,
  RenewalDisbursed,
  RepaymentReceived,
} from '@bangdai/contracts';
import { compareMoney, minMoney, subtractMoney } from '@bangdai/domain';
import { bySystem, byBank, type Now } from '@bangdai/procedure';
import { ChangeDraft, type Transition } from '../change-draft.js';
import type { LoanState } from '../state.js';

/** A repayment's two outcomes; which one holds, and the balance, is known once it is booked. */
export interface RepaymentOutcomes {
  ifOpen: Transition;
  ifSettled: Transition;
}

export function repaid(state: LoanState, fact: RepaymentReceived, now: Now): RepaymentOutcomes {
  const entry = byBank('repaid', {
    data: { principal: fact.principal, interest: fact.interest, paidOn: fact.paidOn },
  });
  const changeId = `repaid/${fact.receiptNo}/${fact.inboxId}`;
  const settling = new ChangeDraft(state, changeId, now)
    .moveTo('settled')
    .setFacts({ balance: '0.00', settledOn: fact.paidOn });
  return {
    ifOpen: new ChangeDraft(state, changeId, now).tell(entry).build(),
    ifSettled: settling
      .tell(entry, bySystem('settled', { data: { paidOn: fact.paidOn } }))
      .build({ withAgenda: true }),
  };
}

/** What is collected before the fund has paid is a repayment (lifecycle §11). */
export function asRepayment(recovery: RecoveryReceived): RepaymentReceived {
  const { inboxId, receiptNo, amount, receivedOn, reportedOn } = recovery;
  const repayment = { inboxId, receiptNo, paidOn: receivedOn, principal: amount, interest: '0.00' };
  return reportedOn === undefined ? repayment : { ...repayment, reportedOn };
}

/** What the bank reports as a repayment once the fund has paid is a recovery: principal and interest stay apart. */
export function asRecovery(fact: RepaymentReceived): RecoveryReceived {
  const { inboxId, receiptNo, paidOn: receivedOn, principal: amount, interest } = fact;
  return { inboxId, receiptNo, amount, receivedOn, interest };
}

/** The store paid this loan off with the new one's money, on one day (lifecycle §6); here its stage follows. */
export function renewed(state: LoanState, fact: RenewalDisbursed, now: Now): Transition {
  const balance = state.facts?.balance ?? '0.00';
  const rest = subtractMoney(balance, minMoney(balance, fact.amount));
  const isPaidOff = compareMoney(rest, '0.00') === 0;
  const draft = new ChangeDraft(state, `renewed/${fact.newLoanNo}`, now);
  draft.setFacts(isPaidOff ? { balance: rest, settledOn: fact.disbursedOn } : { balance: rest });
  if (isPaidOff) draft.moveTo('renewed');
  return draft
    .tell(bySystem('renewed', { data: { newLoanNo: fact.newLoanNo, paidOn: fact.disbursedOn } }))
    .build({ withAgenda: isPaidOff });
}

/**
 * The bank's own notice goes to the timeline and, as nights in arrears, to the subsidy; when the loan itself is overdue is
 * decided by its agenda alone.
 */
export function overdueNoticed(state: LoanState, fact: OverdueNoticed, now: Now): Transition {
  const { overdueSince, curedOn, inboxId } = fact;
  const entry =
    curedOn === undefined
      ? byBank('overdueNoticed', { data: { overdueSince } })
      : byBank('arrearsCured', { data: { overdueSince, curedOn } });
  const { state: after, change } = new ChangeDraft(state, `overdueNoticed/${inboxId}`, now)
    .tell(entry)
    .build();
  return { state: after, change: { ...change, arrears: { since: overdueSince, curedOn: curedOn ?? null } } };
}

const claimMeans = {
  filed: { stage: 'compensating', kind: 'claimFiled' },
  refused: { stage: 'overdue', kind: 'claimRefused' },
  withdrawn: { stage: 'overdue', kind: 'claimWithdrawn' },
  paid: { stage: 'compensated', kind: 'compensated' },
  recovering: { stage: 'writtenRecovery', kind: 'pursuitContinued' },
  recovered: { stage: 'settled', kind: 'recovered' },
  closed: { stage: 'closedLoss', kind: 'recoveryEnded' },
} as const;

/** What the claim's own workflow reports. */
export function claimProgressed(state: LoanState, fact: ClaimProgressed, now: Now): Transition {
  const { stage, kind } = claimMeans[fact.outcome];
  const draft = new ChangeDraft(state, `claim/${fact.claimNo}/${fact.outcome}`, now)
    .moveTo(stage)
    .set({ claimNo: fact.claimNo });
  if (fact.outcome === 'filed')
    for (const taskId of state.openTaskIds.filter((id) => id.includes('.claimReady.')))
      draft.close({ taskId, outcome: 'done', decision: 'complete', actorId: null });
  return draft.tell(bySystem(kind, { data: { claimNo: fact.claimNo } })).build();
}
