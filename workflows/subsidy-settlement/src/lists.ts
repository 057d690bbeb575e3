import type { ReviewCommand, SettlementFigures, TimelineEntry } from '@bangdai/contracts';
import { addDays, type ChainState } from '@bangdai/domain';
import { byBank, bySystem, decideReview, endOf, now, orFailTask, untilDone } from '@bangdai/procedure';
import { isCancellation } from '@temporalio/workflow';
import { bank as bankList, programme } from './activities.js';
import { firstDesk, reopen } from './lines.js';
import { openStages, stageOf } from './review.js';
import { inTurn, type Settlement } from './settlement.js';

/** Work over all lines, however long the database is away: a person gets a task, and it is done in the end. */
const prepared = <Result>({ id: subjectId }: Settlement, work: () => Promise<Result>): Promise<Result> =>
  orFailTask(() => untilDone({ subject: 'settlement', subjectId, step: 'prepareSettlement' }, work));

/** The bank's own list: asked for, or pushed by the bank until the cut-off; then the platform's figures stand alone. */
export async function collectList(settlement: Settlement): Promise<void> {
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
    ({ lines } = await prepared(settlement, () => programme.takeSubsidyList(input)));
  }
  return lines;
}

/** Line by line; then the chain begins, its first step by the bank done with the list that is in. */
export async function compare(settlement: Settlement, cause: string): Promise<void> {
  const { id: settlementId } = settlement;
  const figures = await prepared(settlement, () => programme.compareSubsidyLines({ settlementId }));
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

/** A run of before tells of postings that nobody waited for; since then each is a step of its flow. */
function postings({ opened }: Settlement): TimelineEntry[] {
  const { stages, days } = opened?.postings ?? { stages: [], days: 0 };
  const endsOn = addDays(now().on, days);
  return stages.map((stage) => bySystem('publicityPosted', { data: { stage, endsOn } }));
}

/**
 * A list that the bank pushed while people sign. Before the cut-off it corrects the one before: compared anew, and where
 * that changes the figures the signatures begin anew. After it, it stands by for the next settlement (lifecycle §4).
 */
export async function takeListsInReview(settlement: Settlement): Promise<void> {
  for (let list = settlement.lists.shift(); list !== undefined; list = settlement.lists.shift()) {
    const { inboxId } = list;
    const { id: settlementId, opened, figures: signed } = settlement;
    const isOpen = openStages.has(settlement.stage) || isPostedBefore(settlement);
    const late = now().on > (opened?.cutOffOn ?? '') || !isOpen;
    const { lines } = await prepared(settlement, () =>
      programme.takeSubsidyList({ settlementId, inboxId, late }),
    );
    const kind = late ? 'subsidyListLate' : 'subsidyListReceived';
    const taken = byBank(kind, { data: { lines: String(lines) } });
    const figures = late
      ? null
      : await prepared(settlement, () => programme.compareSubsidyLines({ settlementId }));
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

/** The list itself is public, and nobody has signed yet: another one in time is posted anew. */
function isPostedBefore({ stage, chain }: Settlement): boolean {
  if (chain === null || stage !== 'publicity' || chain.status !== 'open') return false;
  return chain.index < firstDesk(chain);
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
export async function correct(settlement: Settlement): Promise<void> {
  const answer = await fetchList(settlement.id);
  if (answer.pending && settlement.lists.length > 0) await takeLists(settlement);
  await compare(settlement, `return/${settlement.round}`);
}
