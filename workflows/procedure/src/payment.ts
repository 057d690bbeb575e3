import type { PaymentActivities, PaymentReported, PaymentState } from '@bangdai/contracts';
import { compareMoney, isMoney } from '@bangdai/domain';
import { condition, isCancellation, patched, proxyActivities, sleep } from '@temporalio/workflow';
import { counterpartCalls } from './activity-options.js';
import { now } from './clock.js';

const { sendPayment, queryPayment, escalatePayment } = proxyActivities<PaymentActivities>(counterpartCalls);

export interface PaymentOrderRef {
  orderNo: string;
  amount: string;
}

export interface PaymentOutcome {
  outcome: 'paid' | 'rejected';
  paidOn: string;
}

/** Reports of the treasury as they come in by Signal; those of other orders or other amounts settle nothing. */
export class PaymentReports {
  private readonly reports: PaymentReported[] = [];

  add(report: PaymentReported): void {
    this.reports.push(report);
  }

  get count(): number {
    return this.reports.length;
  }

  paid(order: PaymentOrderRef): PaymentOutcome | null {
    const report = this.reports.find(
      (one) => one.outcome === 'paid' && one.orderNo === order.orderNo && isForWhole(one, order),
    );
    return report === undefined ? null : { outcome: 'paid', paidOn: report.paidOn };
  }

  /** The treasury names another amount than was ordered: only a person can tell what happened. */
  contradicts(order: PaymentOrderRef): boolean {
    return this.reports.some((one) => one.orderNo === order.orderNo && !isForWhole(one, order));
  }
}

function isForWhole(report: PaymentReported, order: PaymentOrderRef): boolean {
  return isMoney(report.amount) && compareMoney(report.amount, order.amount) === 0;
}

/** Asked again after these waits while nobody can tell; hourly once the treasury has the order, six-hourly after a day. */
const unknownWaits = ['1m', '5m', '15m', '1h', '3h'] as const;
const hourlyPolls = 24;

/** An order leaves the house at most twice by itself: a third time is for people to decide. */
const mostSends = 2;

/**
 * Has one order paid, once. Sent → confirmed, rejected or not known; what is not known is asked by its number before
 * any second send, and goes to a person when the counterpart cannot tell. Ends with the counterpart's answer alone, or
 * with what two people state about it.
 */
export async function payOnce(order: PaymentOrderRef, reports: PaymentReports): Promise<PaymentOutcome> {
  const { orderNo } = order;
  const limitsSends = patched('payment-limits-sends');
  let told = await tell(() => sendPayment({ orderNo }));
  let sends = 1;
  let unknowns = 0;
  let escalated = false;
  for (let polls = 0; ; polls += 1) {
    // Sent twice and still unseen: something is wrong that a third send would only make worse.
    const isLost = limitsSends && told.state === 'PENDING' && sends >= mostSends;
    if (isLost) told = unknown;
    if (told.state === 'PENDING') {
      const again = await sendAgain(orderNo);
      told = again.told;
      if (again.sent) sends += 1;
    }
    if (told.state === 'UNKNOWN') unknowns += 1;
    const isHelpless =
      isLost || unknowns > unknownWaits.length || polls >= hourlyPolls || reports.contradicts(order);
    if (isHelpless && !escalated) {
      escalated = await askPeople(orderNo);
    }
    const outcome = outcomeBy(told) ?? reports.paid(order);
    if (outcome !== null) return outcome;
    const seen = reports.count;
    const wait = waitBefore(told.state, unknowns, polls);
    await condition(() => reports.count > seen, wait, { summary: '等待国库回单' });
    // A report of payment settles it; all else, a rejection too, is asked for before anything new is ordered.
    if (reports.paid(order) === null) told = await tell(() => queryPayment({ orderNo }));
  }
}

/** Where even the task cannot be written, the order is not lost with it: it is asked for again, and the task too. */
async function askPeople(orderNo: string): Promise<boolean> {
  try {
    await escalatePayment({ orderNo, at: now().at });
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return false;
  }
}

/**
 * The counterpart has not seen this number. Right after a lost call that proves nothing, since the call may still be
 * under way: only a number unseen twice is sent again, and one unseen after that is for a person, not for a third.
 */
async function sendAgain(orderNo: string): Promise<{ told: Told; sent: boolean }> {
  await sleep('2m', { summary: '核实指令未送达' });
  const asked = await tell(() => queryPayment({ orderNo }));
  if (asked.state !== 'PENDING') return { told: asked, sent: false };
  const told = await tell(() => sendPayment({ orderNo }));
  return { told: told.state === 'PENDING' ? unknown : told, sent: true };
}

interface Told {
  state: PaymentState;
  paidOn: string | null;
}

const unknown: Told = { state: 'UNKNOWN', paidOn: null };

/** A call that failed to the end has told nothing. */
async function tell(call: () => Promise<Told>): Promise<Told> {
  try {
    return await call();
  } catch (error) {
    if (isCancellation(error)) throw error;
    return unknown;
  }
}

function outcomeBy({ state, paidOn }: Told): PaymentOutcome | null {
  if (state === 'CONFIRMED') return { outcome: 'paid', paidOn: paidOn ?? now().on };
  if (state === 'REJECTED') return { outcome: 'rejected', paidOn: paidOn ?? now().on };
  return null;
}

function waitBefore(
  state: PaymentState,
  unknowns: number,
  polls: number,
): '1m' | '5m' | '15m' | '1h' | '3h' | '6h' {
  if (state === 'UNKNOWN' && unknowns <= unknownWaits.length) return unknownWaits[unknowns - 1] ?? '1h';
  return polls < hourlyPolls ? '1h' : '6h';
}
