import type { ReviewCommand, SettlementStage } from '@bangdai/contracts';
import type { ChainState } from '@bangdai/domain';
import {
  byPerson,
  bySystem,
  cancelledTask,
  codeOf,
  decideReview,
  doneTask,
  now,
  orFailTask,
  orRefuse,
  passTime,
  refuseWith,
  refused,
  stepAtDesk,
  type ReviewVerdict,
} from '@bangdai/procedure';
import type { Part, Settlement } from './settlement.js';

export const openStages: ReadonlySet<SettlementStage> = new Set([
  'computed',
  'underReview',
  'determined',
  'publicised',
  'partlyPaid',
]);

/** The stage that the chain's state means for the settlement. */
export function stageOf(chain: ChainState): SettlementStage {
  if (chain.status === 'rejected') return 'rejected';
  if (chain.status === 'approved') return 'paying';
  const step = stepAtDesk(chain);
  if (step === null) return 'publicity';
  if (step.kind !== 'pay') return 'underReview';
  return chain.steps[chain.index - 1]?.kind === 'publicity' ? 'publicised' : 'determined';
}

const signs = ({ decision }: ReviewCommand): boolean => decision === 'approve' || decision === 'complete';

/** Lifecycle §1, then the figures: a person signs what was on the screen, or sees it anew. */
export function checkReview(settlement: Settlement, command: ReviewCommand): ReviewVerdict {
  const { chain, figures, stage, parts } = settlement;
  if (chain === null || stage === 'collecting' || stage === 'returned')
    return { accepted: false, code: 'STEP_NOT_PENDING' };
  if (stage === 'publicity') return { accepted: false, code: 'PUBLICITY_RUNNING' };
  if (!openStages.has(stage)) return { accepted: false, code: 'CHAIN_CLOSED' };
  const part = settlement.partOf(command);
  const subject = { ...settlement.subject, place: part?.place ?? '' };
  const verdict = decideReview(chain, command, subject, now().on);
  if (!verdict.accepted) return verdict;
  const code = parts.length === 0 ? null : refusalOfPart(settlement, part, command);
  if (code !== null) return { accepted: false, code };
  if (signs(command) && command.figuresHash !== figures?.figuresHash)
    return { accepted: false, code: 'FIGURES_CHANGED' };
  return verdict;
}

/** A step that is signed place by place: each place once, and none rejects for the others. */
function refusalOfPart({ parts }: Settlement, part: Part | null, { decision }: ReviewCommand): string | null {
  if (part === null) return 'OUT_OF_JURISDICTION';
  if (part.signedBy !== null) return 'STEP_NOT_PENDING';
  return decision === 'reject' && parts.length > 1 ? 'DECISION_NOT_ALLOWED' : null;
}

export const refusalOfReview = (settlement: Settlement, command: ReviewCommand): string | null => {
  const verdict = checkReview(settlement, command);
  return verdict.accepted ? null : verdict.code;
};

/** A return takes the figures back: they are compared again before anybody signs. */
async function submitReview(settlement: Settlement, command: ReviewCommand): Promise<void> {
  const verdict = checkReview(settlement, command);
  if (!verdict.accepted) throw refused(verdict.code);
  const { stepKey, decision, figuresHash } = command;
  const part = settlement.partOf(command);
  const data: Record<string, string> = {
    ...(figuresHash === null ? {} : { figuresHash }),
    ...(part === null ? {} : { place: part.place }),
  };
  const events = [byPerson('decided', command, { stepKey, decision, data })];
  const closing = doneTask(part === null ? command : { ...command, taskId: part.taskId });
  const open = settlement.parts.filter((one) => one !== part && one.signedBy === null);
  if (part !== null && signs(command) && open.length > 0) {
    await settlement.move({
      ...{ changeId: command.commandId, stage: settlement.stage, events, closeTasks: [closing] },
      review: command,
    });
    return settlement.sign(part, command);
  }
  if (verdict.chain.status === 'rejected') events.push(bySystem('rejected'));
  settlement.payInPart = command.payInPart === true;
  await settlement.move({
    changeId: command.commandId,
    stage: decision === 'return' ? 'returned' : stageOf(verdict.chain),
    events,
    closeTasks: [closing, ...open.map(({ taskId }) => cancelledTask(taskId))],
    chain: verdict.chain,
    review: command,
  });
}

export function answerReview(settlement: Settlement, command: ReviewCommand) {
  return settlement.turns.run(async () => {
    const { commands } = settlement;
    const first = commands.firstAnswer(command.commandId);
    if (first !== undefined) return first;
    refuseWith(refusalOfReview(settlement, command));
    await orRefuse(() => submitReview(settlement, command));
    return commands.keep(settlement.receipt(command.commandId, null));
  });
}

/** The same decision by Signal; a refusal, the store's too, is on the settlement's history. */
export function takeReview(settlement: Settlement, command: ReviewCommand): Promise<void> {
  const { turns, commands } = settlement;
  return turns.run(() =>
    orFailTask(async () => {
      if (commands.firstAnswer(command.commandId) !== undefined) return;
      const code = refusalOfReview(settlement, command) ?? (await refusalInStore(settlement, command));
      if (code !== null && settlement.opened !== null) await tellRefusal(settlement, command, code);
      commands.keep(settlement.receipt(command.commandId, code));
    }),
  );
}

async function refusalInStore(settlement: Settlement, command: ReviewCommand): Promise<string | null> {
  try {
    await submitReview(settlement, command);
    return null;
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    return code;
  }
}

function tellRefusal(settlement: Settlement, command: ReviewCommand, code: string): Promise<void> {
  const entry = byPerson('commandRefused', command, { code, stepKey: command.stepKey });
  return settlement.move({ changeId: command.commandId, stage: settlement.stage, events: [entry] });
}

/** The last day of a publicity of the flow is over. */
export async function closePublicity(settlement: Settlement): Promise<void> {
  const { chain } = settlement;
  if (chain === null) return;
  const passed = passTime(chain, now().on);
  if (passed.history.length === chain.history.length) return;
  const endsOn = chain.publicity?.endsOn ?? '';
  await settlement.move({
    changeId: `publicityElapsed/${endsOn}`,
    stage: stageOf(passed),
    events: [bySystem('publicityElapsed', { dueOn: endsOn })],
    chain: passed,
  });
}
