import {
  searchAttributes,
  settlementQueries,
  settlementSignals,
  settlementUpdates,
  settlementWorkflowId,
  type CommandReceipt,
  type PaymentReported,
  type ReviewCommand,
  type SettlementStart,
  type SettlementView,
  type SubsidyListReceived,
} from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import { refuseWith } from '@bangdai/procedure';
import { WorkflowExecutionAlreadyStartedError, defineSearchAttributeKey } from '@temporalio/common';
import {
  allHandlersFinished,
  condition,
  defineQuery,
  defineSignal,
  defineUpdate,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { settle } from './procedure.js';
import { answerLines, refusalOfLines } from './lines.js';
import { answerObjection, raiseObjection, refusalOfAnswer, refusalOfObjection } from './objections.js';
import { answerReview, refusalOfReview, takeReview } from './review.js';
import { Settlement } from './settlement.js';

const scheduledTime = defineSearchAttributeKey('TemporalScheduledStartTime', 'DATETIME');
const keyword = (name: string) => defineSearchAttributeKey(name, 'KEYWORD');

/** The interest subsidy of one county, bank and quarter, from the bank's list to the ledger. */
export async function SubsidySettlementWorkflow(start: SettlementStart): Promise<void> {
  if (start.settleOn === null) return handOver(start, scheduledDay());
  const settlement = setUp(start);
  await settle(settlement);
  await condition(allHandlersFinished);
}

/** A Schedule may start late: the day is the one it was due on, never today. */
function scheduledDay(): string {
  const { typedSearchAttributes, startTime } = workflowInfo();
  return shanghaiDateOf((typedSearchAttributes.get(scheduledTime) ?? startTime).getTime());
}

/**
 * A Schedule cannot name its workflows by the settlement day. The one it starts hands over to the settlement of that
 * day, which banks and people address by name; one opened by hand before is left alone.
 */
async function handOver(start: SettlementStart, settleOn: string): Promise<void> {
  const { county, bank } = start;
  try {
    await startChild(SubsidySettlementWorkflow, {
      workflowId: settlementWorkflowId(county, bank, settleOn),
      args: [{ ...start, settleOn }],
      parentClosePolicy: 'ABANDON',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
      typedSearchAttributes: [
        { key: keyword(searchAttributes.county), value: county },
        { key: keyword(searchAttributes.bank), value: bank },
        { key: keyword(searchAttributes.place), value: '' },
        { key: keyword(searchAttributes.stage), value: 'collecting' },
      ],
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

interface Command {
  commandId: string;
}

/** A repeated command passes the validator, so that the handler gives its first answer. */
function bind<C extends Command>(
  settlement: Settlement,
  name: string,
  refusal: (settlement: Settlement, command: C) => string | null,
  answer: (settlement: Settlement, command: C) => Promise<CommandReceipt>,
): void {
  const validator = (command: C): void => {
    // Before it has read how the settlement was left, only the handler can tell.
    if (settlement.isLoading) return;
    const isRepeated = settlement.commands.firstAnswer(command.commandId) !== undefined;
    if (!isRepeated) refuseWith(refusal(settlement, command));
  };
  const handler = async (command: C): Promise<CommandReceipt> => {
    if (settlement.isLoading) await condition(() => !settlement.isLoading);
    return answer(settlement, command);
  };
  setHandler(defineUpdate<CommandReceipt, [C]>(name), handler, { validator });
}

function setUp(start: SettlementStart): Settlement {
  const settlement = new Settlement(start);
  bind(settlement, settlementUpdates.submitReview, refusalOfReview, answerReview);
  bind(settlement, settlementUpdates.settleLines, refusalOfLines, answerLines);
  bind(settlement, settlementUpdates.raiseObjection, refusalOfObjection, raiseObjection);
  bind(settlement, settlementUpdates.answerObjection, refusalOfAnswer, answerObjection);
  setHandler(defineSignal<[ReviewCommand]>(settlementSignals.reviewSubmitted), (command) =>
    takeReview(settlement, command),
  );
  setHandler(defineSignal<[SubsidyListReceived]>(settlementSignals.subsidyListReceived), (list) => {
    settlement.lists.push(list);
  });
  setHandler(defineSignal<[PaymentReported]>(settlementSignals.paymentReported), (report) =>
    settlement.takeReport(report),
  );
  setHandler(defineQuery<SettlementView>(settlementQueries.getSettlement), () => settlement.view());
  return settlement;
}
