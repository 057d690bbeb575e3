import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';

interface Armed {
  at: number;
  rang: boolean;
  scope: CancellationScope;
}

/**
 * The one timer of a workflow. It is set anew only when the instant changes: a fact that moves no date costs no event.
 * When the workflow ends, a timer still pending is dropped with it instead of being cancelled.
 */
export class Alarm {
  private armed: Armed | null = null;

  /** Instant (ms since the epoch) of the pending timer. */
  get pendingAt(): number | null {
    return this.armed?.at ?? null;
  }

  /**
   * Waits until `at`, or until `woken` holds; null waits for `woken` alone.
   * @returns whether the instant was reached
   */
  async waitUntil(at: number | null, woken: () => boolean, summary: string): Promise<boolean> {
    if (woken()) return false;
    if (at !== null && at <= Date.now()) return true;
    this.arm(at, summary);
    await condition(() => woken() || this.armed?.rang === true);
    if (this.armed?.rang !== true) return false;
    this.armed = null;
    return true;
  }

  /** For a workflow that goes on without a date. */
  disarm(): void {
    this.armed?.scope.cancel();
    this.armed = null;
  }

  private arm(at: number | null, summary: string): void {
    if (this.armed !== null && this.armed.at === at) return;
    this.disarm();
    if (at === null) return;
    const armed: Armed = { at, rang: false, scope: new CancellationScope() };
    this.armed = armed;
    void armed.scope
      .run(() => sleep(at - Date.now(), { summary }))
      .then(() => {
        armed.rang = true;
      })
      .catch((error: unknown) => {
        if (!isCancellation(error)) throw error;
      });
  }
}
