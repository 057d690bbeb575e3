import { RefusedError, type PaymentOrder } from '@bangdai/contracts';
import type { Clock } from '../books/clock.js';
import { formatFen, parseFen } from '../books/fen.js';
import { eventId, type Callback } from '../callbacks/callback.js';
import type { CallbackSender } from '../callbacks/callback-sender.js';
import type { FaultPlace, FaultSwitches } from '../faults/fault-switches.js';
import type { Payment, TreasuryBooks } from './treasury-books.js';

/** `dumb` does not recognise a repeated order number: a double send becomes a double payment that everybody can see. */
export type TreasuryMode = 'careful' | 'dumb';

/** What `wrongAmount` adds to what is said; the books stay right. */
const slip = 100n;

/** A treasury that takes orders at once, pays a little later and then reports. */
export class TreasuryService {
  mode: TreasuryMode = 'careful';
  payDelayMs: number;
  private readonly timers = new Set<NodeJS.Timeout>();

  constructor(
    private readonly books: TreasuryBooks,
    private readonly sender: CallbackSender,
    private readonly faults: FaultSwitches,
    private readonly clock: Clock,
    { payDelayMs }: { payDelayMs: number },
  ) {
    this.payDelayMs = payDelayMs;
  }

  /** Carries on with what was accepted before the last stop. */
  resume(): void {
    for (const payment of this.books.payments()) if (payment.state === 'accepted') this.payLater(payment);
  }

  /** @throws RefusedError IDEMPOTENCY_KEY_REUSED when the number stands for another order */
  accept(order: PaymentOrder) {
    const known = this.books.byOrderNo(order.orderNo);
    if (known && this.mode === 'careful') {
      if (!isSameOrder(known, order)) throw new RefusedError('IDEMPOTENCY_KEY_REUSED');
      return this.show(known, 'send');
    }
    const paymentNo = `P${String(this.books.payments().length + 1).padStart(6, '0')}`;
    const now = Date.now();
    const payment = {
      ...order,
      paymentNo,
      acceptedAt: new Date(now).toISOString(),
      dueAt: now + this.payDelayMs,
    };
    this.books.record({ t: 'accepted', payment });
    const accepted: Payment = { ...payment, state: 'accepted', paidOn: null };
    this.payLater(accepted);
    return this.show(accepted, 'send');
  }

  /** @throws RefusedError NOT_FOUND: this order was never seen */
  query(orderNo: string) {
    const payment = this.books.byOrderNo(orderNo);
    if (payment === undefined) throw new RefusedError('NOT_FOUND');
    return this.show(payment, 'query');
  }

  /** All that was ever accepted, as the treasury itself has it. */
  book({ county, orderNo }: { county?: string | undefined; orderNo?: string | undefined }) {
    const payments = this.books
      .payments()
      .filter((payment) => (county ?? payment.county) === payment.county)
      .filter((payment) => (orderNo ?? payment.orderNo) === payment.orderNo);
    const paid = payments.filter((payment) => payment.state === 'paid');
    const total = paid.reduce((sum, payment) => sum + parseFen(payment.amount), 0n);
    return { count: payments.length, paid: paid.length, paidTotal: formatFen(total), payments };
  }

  close(): void {
    for (const timer of this.timers) clearTimeout(timer);
  }

  private payLater(payment: Payment): void {
    const timer = setTimeout(
      () => {
        this.timers.delete(timer);
        this.carryOut(payment);
      },
      Math.max(0, payment.dueAt - Date.now()),
    );
    this.timers.add(timer);
  }

  private carryOut(payment: Payment): void {
    const outcome = this.faults.take('treasury', 'reject', 'send') ? 'rejected' : 'paid';
    const on = this.clock.today();
    const callback = this.receipt(payment, outcome, on);
    this.books.record(
      { t: 'carriedOut', paymentNo: payment.paymentNo, outcome, on },
      { t: 'callback', callback },
    );
    this.sender.send(callback);
  }

  private receipt(
    { paymentNo, county, orderNo, amount }: Payment,
    outcome: string,
    paidOn: string,
  ): Callback {
    const body = { county, orderNo, outcome, paidOn, amount: this.said(amount, 'callback') };
    return {
      id: eventId('receipt', paymentNo, orderNo),
      path: '/treasury/receipts',
      subject: orderNo,
      body,
      notBefore: 0,
    };
  }

  private show({ orderNo, state, paidOn, amount }: Payment, place: FaultPlace) {
    return { orderNo, state, paidOn, amount: this.said(amount, place) };
  }

  private said(amount: string, place: FaultPlace): string {
    const isWrong = this.faults.take('treasury', 'wrongAmount', place) !== null;
    return isWrong ? formatFen(parseFen(amount) + slip) : amount;
  }
}

function isSameOrder(known: Payment, order: PaymentOrder): boolean {
  return (['county', 'payer', 'payee', 'amount', 'purpose', 'lines'] as const).every(
    (field) => known[field] === order[field],
  );
}
