import {
  CounterpartRefusedError,
  CounterpartUnavailableError,
  OutcomeUnknownError,
  type Gateways,
  type PaymentActivities,
  type PaymentOrder,
  type PaymentState,
  type PaymentStatus,
  type PaymentStore,
} from '@bangdai/contracts';

export interface Told {
  state: PaymentState;
  paidOn: string | null;
}

const stateOf: Record<PaymentStatus['state'], PaymentState> = {
  paid: 'CONFIRMED',
  rejected: 'REJECTED',
  accepted: 'SENT',
  notFound: 'PENDING',
};

/** Payment orders at the treasury: sent once, asked about by their number, never guessed. */
export class PaymentWork implements PaymentActivities {
  constructor(
    private readonly store: PaymentStore,
    private readonly gateways: Gateways,
  ) {}

  /** An order that left already, or may have left before a crash, is asked about instead of being sent. */
  async sendPayment({ orderNo }: { orderNo: string }): Promise<Told> {
    const order = await this.store.getOrder(orderNo);
    if (order.state === 'CONFIRMED' || order.state === 'REJECTED')
      return { state: order.state, paidOn: order.paidOn };
    if (order.state !== 'PENDING') return this.queryPayment({ orderNo });
    await this.store.markSending(orderNo);
    try {
      return await this.note(order, await this.gateways.treasury(order.county).sendPayment(order));
    } catch (error) {
      return this.afterFailedSend(orderNo, error);
    }
  }

  async queryPayment({ orderNo }: { orderNo: string }): Promise<Told> {
    const order = await this.store.getOrder(orderNo);
    const { county, state, paidOn } = order;
    if (state === 'CONFIRMED' || state === 'REJECTED') return { state, paidOn };
    try {
      return await this.note(order, await this.gateways.treasury(county).queryPayment(county, orderNo));
    } catch (error) {
      if (!(error instanceof OutcomeUnknownError || error instanceof CounterpartUnavailableError))
        throw error;
      return this.noteState(orderNo, 'UNKNOWN', null);
    }
  }

  escalatePayment({ orderNo, at }: { orderNo: string; at: string }): Promise<void> {
    return this.store.openUnknownPaymentTask(orderNo, at);
  }

  private async afterFailedSend(orderNo: string, error: unknown): Promise<Told> {
    if (error instanceof OutcomeUnknownError) return this.noteState(orderNo, 'UNKNOWN', null);
    if (error instanceof CounterpartRefusedError) return this.afterRefusedSend(orderNo);
    // The call had no effect: the order may be sent by the next attempt.
    if (error instanceof CounterpartUnavailableError) await this.store.markState(orderNo, 'PENDING', null);
    throw error;
  }

  /**
   * A refused send may be a repeated one that the treasury has long taken: refused is only what it does not know by
   * number, else an order of another number would pay the same again.
   */
  private async afterRefusedSend(orderNo: string): Promise<Told> {
    const told = await this.queryPayment({ orderNo });
    return told.state === 'PENDING' ? this.noteState(orderNo, 'REJECTED', null) : told;
  }

  /** Another sum than was ordered is nobody's answer: a person has to ask what happened to the money. */
  private note(
    { orderNo, amount: ordered }: PaymentOrder,
    { state, paidOn, amount }: PaymentStatus,
  ): Promise<Told> {
    if (amount !== undefined && amount !== ordered) return this.noteState(orderNo, 'UNKNOWN', null);
    return this.noteState(orderNo, stateOf[state], paidOn);
  }

  private async noteState(orderNo: string, state: PaymentState, paidOn: string | null): Promise<Told> {
    await this.store.markState(orderNo, state, paidOn);
    return { state, paidOn };
  }
}
