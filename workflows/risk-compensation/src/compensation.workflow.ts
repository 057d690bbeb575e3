import {
  compensationQueries,
  compensationSignals,
  compensationUpdates,
  type ClaimCommand,
  type CloseRecoveryCommand,
  type CommandReceipt,
  type CompensationStart,
  type CompensationView,
  type FundReplenished,
  type InsuranceReported,
  type LoanSettled,
  type PaymentReported,
  type RecoveryReceived,
  type ReviewCommand,
} from '@bangdai/contracts';
import { refuseWith } from '@bangdai/procedure';
import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
} from '@temporalio/workflow';
import { Claim } from './claim.js';
import {
  answer,
  answerReview,
  checkClosing,
  checkFiling,
  closeRecovery,
  fileClaim,
  refusalOfReview,
  takeLoanSettled,
  takeReview,
} from './commands.js';
import { compensate } from './procedure.js';

/** One claim on a county's risk compensation fund, from filing to the last recovery. */
export async function RiskCompensationWorkflow(start: CompensationStart): Promise<void> {
  const claim = new Claim(start);
  bindUpdates(claim);
  bindSignals(claim);
  await compensate(claim);
  await condition(allHandlersFinished);
}

function bindUpdates(claim: Claim): void {
  const validate = (command: { commandId: string }, refusal: () => string | null): void => {
    if (claim.commands.firstAnswer(command.commandId) === undefined) refuseWith(refusal());
  };
  setHandler(
    defineUpdate<CommandReceipt, [ClaimCommand]>(compensationUpdates.submitClaim),
    (command) => answer(claim, command, () => fileClaim(claim, command)),
    {
      validator: (command) =>
        validate(command, () => {
          const verdict = checkFiling(claim, command);
          return verdict.accepted ? null : verdict.code;
        }),
    },
  );
  setHandler(
    defineUpdate<CommandReceipt, [ReviewCommand]>(compensationUpdates.submitReview),
    (command) => answerReview(claim, command),
    { validator: (command) => validate(command, () => refusalOfReview(claim, command)) },
  );
  setHandler(
    defineUpdate<CommandReceipt, [CloseRecoveryCommand]>(compensationUpdates.closeRecovery),
    (command) => answer(claim, command, () => closeRecovery(claim, command)),
    { validator: (command) => validate(command, () => checkClosing(claim, command)) },
  );
}

function bindSignals(claim: Claim): void {
  const { reviewSubmitted, insuranceReported, paymentReported, recoveryReceived } = compensationSignals;
  const { fundReplenished, loanSettled } = compensationSignals;
  setHandler(defineSignal<[ReviewCommand]>(reviewSubmitted), (command) => takeReview(claim, command));
  setHandler(defineSignal<[InsuranceReported]>(insuranceReported), (report) => {
    claim.insurance = report;
  });
  setHandler(defineSignal<[PaymentReported]>(paymentReported), (report) => claim.payments.add(report));
  setHandler(defineSignal<[RecoveryReceived]>(recoveryReceived), (recovery) => {
    claim.recoveries.push(recovery);
  });
  setHandler(defineSignal<[FundReplenished]>(fundReplenished), () => {
    claim.replenished += 1;
  });
  setHandler(defineSignal<[LoanSettled]>(loanSettled), (fact) => takeLoanSettled(claim, fact));
  setHandler(defineQuery<CompensationView>(compensationQueries.getCompensation), () => claim.view());
}
