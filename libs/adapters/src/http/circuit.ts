import { CounterpartUnavailableError } from '@bangdai/contracts';

export type CircuitState = 'closed' | 'open' | 'halfOpen';

export interface CircuitSettings {
  /** Failures in a row after which nothing is sent any more. */
  failuresToOpen: number;
  /** Milliseconds after which one call may try again. */
  openMs: number;
}

export const standardCircuit: CircuitSettings = { failuresToOpen: 5, openMs: 30_000 };

/**
 * Spares a counterpart that does not answer, and those who wait for it: after some failures in a row calls are
 * refused at once, without effect; after a while a single call tries whether it answers again.
 */
export class Circuit {
  private failures = 0;
  private openedAt: number | null = null;
  private isTrying = false;

  constructor(
    private readonly settings: CircuitSettings = standardCircuit,
    private readonly now: () => number = Date.now,
  ) {}

  get state(): CircuitState {
    if (this.openedAt === null) return 'closed';
    return this.now() - this.openedAt >= this.settings.openMs ? 'halfOpen' : 'open';
  }

  get failuresInARow(): number {
    return this.failures;
  }

  /**
   * @param isFailure whether an error says that the counterpart is not well; a refusal is an answer
   * @throws CounterpartUnavailableError CIRCUIT_OPEN without calling
   */
  async run<T>(call: () => Promise<T>, isFailure: (error: unknown) => boolean): Promise<T> {
    const { state } = this;
    if (state === 'open' || (state === 'halfOpen' && this.isTrying))
      throw new CounterpartUnavailableError('CIRCUIT_OPEN');
    this.isTrying = state === 'halfOpen';
    try {
      const result = await call();
      this.close();
      return result;
    } catch (error) {
      if (isFailure(error)) this.countFailure();
      else this.close();
      throw error;
    } finally {
      this.isTrying = false;
    }
  }

  private close(): void {
    this.failures = 0;
    this.openedAt = null;
  }

  private countFailure(): void {
    this.failures += 1;
    if (this.failures >= this.settings.failuresToOpen) this.openedAt = this.now();
  }
}
