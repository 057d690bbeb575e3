import {
  loanQueries,
  loanSignals,
  type ClaimProgressed,
  type LoanDisbursed,
  type LoanView,
  type OverdueNoticed,
  type RecoveryReceived,
  type RenewalDisbursed,
  type RepaymentReceived,
  type ReviewCommand,
} from '@bangdai/contracts';
import { now, orFailTask, untilDone } from '@bangdai/procedure';
import { condition, defineQuery, defineSignal, patched, setHandler } from '@temporalio/workflow';
import { link, record } from './activities.js';
import { checkReview } from './checks.js';
import { submitReview, writeChange } from './commands.js';
import { holdLateFeed, isLate, type HeldFeedBooking } from './corrections.js';
import type { Loan } from './loan.js';
import { patches } from './patches.js';
import { isCompensated, isInService, isOver } from './state.js';
import { disbursed } from './transitions/disbursement.js';
import {
  asRecovery,
  asRepayment,
  claimProgressed,
  overdueNoticed,
  renewed,
  repaid,
} from './transitions/facts.js';

/** Past facts and the Query. A fact is never refused to its sender; what cannot be booked is on record as refused. */
export function bindSignals(loan: Loan): void {
  setHandler(defineSignal<[ReviewCommand]>(loanSignals.reviewSubmitted), (command) =>
    reviewSubmitted(loan, command),
  );
  setHandler(defineSignal<[LoanDisbursed]>(loanSignals.loanDisbursed), (fact) => loanDisbursed(loan, fact));
  setHandler(defineSignal<[RepaymentReceived]>(loanSignals.repaymentReceived), (fact) =>
    repaymentReceived(loan, fact),
  );
  setHandler(defineSignal<[OverdueNoticed]>(loanSignals.overdueNoticed), (fact) =>
    loan.take(async () => {
      if (!isOver(loan.state)) await writeChange(loan, overdueNoticed(loan.state, fact, now()));
    }),
  );
  setHandler(defineSignal<[ClaimProgressed]>(loanSignals.claimProgressed), (fact) =>
    claimHasProgressed(loan, fact),
  );
  setHandler(defineSignal<[RenewalDisbursed]>(loanSignals.renewalDisbursed), (fact) =>
    loan.take(async () => {
      if (isInService(loan.state)) await writeChange(loan, renewed(loan.state, fact, now()));
    }),
  );
  setHandler(defineSignal<[RecoveryReceived]>(loanSignals.recoveryReceived), (fact) =>
    recoveryReceived(loan, fact),
  );
  setHandler(defineQuery<LoanView>(loanQueries.getLoan), () => loan.view());
}

/** The same decision as by Update, for when no worker answered in time. */
function reviewSubmitted(loan: Loan, command: ReviewCommand): Promise<void> {
  const refusal = (): string | null => {
    const verdict = checkReview(loan.state, command, now().on);
    return verdict.accepted ? null : verdict.code;
  };
  return loan.takeCommand(command, refusal, async () => {
    await submitReview(loan, command);
  });
}

async function loanDisbursed(loan: Loan, fact: LoanDisbursed): Promise<void> {
  await loan.take(async () => {
    const { state } = loan;
    // The same contract reported again has its first answer already (lifecycle §11).
    if (state.contractNo === fact.contractNo) return;
    if (state.stage !== 'approved') {
      const code =
        state.facts !== null ? 'ALREADY_DISBURSED' : isOver(state) ? 'LOAN_CLOSED' : 'NOT_APPROVED';
      return loan.recordRefusal({ commandId: fact.inboxId }, code);
    }
    const correction = { kind: 'lateDisbursement' as const, disbursed: fact };
    if (isLate(fact, fact.disbursedOn) && (await holdLateFeed(loan, fact.inboxId, correction))) return;
    await bookDisbursement(loan, fact);
  });
  await tellRenewedLoan(loan, fact);
}

async function bookDisbursement(loan: Loan, fact: LoanDisbursed): Promise<void> {
  const transition = disbursed(loan.state, fact, now());
  const verdict = await record.recordDisbursement({ change: transition.change, disbursed: fact });
  if (verdict.accepted) loan.adopt(transition);
  else loan.noteRefusal(fact.inboxId, verdict.code ?? 'INTERNAL');
}

