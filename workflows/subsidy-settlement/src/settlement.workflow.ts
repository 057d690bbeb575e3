import {
  settlementQueries,
  settlementSignals,
  settlementUpdates,
  type CommandReceipt,
  type PaymentReported,
  type ReviewCommand,
  type SettlementStart,
  type SettlementView,
  type SubsidyListReceived,
} from '@bangdai/contracts';
import { refuseWith } from '@bangdai/procedure';
import { allHandlersFinished, condition, defineQuery, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import { settle } from './procedure.js';
import { answerReview, refusalOfReview, takeReview } from './review.js';
import { Settlement } from './settlement.js';

/** The interest subsidy of one county, bank and quarter, from the bank's list to the ledger. */
export async function SubsidySettlementWorkflow(start: SettlementStart): Promise<void> {
  const settlement = setUp(start);
  await settle(settlement);
  await condition(allHandlersFinished);
}

function setUp(start: SettlementStart): Settlement {
  const settlement = new Settlement(start);
  setHandler(
    defineUpdate<CommandReceipt, [ReviewCommand]>(settlementUpdates.submitReview),
    (command) => answerReview(settlement, command),
    {
      validator: (command) => {
        const isRepeated = settlement.commands.firstAnswer(command.commandId) !== undefined;
        if (!isRepeated) refuseWith(refusalOfReview(settlement, command));
      },
    },
  );
  setHandler(defineSignal<[ReviewCommand]>(settlementSignals.reviewSubmitted), (command) => takeReview(settlement, command));
  setHandler(defineSignal<[SubsidyListReceived]>(settlementSignals.subsidyListReceived), (list) => {
    settlement.lists.push(list);
  });
  setHandler(defineSignal<[PaymentReported]>(settlementSignals.paymentReported), (report) => settlement.takeReport(report));
  setHandler(defineQuery<SettlementView>(settlementQueries.getSettlement), () => settlement.view());
  return settlement;
}
