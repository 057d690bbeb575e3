import { randomUUID } from 'node:crypto';
import {
  CounterpartRefusedError,
  CounterpartUnavailableError,
  OutcomeUnknownError,
  type PaymentOrder,
  type PaymentStatus,
  type StatementEntry,
  type StatementSpan,
  type TreasuryGateway,
} from '@bangdai/contracts';
import { PaymentStatusBody } from '@bangdai/contracts/http';
import { checked, type SignedHttp } from '../http/signed-http.js';
import { fetchStatement } from '../http/statement.js';

/** A treasury behind HTTP: `POST /payments`, `GET /payments?orderNo=`. */
export class HttpTreasuryAdapter implements TreasuryGateway {
  constructor(private readonly http: SignedHttp) {}

  async sendPayment(order: PaymentOrder): Promise<PaymentStatus> {
    return this.http.call({ method: 'POST', path: '/payments', id: order.orderNo, body: order }, (answer) => {
      const status = checked(PaymentStatusBody, answer, 'send');
      // An answer about something else than was asked for leaves open what happens to the money.
      if ((status.orderNo ?? order.orderNo) !== order.orderNo) throw new OutcomeUnknownError('ORDER_DIFFERS');
      if ((status.amount ?? order.amount) !== order.amount) throw new OutcomeUnknownError('AMOUNT_DIFFERS');
      return toStatus(status);
    });
  }

  async queryPayment(county: string, orderNo: string): Promise<PaymentStatus> {
    const query = new URLSearchParams({ county, orderNo });
    const call = { method: 'GET' as const, path: `/payments?${query}`, id: `payments/${randomUUID()}` };
    try {
      return await this.http.call(call, (answer) => {
        const status = checked(PaymentStatusBody, answer, 'query');
        if ((status.orderNo ?? orderNo) !== orderNo) throw new CounterpartUnavailableError('ORDER_DIFFERS');
        return toStatus(status);
      });
    } catch (error) {
      // Only the treasury's own coded answer: any other 404 may be a wrong address, and would make us pay twice.
      if (error instanceof CounterpartRefusedError && error.code === 'NOT_FOUND')
        return { state: 'notFound', paidOn: null };
      throw error;
    }
  }

  requestStatement(span: StatementSpan): Promise<StatementEntry[]> {
    return fetchStatement(this.http, { ...span });
  }
}

function toStatus({ state, paidOn, amount }: PaymentStatus): PaymentStatus {
  return amount === undefined ? { state, paidOn } : { state, paidOn, amount };
}
