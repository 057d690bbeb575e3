import type { ReviewCommand, SettlementFigures, SettlementStage, TimelineEntry } from '@bangdai/contracts';
import { addDays, type ChainState } from '@bangdai/domain';
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
  reasonsOf,
} from '@bangdai/procedure';
import { isCancellation, log, patched } from '@temporalio/workflow';
import { bank as bankList, programme, record } from './activities.js';
import { firstDesk, reopen } from './lines.js';
import { closePublicity, openStages, stageOf } from './review.js';
import type { Settlement } from './settlement.js';

/** Recorded in each run that takes lists during review; a run of before leaves them for a return. */
const IN_FULL = 'settlement-in-full';

/** One change at a time, so that no command sees a half-made one; nobody waits for it. */
const inTurn = <Result>(settlement: Settlement, work: () => Promise<Result>): Promise<Result> =>
  settlement.turns.run(() => orFailTask(work));

/** The settlement as the business tells it: collect, compare, have it signed, pay, close. */
export async function settle(settlement: Settlement): Promise<void> {
  settlement.takesLists = patched(IN_FULL);
  if (!(await open(settlement))) return;
  await collectList(settlement);
  await compare(settlement, 'first');
  for (let round = 1; ; round += 1) {
    await passReview(settlement);
    if (settlement.stage === 'rejected') return;
    if (settlement.stage === 'returned') await correct(settlement, round);
    else if (await pay(settlement)) break;
  }
  if (settlement.takesLists) await takeListsInReview(settlement);
  await inTurn(settlement, () =>
    settlement.move({ changeId: 'closed', stage: 'closed', events: [bySystem('closed')] }),
  );
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
  await inTurn(settlement, () =>
    settlement.move({
      changeId: 'opened',
      stage: lines === 0 ? 'closed' : 'collecting',
      events: [opened, ...nil],
    }),
  );
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
      return inTurn(settlement, () =>
        settlement.move({
          changeId: 'listMissing',
          stage: 'collecting',
          events: [bySystem('subsidyListMissing', { dueOn: cutOffOn })],
        }),
      );
    lines = await takeLists(settlement);
  }
  await inTurn(settlement, () =>
    settlement.move({
      changeId: 'listReceived',
      stage: 'collecting',
      events: [byBank('subsidyListReceived', { data: { lines: String(lines) } })],
    }),
  );
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
    const input = { settlementId: settlement.id, inboxId: list.inboxId };
    ({ lines } = await orFailTask(() => programme.takeSubsidyList(input)));
  }
  return lines;
}

/** Line by line; then the chain begins, its first step by the bank done with the list that is in. */
async function compare(settlement: Settlement, cause: string): Promise<void> {
  const figures = await orFailTask(() => programme.compareSubsidyLines({ settlementId: settlement.id }));
  await inTurn(settlement, async () => {
    settlement.figures = figures;
    const events = [comparedEvent(figures), ...(cause === 'first' ? postings(settlement) : [])];
    const chain = begun(settlement);
    await settlement.move({ changeId: `compared/${cause}`, stage: stageOf(chain), events, chain });
  });
}

function comparedEvent({ lines, disputed, total }: SettlementFigures): TimelineEntry {
  return bySystem('figuresCompared', { data: { lines: String(lines), disputed: String(disputed), total } });
}

/** Postings beside the work that nobody waits for. */
function postings({ opened }: Settlement): TimelineEntry[] {
  const { stages, days } = opened?.postings ?? { stages: [], days: 0 };
  const endsOn = addDays(now().on, days);
  return stages.map((stage) => bySystem('publicityPosted', { data: { stage, endsOn } }));
}

/**
 * A list that the bank pushed while people sign. Before the cut-off it corrects the one before: compared anew, and where
 * that changes the figures the signatures begin anew. After it, it stands by for the next settlement (lifecycle §4).
 */
