import type { PaymentOrder } from '@bangdai/contracts';
import { Journal } from '../books/journal.js';
import { CallbackBook, type CallbackEntry } from '../callbacks/callback.js';

/** One order that the treasury took. In `dumb` mode the same order number may stand here twice: paid twice. */
export interface Payment extends PaymentOrder {
  paymentNo: string;
  state: 'accepted' | 'paid' | 'rejected';
  paidOn: string | null;
  acceptedAt: string;
  /** Instant in milliseconds at which it is carried out. */
  dueAt: number;
}

export type TreasuryEntry =
  | { t: 'accepted'; payment: Omit<Payment, 'state' | 'paidOn'> }
  | { t: 'carriedOut'; paymentNo: string; outcome: 'paid' | 'rejected'; on: string }
  | CallbackEntry;

/** The treasury's books, read from their file at start. */
export class TreasuryBooks {
  readonly callbacks = new CallbackBook();
  private readonly paymentsByNo = new Map<string, Payment>();

  private constructor(private readonly journal: Journal<TreasuryEntry>) {
    for (const entry of journal.kept) this.apply(entry);
  }

  static open(file: string): TreasuryBooks {
    return new TreasuryBooks(Journal.open<TreasuryEntry>(file));
  }

  record(...entries: TreasuryEntry[]): void {
    this.journal.append(entries);
    for (const entry of entries) this.apply(entry);
  }

  payments(): Payment[] {
    return [...this.paymentsByNo.values()];
  }

  byOrderNo(orderNo: string): Payment | undefined {
    return this.payments().find((payment) => payment.orderNo === orderNo);
  }

  close(): void {
    this.journal.close();
  }

  private apply(entry: TreasuryEntry): void {
    if (entry.t === 'accepted') {
      this.paymentsByNo.set(entry.payment.paymentNo, { ...entry.payment, state: 'accepted', paidOn: null });
      return;
    }
    if (entry.t !== 'carriedOut') {
      this.callbacks.apply(entry);
      return;
    }
    const payment = this.paymentsByNo.get(entry.paymentNo);
    if (payment === undefined) throw new Error('The books carry out a payment that they never accepted');
    payment.state = entry.outcome;
    payment.paidOn = entry.on;
  }
}
