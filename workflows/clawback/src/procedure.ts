import { addDays, applyChainEvent, compareMoney, type ChainState } from '@bangdai/domain';
import { byBank, byPerson, bySystem, endOf, now, orFailTask } from '@bangdai/procedure';
import { condition } from '@temporalio/workflow';
import { record } from './activities.js';
import { isEnded, type Case } from './case.js';

/** Days after the written notice before an unpaid case is put before finance again (lifecycle §9). */
const DAYS_TO_PAY = 30;

/** A case as the business tells it: the amount agreed on by two, the notice, the money, whichever way it comes. */
export async function clawBack(kase: Case): Promise<void> {
  await write(kase, () => register(kase));
  await condition(() => kase.stage !== 'opened');
  await condition(() => kase.stage !== 'decided');
  while (!isEnded(kase)) await awaitMoney(kase);
}

async function register(kase: Case): Promise<void> {
  const { openedBy, commandId, cause } = kase.start;
  const details = { decision: cause };
  const opened =
    openedBy === null
      ? bySystem('clawbackOpened', details)
      : byPerson('clawbackOpened', { commandId, actor: openedBy }, details);
  const ifPaid = kase.prepare({
    changeId: 'opened',
    stage: 'opened',
    events: [opened],
    chain: submitted(kase),
  });
  const ifNothing = kase.prepare({
    changeId: 'opened/nothing',
    stage: 'dropped',
    events: [opened, bySystem('clawbackNothingPaid')],
  });
  const { figures } = await record.registerClawback({
    changeIfPaid: ifPaid.change,
    changeIfNothing: ifNothing.change,
  });
  kase.figures = figures;
  kase.adopt(compareMoney(figures.amount, '0.00') === 0 ? ifNothing : ifPaid);
}

/** A finding is no decision: whoever opened the case may still decide on it for the office. */
function submitted({ chain }: Case): ChainState {
  const [first] = chain.steps;
  if (first === undefined) return chain;
  const filed = { type: 'decision' as const, step: first.key, by: first.role, decision: 'complete' };
  return applyChainEvent(chain, { ...filed, at: now().on, reason: true, opinion: true }).state;
}

/** Until money moves or the day to pay passes. */
async function awaitMoney(kase: Case): Promise<void> {
  const { stage, noticedOn } = kase;
  const payBy = stage === 'noticed' && noticedOn !== null ? endOf(addDays(noticedOn, DAYS_TO_PAY)) : null;
  const isStirred = (): boolean => kase.stage !== stage || kase.setOffs.length > 0;
  const isDue = await kase.alarm.waitUntil(payBy, isStirred, '追回期限');
  await write(kase, async () => {
    if (kase.setOffs.length > 0) return takeSetOff(kase);
    if (isDue && kase.stage === 'noticed') await escalate(kase);
  });
}

function escalate(kase: Case): Promise<void> {
  const dueOn = kase.noticedOn === null ? null : addDays(kase.noticedOn, DAYS_TO_PAY);
  const title = '贴息追回逾期 30 日未退回，请催收或抵扣';
  return kase.move({
    changeId: 'escalated',
    stage: 'escalated',
    events: [bySystem('clawbackEscalated', { dueOn })],
    openTasks: [kase.task('clawbackOverdue', 'finance', title)],
  });
}

/** The settlement has booked what it kept back; the case is over when nothing is left. */
async function takeSetOff(kase: Case): Promise<void> {
  const setOff = kase.setOffs.shift();
  if (setOff === undefined || isEnded(kase)) return;
  const { amount, paidOn, settlementNo } = setOff;
  const events = [byBank('clawbackSetOff', { data: { amount, paidOn, settlementNo } })];
  const changeId = `setOff/${setOff.inboxId}`;
  const ifOpen = kase.prepare({ changeId, stage: kase.stage, events });
  const ifWhole = kase.prepare({ changeId, stage: 'setOff', events });
  const { whole } = await record.recordClawbackSetOff({
    changeIfOpen: ifOpen.change,
    changeIfWhole: ifWhole.change,
  });
  kase.adopt(whole ? ifWhole : ifOpen);
}

const write = <Result>(kase: Case, work: () => Promise<Result>): Promise<Result> =>
  kase.turns.run(() => orFailTask(work));
