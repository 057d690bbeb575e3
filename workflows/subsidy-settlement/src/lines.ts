import {
  deskOf,
  type CommandReceipt,
  type LinesSettled,
  type SettlementLinesCommand,
} from '@bangdai/contracts';
import { enterStep, type ChainState, type Step } from '@bangdai/domain';
import {
  bySystem,
  cancelledTask,
  isOutside,
  now,
  orFailTask,
  orRefuse,
  refuseWith,
} from '@bangdai/procedure';
import { record } from './activities.js';
import { reopenPayment } from './payment.js';
import { openStages, stageOf } from './review.js';
import type { Settlement } from './settlement.js';

/** Who settles lines so; excluding them is the right of whoever signs, or has signed, a step. */
const desks: Partial<Record<SettlementLinesCommand['action'], readonly string[]>> = {
  acceptPlatform: ['township', 'countyOffice'],
  acceptBank: ['township', 'countyOffice'],
  hold: ['township', 'countyOffice'],
  acknowledge: ['bank', 'bankManager'],
  failed: ['finance', 'bank', 'bankManager'],
  mended: ['township'],
};

const withoutReason: ReadonlySet<string> = new Set(['mended', 'hold', 'acknowledge']);

/** Lifecycle §1 for a command on single lines; the store refuses what depends on the lines themselves. */
export function refusalOfLines(settlement: Settlement, command: SettlementLinesCommand): string | null {
  const { chain, stage } = settlement;
  const { action, actor, place, reasonGiven } = command;
  if (chain === null || stage === 'collecting' || stage === 'returned') return 'STEP_NOT_PENDING';
  if (stage === 'publicity') return 'PUBLICITY_RUNNING';
  const comesBack = action === 'failed' && stage === 'closed' && settlement.takesRefusals;
  if (!openStages.has(stage) && !comesBack) return 'CHAIN_CLOSED';
  const allowed = desks[action];
  const mayAct = allowed?.includes(actor.role) ?? signedAt(chain, actor.role) !== null;
  if (!mayAct) return 'WRONG_ROLE';
  if (isOutside(actor, { ...settlement.subject, place })) return 'OUT_OF_JURISDICTION';
  return reasonGiven || withoutReason.has(action) ? null : 'REASON_REQUIRED';
}

/** The last step up to the pending one that the role's desk holds. */
function signedAt({ steps, index }: ChainState, role: string): number | null {
  const at = steps.findLastIndex((step, i) => i <= index && deskOf(step.role) === role);
  return at < 0 ? null : at;
}

export function answerLines(
  settlement: Settlement,
  command: SettlementLinesCommand,
): Promise<CommandReceipt> {
  return settlement.turns.run(async () => {
    const first = settlement.commands.firstAnswer(command.commandId);
    if (first !== undefined) return first;
    refuseWith(refusalOfLines(settlement, command));
    const settled = await orRefuse(() =>
      record.settleLines({ settlementId: settlement.id, command, at: now().at }),
    );
    await orFailTask(() => follow(settlement, command, settled));
    return settlement.commands.keep(settlement.receipt(command.commandId, null));
  });
}

/**
 * Whoever signed other figures signs again. A line that came in was signed by nobody: the first desk begins anew. Lines
 * that a desk excluded after its turn void the signatures after it; excluded on the desk itself, the earlier ones cover
 * what is left.
 */
async function follow(
  settlement: Settlement,
  { action, commandId, actor }: SettlementLinesCommand,
  { figures, grown, failed = 0 }: LinesSettled,
): Promise<void> {
  settlement.figures = figures;
  const { chain } = settlement;
  if (chain === null) return;
  if (failed > 0) await reopenPayment(settlement, commandId);
  if (grown) return reopen(settlement, chain, firstDesk(chain), commandId);
  const at = action === 'exclude' ? signedAt(chain, actor.role) : null;
  if (at !== null && at < chain.index) await reopen(settlement, chain, at + 1, commandId);
}

/** The first step that people sign: neither a bank's list nor a publicity is a signature. */
export function firstDesk({ steps }: ChainState): number {
  const isList = (step: Step, index: number): boolean =>
    index === 0 && step.kind === 'submit' && step.role === 'bank';
  const first = steps.findIndex((step, i) => step.kind !== 'publicity' && !isList(step, i));
  return Math.max(first, 0);
}

/** Back to an earlier step, or the same one opened anew where places sign it and may be others now. */
export async function reopen(
  settlement: Settlement,
  chain: ChainState,
  target: number,
  cause: string,
): Promise<void> {
  const isThere = chain.index <= target && chain.status === 'open' && chain.publicity === null;
  if (isThere && settlement.parts.length === 0) return;
  const index = Math.min(chain.index, target);
  // A publicity on the way back is posted anew.
  const back = enterStep(chain, index, now().on);
  await settlement.move({
    changeId: `${cause}/voided`,
    stage: stageOf(back),
    events: [bySystem('signaturesVoided', { stepKey: back.steps[index]?.key ?? null })],
    closeTasks: settlement.deskTasks.map(cancelledTask),
    chain: back,
  });
}
