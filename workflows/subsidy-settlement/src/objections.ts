import {
  taskId,
  type CommandReceipt,
  type ObjectionAnswerCommand,
  type ObjectionCommand,
} from '@bangdai/contracts';
import { applyChainEvent, type ChainEvent, type ChainState } from '@bangdai/domain';
import { byPerson, cancelledTask, doneTask, isOutside, now, orRefuse, refuseWith } from '@bangdai/procedure';
import { stageOf } from './review.js';
import type { Settlement, SettlementMove } from './settlement.js';

type Command = ObjectionCommand | ObjectionAnswerCommand;
const ANSWER_WORKING_DAYS = 5;

const hasPassed = ({ history }: ChainState): boolean =>
  history.some(({ type }) => type === 'publicityElapsed');

/** Before the posting there is nothing to object to; after its last day an objection is a complaint (lifecycle §11). */
export function refusalOfObjection({ chain }: Settlement, command: ObjectionCommand): string | null {
  if (chain === null || (chain.publicity === null && !hasPassed(chain))) return 'NO_PUBLICITY_OPEN';
  return command.reasonGiven ? null : 'REASON_REQUIRED';
}

function objectionEvent({ reasonGiven, actor }: ObjectionCommand): ChainEvent {
  return { type: 'objection', at: now().on, reason: reasonGiven, by: actor.role };
}

function answerEvent({ founded, reasonGiven, actor }: ObjectionAnswerCommand): ChainEvent {
  return {
    ...{ type: 'answerObjection' as const, at: now().on, founded, reason: reasonGiven },
    ...{ by: actor.role, actorId: actor.id },
    ...(actor.onBehalfOf !== undefined && { principalId: actor.onBehalfOf }),
  };
}

export function refusalOfAnswer(
  { chain, subject }: Settlement,
  command: ObjectionAnswerCommand,
): string | null {
  if (chain === null) return 'NO_PUBLICITY_OPEN';
  if (isOutside(command.actor, subject)) return 'OUT_OF_JURISDICTION';
  return applyChainEvent(chain, answerEvent(command)).error;
}

/** The first objection opens the one investigation; payment waits for its answer. */
function objected(settlement: Settlement, command: ObjectionCommand): SettlementMove {
  const chain = settlement.chain as ChainState;
  const { error, state } = applyChainEvent(chain, objectionEvent(command));
  const move = { changeId: command.commandId, stage: settlement.stage };
  if (error !== null) return { ...move, events: [byPerson('complaintRegistered', command)] };
  const place = command.actor.place.split('/')[0] ?? '';
  const { id, county } = settlement.subject;
  const task = {
    ...{ taskId: taskId(id, 'objection', chain.history.length + 1), kind: 'objection' as const },
    ...{ stepKey: 'objection', title: '贴息公示异议调查', role: 'township', county, place, bank: null },
    ...{ slaWorkingDays: ANSWER_WORKING_DAYS, dueOn: null, openedOn: now().on },
    ...{ outcomes: ['founded', 'unfounded'], requires: [], requiresDetail: false, needsMeeting: false },
  };
  const isFirst = chain.status !== 'objected';
  return {
    ...{ ...move, events: [byPerson('objectionRaised', command)] },
    ...{ chain: state, openTasks: isFirst ? [task] : [], keepsDesk: !isFirst },
  };
}

/** Unfounded: the publicity is taken as finished. Founded: the figures go back to be settled and signed anew. */
function answered(settlement: Settlement, command: ObjectionAnswerCommand): SettlementMove {
  const chain = settlement.chain as ChainState;
  const { state } = applyChainEvent(chain, answerEvent(command));
  const decision = command.founded ? 'founded' : 'unfounded';
  const [task = '', ...others] = settlement.deskTasks;
  const closing = doneTask({ taskId: task, decision, actor: command.actor });
  return {
    changeId: command.commandId,
    stage: command.founded ? 'returned' : stageOf(state),
    events: [byPerson('objectionAnswered', command, { decision })],
    closeTasks: [closing, ...others.map(cancelledTask)],
    chain: command.founded ? { ...state, status: 'open', index: 0, publicity: null } : state,
  };
}

function answerWith<C extends Command>(
  settlement: Settlement,
  command: C,
  refusal: (settlement: Settlement, command: C) => string | null,
  moveOf: (settlement: Settlement, command: C) => SettlementMove,
): Promise<CommandReceipt> {
  return settlement.turns.run(async () => {
    const first = settlement.commands.firstAnswer(command.commandId);
    if (first !== undefined) return first;
    refuseWith(refusal(settlement, command));
    await orRefuse(() => settlement.move(moveOf(settlement, command)));
    return settlement.commands.keep(settlement.receipt(command.commandId, null));
  });
}

export const raiseObjection = (settlement: Settlement, command: ObjectionCommand): Promise<CommandReceipt> =>
  answerWith(settlement, command, refusalOfObjection, objected);

export const answerObjection = (
  settlement: Settlement,
  command: ObjectionAnswerCommand,
): Promise<CommandReceipt> => answerWith(settlement, command, refusalOfAnswer, answered);
