import type { Logger } from '@bangdai/platform';

export interface RelayLoopOptions {
  name: string;
  /** Carries a batch; answers how many were carried. */
  drain: () => Promise<number>;
  /** Milliseconds between two looks while nothing comes. */
  idleMs: number;
  logger: Logger;
}

/** Looks for work again and again: at once while there is some or when poked, else after a pause. */
export class RelayLoop {
  private stopping = false;
  private wake: () => void = () => undefined;
  private done: Promise<void> = Promise.resolve();
  private failuresInARow = 0;

  constructor(private readonly options: RelayLoopOptions) {}

  /** False once five looks in a row have failed; a single failure is no alarm, one success ends it. */
  get healthy(): boolean {
    return this.failuresInARow < 5;
  }

  start(): void {
    this.done = this.run();
  }

  poke(): void {
    this.wake();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.done;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      if ((await this.look()) > 0) continue;
      await this.pause();
    }
  }

  private async look(): Promise<number> {
    const { name, drain, logger } = this.options;
    try {
      const carried = await drain();
      this.failuresInARow = 0;
      return carried;
    } catch (error) {
      this.failuresInARow += 1;
      logger.error({ err: error, relay: name }, 'relay could not look for work');
      return 0;
    }
  }

  private pause(): Promise<void> {
    if (this.stopping) return Promise.resolve();
    const ms = this.options.idleMs * Math.min(10, 1 + this.failuresInARow);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
