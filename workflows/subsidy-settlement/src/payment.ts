import type { SettlementStage, TimelineEntry } from '@bangdai/contracts';
import type { ChainState } from '@bangdai/domain';
import { byBank, bySystem, codeOf, now, orFailTask, payOnce, reasonsOf } from '@bangdai/procedure';
import { record } from './activities.js';
import { inTurn, type Settlement } from './settlement.js';

/** @returns false when something is left to pay: finance looks at it again */
export async function pay(settlement: Settlement): Promise<boolean> {
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
  // What is reported about it from here on comes too late for the booking that follows.
  settlement.orders.set(orderNo, 'paid');
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
      settlement.orders.set(order.orderNo, 'ordered');
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

/** Accounts that refused their money after the order was booked: their lines come back, and with them the payment. */
export async function takeRefusals(settlement: Settlement): Promise<void> {
  for (let report = settlement.refusals.shift(); report; report = settlement.refusals.shift()) {
    const { inboxId, orderNo } = report;
    const changeId = `refused/${inboxId}`;
    const input = { settlementId: settlement.id, orderNo, changeId, at: now().at };
    await inTurn(settlement, async () => {
      const { failed } = await record.recordRefusedLines(input);
      if (failed > 0) await reopenPayment(settlement, changeId);
    });
  }
}

/** To be called in turn, once a line of a settlement that was paid or closed has come back. */
export async function reopenPayment(settlement: Settlement, changeId: string): Promise<void> {
  if (settlement.stage !== 'closed' && settlement.stage !== 'paid') return;
  await backToPayment(settlement, `${changeId}/reopened`, 'partlyPaid', bySystem('settlementReopened'));
}

async function backToPayment(
  settlement: Settlement,
  changeId: string,
  stage: SettlementStage,
  event: TimelineEntry,
): Promise<void> {
  const { chain } = settlement;
  if (chain === null) return;
  const back = { ...chain, status: 'open' as const, index: payStepOf(chain) };
  await settlement.move({ changeId, stage, events: [event], chain: back });
}

/** Index of the step by which finance has it paid. */
export function payStepOf({ steps }: Pick<ChainState, 'steps'>): number {
  const index = steps.findLastIndex(({ kind }) => kind === 'pay');
  if (index < 0) throw new Error('the flow has no pay step');
  return index;
}
