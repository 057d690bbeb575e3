import type { PaymentOrder, PaymentState, PaymentStore } from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import { openSystemTask } from '../subjects/system-task.js';

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
      const order = await db.one<{
        county: string;
        subject: 'settlement' | 'claim';
        subject_id: string;
        subject_no: string;
        amount: string;
      }>(
        `select o.county, o.subject, o.subject_id, o.amount,
           coalesce((select settlement_no from settlement where id = o.subject_id), (select claim_no from claim where id = o.subject_id)) as subject_no
         from payment_order o where order_no = $1`,
        [orderNo],
      );
      await openSystemTask(
        db,
        this.context,
        {
          kind: order.subject,
          id: order.subject_id,
          no: order.subject_no,
          county: order.county,
          loanId: null,
        },
        {
          kind: 'unknownPayment',
          cause: orderNo.replaceAll('/', '-'),
          title: '拨付结果不明，请向国库核实',
          role: 'finance',
          place: '',
          bank: null,
          amount: order.amount,
          at,
        },
      );
    });
  }
}
