import type { ReviewCommand } from '@bangdai/contracts';
import type { ChainState } from '@bangdai/domain';
import {
  bySystem,
  byBank,
  codeOf,
  decideReview,
  endOf,
  now,
  orFailTask,
  payOnce,
  openProgress,
} from '@bangdai/procedure';
import { isCancellation, log } from '@temporalio/workflow';
import { bank as bankList, programme, record } from './activities.js';
import { closePublicity, stageOf } from './review.js';
import type { Settlement } from './settlement.js';

/** The settlement as the business tells it: collect, compare, have it signed, pay, close. */
export async function settle(settlement: Settlement): Promise<void> {
  if (!(await open(settlement))) return;
  await collectList(settlement);
  await compare(settlement, 'first');
  for (let round = 1; ; round += 1) {
    await passReview(settlement);
    if (settlement.stage === 'rejected') return;
    if (settlement.stage === 'returned') await correct(settlement, round);
    else if (await pay(settlement)) break;
  }
  await settlement.move({ changeId: 'closed', stage: 'closed', events: [bySystem('closed')] });
}

/** @returns false when there is nothing to settle, or the store refused */
async function open(settlement: Settlement): Promise<boolean> {
  const { county, bank, openedBy, settleOn } = settlement.start;
  if (settleOn === null) throw new Error('a settlement has its day');
  try {
    settlement.opened = await programme.openSettlement({ county, bank, settleOn, openedBy });
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
  await settlement.move({
    changeId: 'opened',
    stage: lines === 0 ? 'closed' : 'collecting',
    events: [opened, ...nil],
  });
  return lines > 0;
}

/** The bank's own list: asked for, or pushed by the bank until the cut-off; then the platform's figures stand alone. */
async function collectList(settlement: Settlement): Promise<void> {
  const { settlementId, cutOffOn } = settlement.opened ?? { settlementId: settlement.id, cutOffOn: now().on };
  const answer = await fetchList(settlementId);
  let lines = answer.lines;
  if (answer.pending) {
    const isDue = await settlement.alarm.waitUntil(
      endOf(cutOffOn),
      () => settlement.lists.length > 0,
      '等待银行清单',
    );
    settlement.alarm.disarm();
    if (isDue)
      return settlement.move({
        changeId: 'listMissing',
        stage: 'collecting',
        events: [bySystem('subsidyListMissing', { dueOn: cutOffOn })],
      });
    lines = await takeLists(settlement);
  }
  await settlement.move({
    changeId: 'listReceived',
    stage: 'collecting',
    events: [byBank('subsidyListReceived', { data: { lines: String(lines) } })],
  });
}

/** A bank that cannot be asked for a day may still push its list. */
async function fetchList(settlementId: string): Promise<{ pending: boolean; lines: number }> {
  try {
    return await bankList.fetchSubsidyList({ settlementId });
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { pending: true, lines: 0 };
  }
}

/** All lists pushed so far, in order: the last one holds. */
async function takeLists(settlement: Settlement): Promise<number> {
  let lines = 0;
  for (let list = settlement.lists.shift(); list !== undefined; list = settlement.lists.shift()) {
    ({ lines } = await programme.takeSubsidyList({ settlementId: settlement.id, inboxId: list.inboxId }));
  }
  return lines;
}

/** Line by line; then the chain begins, its first step by the bank done with the list that is in. */
async function compare(settlement: Settlement, cause: string): Promise<void> {
  const figures = await programme.compareSubsidyLines({ settlementId: settlement.id });
  await settlement.turns.run(() =>
    orFailTask(async () => {
      settlement.figures = figures;
      const data = { lines: String(figures.lines), disputed: String(figures.disputed), total: figures.total };
      const events = [bySystem('figuresCompared', { data })];
      const chain = begun(settlement);
      await settlement.move({ changeId: `compared/${cause}`, stage: stageOf(chain), events, chain });
    }),
  );
}

function begun(settlement: Settlement): ChainState {
  const { chain, start } = settlement;
  if (chain === null) throw new Error('the settlement has no chain');
  const first = chain.steps[chain.index];
  if (chain.index !== 0 || first?.kind !== 'submit' || first.role !== 'bank') return chain;
  const actor = { id: `bank:${start.bank}`, role: 'bank', county: start.county, place: '', bank: start.bank };
  const command: ReviewCommand = {
    commandId: 'bankList',
    taskId: '',
    stepKey: first.key,
    decision: 'complete',
    reasonGiven: true,
    opinionGiven: true,
    documents: first.requires ?? [],
    meeting: null,
    approvedTerms: null,
    figuresHash: null,
    actor,
  };
  const verdict = decideReview(chain, command, settlement.subject, now().on);
  return verdict.accepted ? verdict.chain : chain;
}

/** Returned: the list is asked for again and compared anew; whoever had signed signs the new figures. */
async function correct(settlement: Settlement, round: number): Promise<void> {
  const answer = await fetchList(settlement.id);
  if (answer.pending && settlement.lists.length > 0) await takeLists(settlement);
  await compare(settlement, `return/${round}`);
}

/** People decide by Update; a publicity within the flow is a matter of time. */
async function passReview(settlement: Settlement): Promise<void> {
  const ends = new Set(['rejected', 'returned', 'paying']);
  while (!ends.has(settlement.stage)) {
    const { chain, stage } = settlement;
    const endsOn = stage === 'publicity' ? (chain?.publicity?.endsOn ?? null) : null;
    const isStirred = (): boolean => settlement.chain !== chain || settlement.stage !== stage;
    const isDue = await settlement.alarm.waitUntil(
      endsOn === null ? null : endOf(endsOn),
      isStirred,
      '公示期满',
    );
    if (isDue) await settlement.turns.run(() => orFailTask(() => closePublicity(settlement)));
  }
}

/** @returns false when the treasury refused: finance looks at the payment again */
async function pay(settlement: Settlement): Promise<boolean> {
  const settlementId = settlement.id;
  const order = await orderPayment(settlement);
  if (order === null) return true;
  const { orderNo } = order;
  const { outcome, paidOn } = await payOnce(order, settlement.payments);
  if (outcome === 'rejected') {
    await reopenPayment(settlement, orderNo);
    return false;
  }
  await orFailTask(() => record.recordSettlementPaid({ settlementId, orderNo, paidOn, at: now().at }));
  await settlement.move({ changeId: `paidStage/${orderNo}`, stage: 'paid' });
  return true;
}

/** Null when every line is held or excluded: then nobody is paid. */
async function orderPayment(settlement: Settlement): Promise<{ orderNo: string; amount: string } | null> {
  const input = { settlementId: settlement.id, at: now().at };
  try {
    const order = await record.orderSubsidyPayment(input);
    await settlement.move({
      changeId: `ordered/${order.orderNo}`,
      stage: 'paying',
      events: [bySystem('paymentOrdered', { data: order })],
    });
    return order;
  } catch (error) {
    if (codeOf(error) !== 'NOTHING_TO_SETTLE') throw error;
    await settlement.move({
      changeId: 'nothingPayable',
      stage: 'paying',
      events: [bySystem('nothingToSettle')],
    });
    return null;
  }
}

async function reopenPayment(settlement: Settlement, orderNo: string): Promise<void> {
  const { chain } = settlement;
  if (chain === null) return;
  const index = chain.steps.findLastIndex(({ kind }) => kind === 'pay');
  if (index < 0) throw new Error('the flow has no pay step');
  await settlement.move({
    changeId: `paymentRejected/${orderNo}`,
    stage: 'determined',
    events: [byBank('paymentRejected', { data: { orderNo } })],
    chain: { ...chain, status: 'open', index },
  });
}
