import type {
  CounterpartKey,
  DispatchStore,
  PaymentOrder,
  PaymentStatus,
  TreasuryGateway,
} from '@bangdai/contracts';

/** A treasury reached by people: the order is a printed form on a desk, its voucher is the answer. */
export class ManualTreasuryAdapter implements TreasuryGateway {
  constructor(
    private readonly counterpart: CounterpartKey,
    private readonly dispatches: DispatchStore,
  ) {}

  async sendPayment(order: PaymentOrder): Promise<PaymentStatus> {
    await this.dispatches.handPaper(this.counterpart, { kind: 'payment', order });
    return this.queryPayment(order.county, order.orderNo);
  }

  async queryPayment(_county: string, orderNo: string): Promise<PaymentStatus> {
    const told = await this.dispatches.resultOf(this.counterpart, orderNo);
    return told ?? { state: 'notFound', paidOn: null };
  }

  /** Handed in by its clerk on its day. */
  async requestStatement(): Promise<null> {
    return null;
  }
}