async function takeListsInReview(settlement: Settlement): Promise<void> {
  for (let list = settlement.lists.shift(); list !== undefined; list = settlement.lists.shift()) {
    const { inboxId } = list;
    const { id: settlementId, opened, figures: signed } = settlement;
    const late = now().on > (opened?.cutOffOn ?? '') || !openStages.has(settlement.stage);
    const { lines } = await orFailTask(() => programme.takeSubsidyList({ settlementId, inboxId, late }));
    const kind = late ? 'subsidyListLate' : 'subsidyListReceived';
    const taken = byBank(kind, { data: { lines: String(lines) } });
    const figures = late ? null : await orFailTask(() => programme.compareSubsidyLines({ settlementId }));
    await inTurn(settlement, async () => {
      const events = figures === null ? [taken] : [taken, comparedEvent(figures)];
      await settlement.move({ changeId: `list/${inboxId}`, stage: settlement.stage, events });
      if (figures === null) return;
      settlement.figures = figures;
      const { chain } = settlement;
      const isSame = figures.figuresHash === signed?.figuresHash;
      if (chain !== null && !isSame) await reopen(settlement, chain, firstDesk(chain), `list/${inboxId}`);
    });
  }
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

/** People decide by Update; a publicity is a matter of time, unless somebody objects. */
async function passReview(settlement: Settlement): Promise<void> {
  const ends = new Set(['rejected', 'returned', 'paying']);
  while (!ends.has(settlement.stage)) {
    const { chain, stage } = settlement;
    const runs = stage === 'publicity' && chain?.status === 'open';
    const endsOn = runs ? (chain.publicity?.endsOn ?? null) : null;
    const hasList = (): boolean => settlement.takesLists && settlement.lists.length > 0;
    const isStirred = (): boolean => settlement.chain !== chain || settlement.stage !== stage || hasList();
    const isDue = await settlement.alarm.waitUntil(
      endsOn === null ? null : endOf(endsOn),
      isStirred,
      '公示期满',
    );
    if (isDue) await inTurn(settlement, () => closePublicity(settlement));
    else if (hasList()) await takeListsInReview(settlement);
  }
}

/** @returns false when something is left to pay: finance looks at it again */
async function pay(settlement: Settlement): Promise<boolean> {
  const settlementId = settlement.id;
  const order = await orderPayment(settlement);
  if (order === 'short') return false;
  if (order === null) return true;
  const { orderNo } = order;
  const { outcome, paidOn } = await payOnce(order, settlement.payments);
  if (outcome === 'rejected') {
    const event = byBank('paymentRejected', { data: { orderNo } });
    await payAgain(settlement, `paymentRejected/${orderNo}`, 'determined', event);
    return false;
  }
  const left = await orFailTask(() =>
    record.recordSettlementPaid({ settlementId, orderNo, paidOn, at: now().at }),
  );
  const unpaid = left?.unpaid ?? 0;
  if (unpaid > 0) {
    const event = bySystem('partlyPaid', { data: { orderNo, lines: String(unpaid) } });
    await payAgain(settlement, `partlyPaid/${orderNo}`, 'partlyPaid', event);
    return false;
  }
  await inTurn(settlement, () => settlement.move({ changeId: `paidStage/${orderNo}`, stage: 'paid' }));
  return true;
}

type Order = { orderNo: string; amount: string };

/** Null when every line is held or excluded: then nobody is paid. `short`: the money went elsewhere meanwhile. */
function orderPayment(settlement: Settlement): Promise<Order | 'short' | null> {
  const { id: settlementId, payInPart } = settlement;
  return inTurn(settlement, async () => {
    try {
      const order = await record.orderSubsidyPayment({
        ...{ settlementId, at: now().at },
        ...(payInPart ? { payInPart } : {}),
      });
      const events = [bySystem('paymentOrdered', { data: order })];
      await settlement.move({ changeId: `ordered/${order.orderNo}`, stage: 'paying', events });
      return order;
    } catch (error) {
      return withoutOrder(settlement, error);
    }
  });
}

async function withoutOrder(settlement: Settlement, error: unknown): Promise<'short' | null> {
  const code = codeOf(error);
  if (code === 'BUDGET_SHORT') {
    const [shortBy = ''] = reasonsOf(error);
    const event = bySystem('budgetShort', { code, data: { shortBy } });
    await backToPayment(settlement, `budgetShort/${now().at}`, 'determined', event);
    return 'short';
  }
  if (code !== 'NOTHING_TO_SETTLE') throw error;
  const events = [bySystem('nothingToSettle')];
  await settlement.move({ changeId: 'nothingPayable', stage: 'paying', events });
  return null;
}

const payAgain = (...[settlement, ...rest]: Parameters<typeof backToPayment>): Promise<void> =>
  inTurn(settlement, () => backToPayment(settlement, ...rest));

async function backToPayment(
  settlement: Settlement,
  changeId: string,
  stage: SettlementStage,
  event: TimelineEntry,
): Promise<void> {
  const { chain } = settlement;
  if (chain === null) return;
  const index = chain.steps.findLastIndex(({ kind }) => kind === 'pay');
  if (index < 0) throw new Error('the flow has no pay step');
  await settlement.move({ changeId, stage, events: [event], chain: { ...chain, status: 'open', index } });
}
