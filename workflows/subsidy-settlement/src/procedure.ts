import { openChain } from '@bangdai/domain';
import { bySystem, codeOf, endOf, openProgress } from '@bangdai/procedure';
import { allHandlersFinished, condition, log, patched, workflowInfo } from '@temporalio/workflow';
import { openSettlement, record } from './activities.js';
import { collectList, compare, correct, takeListsInReview } from './lists.js';
import { pay, payStepOf, takeRefusals } from './payment.js';
import { closePublicity } from './review.js';
import { inTurn, type Settlement } from './settlement.js';

/** Recorded in each run that takes lists during review; a run of before leaves them for a return. */
const IN_FULL = 'settlement-in-full';
/** Recorded in each run that hears of refused accounts after it has booked their order as paid. */
const LATE_REFUSALS = 'settlement-late-refusals';

/** The settlement as the business tells it: collect, compare, have it signed, pay, close; and again what came back. */
export async function settle(settlement: Settlement): Promise<void> {
  settlement.takesLists = patched(IN_FULL);
  settlement.takesRefusals = patched(LATE_REFUSALS);
  const isUnderWay = settlement.isLoading ? await goOn(settlement) : await begin(settlement);
  if (!isUnderWay) return;
  do {
    if (!(await reviewAndPay(settlement))) return;
    if (settlement.takesLists) await takeListsInReview(settlement);
    await close(settlement);
  } while (await isReopened(settlement));
}

async function begin(settlement: Settlement): Promise<boolean> {
  if (!(await open(settlement))) return false;
  await collectList(settlement);
  await compare(settlement, 'first');
  return true;
}

/** The run after the last: everything as it was left, with the last step, the payment, before it. */
async function goOn(settlement: Settlement): Promise<boolean> {
  const { county, bank, settleOn } = settlement.start;
  await inTurn(settlement, async () => {
    const left = await record.reopenSettlement({ county, bank, settleOn: settleOn ?? '' });
    const { opened, figures, stage, deciders, rounds } = left;
    settlement.opened = opened;
    settlement.figures = figures;
    settlement.stage = stage;
    const chain = { ...openChain(opened.flow), deciders };
    settlement.progress = { rounds, chain: { ...chain, index: payStepOf(chain) } };
  });
  settlement.isLoading = false;
  return isReopened(settlement);
}

/** @returns false when the settlement was rejected */
async function reviewAndPay(settlement: Settlement): Promise<boolean> {
  for (;;) {
    settlement.round += 1;
    await passReview(settlement);
    if (settlement.stage === 'rejected') return false;
    if (settlement.stage === 'returned') await correct(settlement);
    else if (await pay(settlement)) return true;
  }
}

async function close(settlement: Settlement): Promise<void> {
  settlement.closings += 1;
  const isFirst = settlement.start.reopened !== true && settlement.closings === 1;
  const changeId = isFirst ? 'closed' : `closed/${workflowInfo().runId}/${settlement.closings}`;
  const events = [bySystem('closed')];
  await inTurn(settlement, () => settlement.move({ changeId, stage: 'closed', events }));
}

/** What came in while the settlement was closed is not lost with it: a late list is kept, a refused account opens it again. */
async function isReopened(settlement: Settlement): Promise<boolean> {
  if (!settlement.takesRefusals) return false;
  await takeListsInReview(settlement);
  await takeRefusals(settlement);
  await condition(allHandlersFinished);
  return settlement.stage !== 'closed';
}

/** @returns false when there is nothing to settle, or the store refused */
async function open(settlement: Settlement): Promise<boolean> {
  const { county, bank, openedBy, settleOn } = settlement.start;
  if (settleOn === null) throw new Error('a settlement has its day');
  try {
    settlement.opened = await openSettlement({ county, bank, settleOn, openedBy });
  } catch (error) {
    const code = codeOf(error);
    if (code === null) throw error;
    // A refusal is an answer: no settlement was made, and nothing is left to do.
    log.warn('settlement not opened', { county, bank, code });
    return false;
  }
  const { lines, total, flow } = settlement.opened;
  settlement.progress = openProgress(flow);
  const opened = bySystem('settlementOpened', { data: { lines: String(lines), total } });
  const nil = lines === 0 ? [bySystem('nothingToSettle')] : [];
  await inTurn(settlement, () =>
    settlement.move({
      changeId: 'opened',
      stage: lines === 0 ? 'closed' : 'collecting',
      events: [opened, ...nil],
    }),
  );
  return lines > 0;
}

/** People decide by Update; a publicity is a matter of time, unless somebody objects. */
async function passReview(settlement: Settlement): Promise<void> {
  const ends = new Set(['rejected', 'returned', 'paying']);
  while (!ends.has(settlement.stage)) {
    const { chain, stage } = settlement;
    const runs = stage === 'publicity' && chain?.status === 'open';
    const endsOn = runs ? (chain.publicity?.endsOn ?? null) : null;
    const hasList = (): boolean => settlement.takesLists && settlement.lists.length > 0;
    const hasRefusal = (): boolean => settlement.takesRefusals && settlement.refusals.length > 0;
    const hasMoved = (): boolean => settlement.chain !== chain || settlement.stage !== stage;
    const isStirred = (): boolean => hasMoved() || hasList() || hasRefusal();
    const isDue = await settlement.alarm.waitUntil(
      endsOn === null ? null : endOf(endsOn),
      isStirred,
      '公示期满',
    );
    if (isDue) await inTurn(settlement, () => closePublicity(settlement));
    else if (hasList()) await takeListsInReview(settlement);
    else if (hasRefusal()) await takeRefusals(settlement);
  }
}