/** A feed that two people of the bank stand for is booked as any other. */
export function heldFeeds(loan: Loan): HeldFeedBooking {
  return {
    repayment: async (repayment) => {
      if (!(await recovered(loan, repayment))) await bookRepayment(loan, repayment);
    },
    disbursement: async (fact) => {
      await bookDisbursement(loan, fact);
      await tellRenewedLoan(loan, fact);
    },
  };
}

/** A renewal pays off the loan before it, whose own workflow books that. */
async function tellRenewedLoan({ state }: Loan, { disbursedOn }: LoanDisbursed): Promise<void> {
  const { county, loanNo: newLoanNo, application } = state.start;
  const loanNo = application.previousLoanNo ?? null;
  if (application.requestType !== 'renewal' || loanNo === null || state.facts === null) return;
  const { principal: amount } = state.facts;
  const stall = { subject: 'loan' as const, subjectId: state.start.loanId, step: 'signalRenewal' as const };
  await orFailTask(() =>
    untilDone(stall, () => link.signalRenewal({ county, loanNo, newLoanNo, amount, disbursedOn })),
  );
}

/** A bank may report a repayment before its disbursement is through: it waits for the loan to be in service. */
async function repaymentReceived(loan: Loan, fact: RepaymentReceived): Promise<void> {
  await condition(() => isInService(loan.state) || isOver(loan.state));
  await loan.take(async () => {
    if (await recovered(loan, fact)) return;
    const correction = { kind: 'lateRepayment' as const, repayment: fact };
    const isHeld =
      isInService(loan.state) &&
      isLate(fact, fact.paidOn) &&
      (await holdLateFeed(loan, fact.inboxId, correction));
    if (!isHeld) await bookRepayment(loan, fact);
  });
}

/** Once the fund has paid, what is collected flows back to those who paid: that is the claim's business. */
async function recoveryReceived(loan: Loan, recovery: RecoveryReceived): Promise<void> {
  if (!isCompensated(loan.state)) return repaymentReceived(loan, asRepayment(recovery));
  await orFailTask(() => handToClaim(loan, recovery));
}

/** False while the fund has paid nothing: then it is an ordinary repayment. */
async function recovered(loan: Loan, fact: RepaymentReceived): Promise<boolean> {
  if (!isCompensated(loan.state) || !patched(patches.repaymentIsRecovery)) return false;
  await handToClaim(loan, asRecovery(fact));
  return true;
}

async function handToClaim({ state: { claimNo, start } }: Loan, recovery: RecoveryReceived): Promise<void> {
  if (claimNo === null) throw new Error('a compensated loan without a claim');
  const stall = { subject: 'loan' as const, subjectId: start.loanId, step: 'forwardRecovery' as const };
  await untilDone(stall, () => link.forwardRecovery({ county: start.county, claimNo, recovery }));
}

async function bookRepayment(loan: Loan, repayment: RepaymentReceived): Promise<void> {
  const { state } = loan;
  if (state.facts === null) return loan.recordRefusal({ commandId: repayment.inboxId }, 'LOAN_CLOSED');
  const { ifOpen, ifSettled } = repaid(state, repayment, now());
  const { accepted, code, balance, settled } = await record.recordRepayment({
    loanId: state.start.loanId,
    repayment,
    changeIfOpen: ifOpen.change,
    changeIfSettled: ifSettled.change,
  });
  // An overpayment is accepted up to the balance and the rest held; on a closed loan all of it is held.
  if (!accepted) loan.noteRefusal(repayment.inboxId, code ?? 'INTERNAL');
  else if (settled) loan.adopt(ifSettled);
  else loan.adopt({ ...ifOpen, state: { ...ifOpen.state, facts: { ...state.facts, balance } } });
}

async function claimHasProgressed(loan: Loan, fact: ClaimProgressed): Promise<void> {
  await loan.take(async () => {
    if (isInService(loan.state)) await writeChange(loan, claimProgressed(loan.state, fact, now()));
  });
}
