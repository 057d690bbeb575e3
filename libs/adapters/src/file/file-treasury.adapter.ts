import {
  CounterpartUnavailableError,
  OutcomeUnknownError,
  type CounterpartKey,
  type DispatchStore,
  type PaymentOrder,
  type PaymentStatus,
  type TreasuryGateway,
} from '@bangdai/contracts';
import type { OutTables } from './out-tables.js';

const columns = ['orderNo', 'county', 'payer', 'payee', 'amount', 'purpose', 'lines'] as const;

/**
 * A treasury that takes orders as files. Number and name of a file follow from the order's number, so that an order sent
 * twice is the same file; what it says comes back as a file of receipts.
 */
export class FileTreasuryAdapter implements TreasuryGateway {
  constructor(
    private readonly out: OutTables,
    private readonly counterpart: CounterpartKey,
    private readonly dispatches: DispatchStore,
  ) {}

  async sendPayment(order: PaymentOrder): Promise<PaymentStatus> {
    const told = await this.dispatches.resultOf(this.counterpart, order.orderNo);
    if (told !== null && told.state !== 'accepted') return told;
    const number = await this.dispatches.numberFor(this.counterpart, order.orderNo);
    const rows = [[...columns], columns.map((column) => String(order[column]))];
    const isSame = await this.onDisk(() => this.out.send('payments', number, rows));
    if (!isSame) throw new OutcomeUnknownError('FILE_DIFFERS');
    return { state: 'accepted', paidOn: null };
  }

  async queryPayment(_county: string, orderNo: string): Promise<PaymentStatus> {
    const told = await this.dispatches.resultOf(this.counterpart, orderNo);
    if (told === null) return { state: 'notFound', paidOn: null };
    if (told.state !== 'accepted') return told;
    const number = await this.dispatches.numberFor(this.counterpart, orderNo);
    const wasSent = await this.onDisk(() => this.out.wasSent('payments', number));
    return { state: wasSent ? 'accepted' : 'notFound', paidOn: null };
  }

  /** Comes by itself, as a file on its day. */
  async requestStatement(): Promise<null> {
    return null;
  }

  /** A disk that fails has shown nothing to the counterpart: the marker comes last, and writing again finishes it. */
  private async onDisk<T>(work: () => Promise<T>): Promise<T> {
    return work().catch((error: unknown) => {
      throw new CounterpartUnavailableError((error as { code?: string }).code ?? 'DISK');
    });
  }
}
