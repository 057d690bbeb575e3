import type { PaymentOrder, PaymentState, PaymentStore } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import { openSystemTask } from '../subjects/system-task.js';
import { closePaymentTasks, orderCause, orderSubject } from './payment-tasks.js';

type StoredOrder = PaymentOrder & { state: PaymentState; paidOn: string | null };

export class PaymentRepository implements PaymentStore {
  constructor(private readonly context: StoreContext) {}

  async getOrder(orderNo: string): Promise<StoredOrder> {
    return this.context.database.read((db) =>
      db.one<StoredOrder>(
        `select order_no as "orderNo", county, payer, payee, amount, purpose, lines, state, paid_on as "paidOn"
         from payment_order where order_no = $1`,
        [orderNo],
      ),
    );
  }

  async markSending(orderNo: string): Promise<void> {
    await this.move(orderNo, 'SENT', null, ['PENDING', 'UNKNOWN', 'SENT']);
  }

  /** A confirmed order stays confirmed whatever comes later; a rejected one is never revived, a new sequence is. */
  async markState(orderNo: string, state: PaymentState, paidOn: string | null): Promise<void> {
    await this.move(orderNo, state, paidOn, ['PENDING', 'SENT', 'UNKNOWN']);
    if (state !== 'CONFIRMED' && state !== 'REJECTED') return;
    await this.context.database.transaction((db) => closePaymentTasks(db, orderNo));
  }

  private async move(
    orderNo: string,
    state: PaymentState,
    paidOn: string | null,
    from: PaymentState[],
  ): Promise<void> {
    await this.context.database.read((db) =>
      db.run(
        `update payment_order set state = $2, paid_on = coalesce($3, paid_on), updated_at = now()
         where order_no = $1 and state = any($4)`,
        [orderNo, state, paidOn, from],
      ),
    );
  }

  async openUnknownPaymentTask(orderNo: string, at: string): Promise<void> {
    await this.context.database.transaction(async (db) => {
      const order = await orderSubject(db, orderNo);
      // Meanwhile the counterpart may have told after all.
      if (order.state === 'CONFIRMED' || order.state === 'REJECTED') return;
      await openSystemTask(db, this.context, order, {
        kind: 'unknownPayment',
        cause: orderCause(orderNo),
        title: '拨付结果不明，请向国库核实',
        role: 'finance',
        ...{ place: '', bank: null, amount: order.amount, at },
        outcomes: ['confirmPaid', 'confirmNotPaid'],
      });
    });
  }
}
