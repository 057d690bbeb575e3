import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { FaultSwitches } from '../faults/fault-switches.js';
import type { Log } from '../http/log.js';
import type { Target } from '../settings.js';
import type { Callback } from './callback.js';

export interface CallbackSettings {
  target: Target;
  apiUrl: string;
  /** Newest first; a report is signed with all that its sender has now. */
  secretsOf(body: Callback['body']): string[];
  retryMs: number;
  faults: FaultSwitches;
  log: Log;
  /** Writes into the books that a report is over. */
  markDone(id: string, status: number | 'silenced'): void;
}

const maxRetryMs = 30_000;
const answerTimeoutMs = 10_000;
const standardLatenessMs = 10_000;

/**
 * Brings reports to the platform, each until it is answered with 2xx or refused with 4xx. Reports on one subject
 * leave one after the other; a late one (switch) lets the others overtake it, which is the point of that switch.
 */
export class CallbackSender {
  private readonly queues = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly settings: CallbackSettings) {
    // Every waiting report listens for the end, and while the platform is down there may be hundreds.
    setMaxListeners(0, this.stopping.signal);
  }

  send(callback: Callback): void {
    const { faults, target } = this.settings;
    const loanNo = String(callback.body.loanNo ?? callback.subject);
    if (faults.take(target, 'silent', 'callback', loanNo)) {
      this.settings.markDone(callback.id, 'silenced');
      return;
    }
    const late = faults.take(target, 'lateCallback', 'callback', loanNo);
    const copies = faults.take(target, 'duplicateCallback', 'callback', loanNo) ? 2 : 1;
    const before = late ? Promise.resolve() : (this.queues.get(callback.subject) ?? Promise.resolve());
    const notBefore = late
      ? Math.max(callback.notBefore, Date.now()) + (late.delayMs ?? standardLatenessMs)
      : callback.notBefore;
    const after = before.then(() => this.bring({ ...callback, notBefore }, copies));
    const settled = after.catch((error: unknown) => this.giveUp(callback.id, error));
    if (!late) this.queues.set(callback.subject, settled);
    void settled.then(() => {
      if (this.queues.get(callback.subject) === settled) this.queues.delete(callback.subject);
    });
  }

  /** What has not left yet stays in the books and leaves after the next start. */
  async close(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.queues.values());
  }

  private async bring(callback: Callback, copies: number): Promise<void> {
    await this.wait(callback.notBefore - Date.now());
    let status = 0;
    for (let copy = 0; copy < copies; copy += 1) status = await this.bringOnce(callback);
    this.settings.markDone(callback.id, status);
    this.settings.log('info', 'callback answered', { id: callback.id, status });
  }

  private async bringOnce(callback: Callback): Promise<number> {
    for (let attempt = 0; ; attempt += 1) {
      const status = await this.post(callback);
      if (isFinal(status)) return status;
      this.settings.log('warn', 'callback not taken', { id: callback.id, status, attempt });
      await this.wait(Math.min(this.settings.retryMs * 2 ** attempt, maxRetryMs));
    }
  }

  /** Status of the answer; 0 if there was none. */
  private async post({ id, path, body }: Callback): Promise<number> {
    const { apiUrl, secretsOf } = this.settings;
    const text = JSON.stringify(body);
    const at = new Date();
    const signatures = secretsOf(body).map((secret) => new Webhook(secret).sign(id, at, text));
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signatures.join(' '),
    };
    const signal = AbortSignal.any([this.stopping.signal, AbortSignal.timeout(answerTimeoutMs)]);
    try {
      const response = await fetch(`${apiUrl}/v1${path}`, { method: 'POST', headers, body: text, signal });
      await response.arrayBuffer();
      return response.status;
    } catch {
      // No answer is the ordinary case while the platform restarts: the caller tries again and logs it.
      return 0;
    }
  }

  private async wait(ms: number): Promise<void> {
    // Timers of Node hold 31 bits.
    if (ms > 0) await sleep(Math.min(ms, 2 ** 31 - 1), undefined, { signal: this.stopping.signal });
    this.stopping.signal.throwIfAborted();
  }

  private giveUp(id: string, error: unknown): void {
    if (this.stopping.signal.aborted) return;
    this.settings.log('error', 'callback broke', { id, type: (error as Error).constructor.name });
  }
}

/** A refusal is an answer; "too slow" and "too many" are not. */
const isFinal = (status: number): boolean =>
  status >= 200 && status < 500 && status !== 408 && status !== 429;
