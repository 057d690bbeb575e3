/** A report to the platform. It is written into the books together with what it reports, so that none is lost. */
export interface Callback {
  /** Event id: the same on every repetition. */
  id: string;
  /** Below `/v1`. */
  path: string;
  /** Whom it concerns: reports on one subject leave in order. */
  subject: string;
  body: Record<string, unknown>;
  /** Instant in milliseconds before which it does not leave. */
  notBefore: number;
}

/** An id that may stand in a header, whatever script a receipt or loan number is written in. */
export const eventId = (...parts: string[]): string => encodeURI(parts.join('/'));

export type CallbackEntry =
  { t: 'callback'; callback: Callback } | { t: 'callbackDone'; id: string; status: number | 'silenced' };

/** Which reports have still to leave, and what became of the others. */
export class CallbackBook {
  private readonly waiting = new Map<string, Callback>();
  private readonly done = new Map<string, number | 'silenced'>();

  apply(entry: CallbackEntry): void {
    if (entry.t === 'callback') {
      this.waiting.set(entry.callback.id, entry.callback);
      this.done.delete(entry.callback.id);
      return;
    }
    this.waiting.delete(entry.id);
    this.done.set(entry.id, entry.status);
  }

  pending(): Callback[] {
    return [...this.waiting.values()];
  }

  isPending(id: string): boolean {
    return this.waiting.has(id);
  }

  results(): { id: string; status: number | 'silenced' }[] {
    return [...this.done].map(([id, status]) => ({ id, status }));
  }
}
