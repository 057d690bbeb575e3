import type { ReviewCommand, SettlementStage } from '@bangdai/contracts';
import type { ChainState } from '@bangdai/domain';
import {
  byPerson,
  bySystem,
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
import type { Settlement } from './settlement.js';

const openStages: ReadonlySet<SettlementStage> = new Set(['computed', 'underReview', 'determined']);

/** The stage that the chain's state means for the settlement. */
export function stageOf(chain: ChainState): SettlementStage {
  if (chain.status === 'rejected') return 'rejected';
  if (chain.status === 'approved') return 'paying';
  const step = stepAtDesk(chain);
  if (step === null) return 'publicity';
  return step.kind === 'pay' ? 'determined' : 'underReview';
}

/** Lifecycle §1, then the figures: a person signs what was on the screen, or sees it anew. */
export function checkReview(settlement: Settlement, command: ReviewCommand): ReviewVerdict {
  const { chain, figures, stage } = settlement;
  if (chain === null || stage === 'collecting' || stage === 'returned')
    return { accepted: false, code: 'STEP_NOT_PENDING' };
  if (stage === 'publicity') return { accepted: false, code: 'PUBLICITY_RUNNING' };
  if (!openStages.has(stage)) return { accepted: false, code: 'CHAIN_CLOSED' };
  const verdict = decideReview(chain, command, settlement.subject, now().on);
  const signs = command.decision === 'approve' || command.decision === 'complete';
  if (verdict.accepted && signs && command.figuresHash !== figures?.figuresHash) {
    return { accepted: false, code: 'FIGURES_CHANGED' };
  }
  return verdict;
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
  const data: Record<string, string> = figuresHash === null ? {} : { figuresHash };
  const events = [byPerson('decided', command, { stepKey, decision, data })];
  if (verdict.chain.status === 'rejected') events.push(bySystem('rejected'));
  const stage = decision === 'return' ? 'returned' : stageOf(verdict.chain);
  await settlement.move({
    changeId: command.commandId,
    stage,
    events,
    closeTasks: [doneTask(command)],
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

/** The same decision by Signal; a refusal is on the settlement's history. */
export function takeReview(settlement: Settlement, command: ReviewCommand): Promise<void> {
  const { turns, commands } = settlement;
  return turns.run(() =>
    orFailTask(async () => {
      if (commands.firstAnswer(command.commandId) !== undefined) return;
      const code = refusalOfReview(settlement, command);
      if (code === null) await submitReview(settlement, command);
      else if (settlement.opened !== null) await tellRefusal(settlement, command, code);
      commands.keep(settlement.receipt(command.commandId, code));
    }),
  );
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
