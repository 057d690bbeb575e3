import {
  clawbackQueries,
  clawbackSignals,
  clawbackUpdates,
  type ClawbackSetOff,
  type ClawbackStart,
  type ClawbackView,
  type CommandReceipt,
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
import { Case } from './case.js';
import * as carryOut from './commands.js';
import { clawBack } from './procedure.js';

/** Subsidy taken back on one loan, from the finding to the last yuan (lifecycle §9). */
export async function ClawbackWorkflow(start: ClawbackStart): Promise<void> {
  const kase = new Case(start);
  bindUpdates(kase);
  setHandler(defineSignal<[ReviewCommand]>(clawbackSignals.reviewSubmitted), (command) =>
    carryOut.takeReview(kase, command),
  );
  setHandler(defineSignal<[ClawbackSetOff]>(clawbackSignals.setOff), (setOff) => {
    kase.setOffs.push(setOff);
  });
  setHandler(defineQuery<ClawbackView>(clawbackQueries.getClawback), () => kase.view());
  await clawBack(kase);
  await condition(allHandlersFinished);
}

function bindUpdates(kase: Case): void {
  const { submitReview, recordNotice, recordRepaid, orderSetOff, noteAppeal } = clawbackUpdates;
  bind(kase, submitReview, carryOut.refusalOfReview, carryOut.submitReview);
  bind(kase, recordNotice, carryOut.checkNotice, carryOut.recordNotice);
  bind(kase, recordRepaid, carryOut.checkRepaid, carryOut.recordRepaid);
  bind(kase, orderSetOff, carryOut.checkSetOff, carryOut.orderSetOff);
  bind(kase, noteAppeal, carryOut.checkAppeal, carryOut.noteAppeal);
}

/** The validator answers at once by the check that the handler asks again when its turn has come. */
function bind<C extends { commandId: string }>(
  kase: Case,
  name: string,
  refusal: (kase: Case, command: C) => string | null,
  work: (kase: Case, command: C) => Promise<void>,
): void {
  const validator = (command: C): void => {
    if (kase.commands.firstAnswer(command.commandId) === undefined) refuseWith(refusal(kase, command));
  };
  const handler = (command: C): Promise<CommandReceipt> => carryOut.answer(kase, command, refusal, work);
  setHandler(defineUpdate<CommandReceipt, [C]>(name), handler, { validator });
}
