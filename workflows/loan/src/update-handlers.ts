import {
  loanUpdates,
  type ApplicationCommand,
  type ClearSuspensionCommand,
  type CommandReceipt,
  type MaliciousExitCommand,
  type MisuseDecision,
  type NoticeServedCommand,
  type ObjectionAnswerCommand,
  type ObjectionCommand,
  type ReopenApprovalCommand,
  type ReviewCommand,
  type TermRequestCommand,
  type TermRequestDecision,
  type UrgingCommand,
  type UsageCheckCommand,
  type Verdict,
  type WithdrawCommand,
} from '@bangdai/contracts';
import { now, refuseWith } from '@bangdai/procedure';
import { defineUpdate, patched, setHandler } from '@temporalio/workflow';
import * as check from './checks.js';
import * as carryOut from './commands.js';
import type { Loan } from './loan.js';
import { patches } from './patches.js';
import { noticeServed, urged } from './transitions/care.js';
import { withdrawn } from './transitions/review.js';

interface Command {
  commandId: string;
}

/** One kind of command: the Update's name, why it may be refused, what it does. */
export interface Binding<C extends Command> {
  name: string;
  /** @param askedBy a handler is replayed and keeps to the rules of its history, a validator asks by the present ones */
  refusal: (command: C, askedBy: 'validator' | 'handler') => string | null;
  work: (command: C) => Promise<Verdict | null>;
}

/**
 * The validator answers at once by the same check that the handler asks again when its turn has come; a repeated command
 * passes, so that the handler gives its first answer.
 */
export function bind<C extends Command>(loan: Loan, { name, refusal, work }: Binding<C>): void {
  const handler = (command: C): Promise<CommandReceipt> =>
    loan.answer(command, () => {
      refuseWith(refusal(command, 'handler'));
      return work(command);
    });
  const validator = (command: C): void => {
    if (!loan.isRepeated(command)) refuseWith(refusal(command, 'validator'));
  };
  setHandler(defineUpdate<CommandReceipt, [C]>(name), handler, { validator });
}

const codeOf = (verdict: { accepted: true } | { accepted: false; code: string }): string | null =>
  verdict.accepted ? null : verdict.code;

/** From application to approval. */
export function bindReviewUpdates(loan: Loan): void {
  bind<ApplicationCommand>(loan, {
    name: loanUpdates.submitApplication,
    refusal: (command) => codeOf(check.checkApplication(loan.state, command, now().on)),
    work: (command) => carryOut.submitApplication(loan, command),
  });
  bind<ReviewCommand>(loan, {
    name: loanUpdates.submitReview,
    refusal: (command) => codeOf(check.checkReview(loan.state, command, now().on)),
    work: (command) => carryOut.submitReview(loan, command),
  });
  bind<ObjectionCommand>(loan, {
    name: loanUpdates.raiseObjection,
    refusal: (command) => codeOf(check.checkObjection(loan.state, command, now().on)),
    work: (command) => carryOut.raiseObjection(loan, command),
  });
  bind<ObjectionAnswerCommand>(loan, {
    name: loanUpdates.answerObjection,
    refusal: (command, askedBy) => {
      const namesPerson = askedBy === 'validator' || patched(patches.answerNamesPerson);
      return codeOf(check.checkObjectionAnswer(loan.state, command, now().on, namesPerson));
    },
    work: (command) => carryOut.answerObjection(loan, command),
  });
  bind<WithdrawCommand>(loan, {
    name: loanUpdates.withdrawApplication,
    refusal: (command) => check.checkWithdrawal(loan.state, command),
    work: (command) => carryOut.writeChange(loan, withdrawn(loan.state, command, now())),
  });
  bind<ClearSuspensionCommand>(loan, {
    name: loanUpdates.clearSuspension,
    refusal: (command) => check.checkClearing(loan.state, command),
    work: (command) => carryOut.recheckApproval(loan, command.commandId, command),
  });
  bind<ReopenApprovalCommand>(loan, {
    name: loanUpdates.reopenApproval,
    refusal: (command) => check.checkReopening(loan.state, command),
    work: (command) => carryOut.reopenApproval(loan, command),
  });
}

/** While money is out. */
export function bindServiceUpdates(loan: Loan): void {
  bind<UsageCheckCommand>(loan, {
    name: loanUpdates.submitUsageCheck,
    refusal: (command) => check.checkUsageCheck(loan.state, command, now().on),
    work: (command) => carryOut.submitUsageCheck(loan, command),
  });
  bind<MaliciousExitCommand>(loan, {
    name: loanUpdates.recordMaliciousExit,
    refusal: (command) => check.checkMaliciousExit(loan.state, command, now().on),
    work: (command) => carryOut.recordMaliciousExit(loan, command),
  });
  bind<MisuseDecision>(loan, {
    name: loanUpdates.decideMisuse,
    refusal: (command) => check.checkMisuseDecision(loan.state, command, now().on),
    work: (command) => carryOut.decideMisuse(loan, command),
  });
  bind<UrgingCommand>(loan, {
    name: loanUpdates.recordUrging,
    refusal: (command) => check.checkUrging(loan.state, command),
    work: (command) => carryOut.writeChange(loan, urged(loan.state, command, now())),
  });
  bind<NoticeServedCommand>(loan, {
    name: loanUpdates.recordNoticeServed,
    refusal: (command) => check.checkNoticeServed(loan.state, command, now().on),
    work: (command) => carryOut.writeChange(loan, noticeServed(loan.state, command, now())),
  });
  bind<TermRequestCommand>(loan, {
    name: loanUpdates.requestTerm,
    refusal: (command, askedBy) => {
      const endsWithRecall =
        loan.state.stage === 'recalled' && (askedBy === 'validator' || patched(patches.recallEndsRequests));
      return check.checkTermRequest(loan.state, command, now().on, endsWithRecall);
    },
    work: (command) => carryOut.requestTerm(loan, command),
  });
  bind<TermRequestDecision>(loan, {
    name: loanUpdates.decideRequest,
    refusal: (command) => check.checkTermDecision(loan.state, command, now().on),
    work: (command) => carryOut.decideRequest(loan, command),
  });
}
