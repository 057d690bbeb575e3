import type { Parts } from '../composition.js';

/** How often the folders of packs are looked at, ms. */
const everyMs = 5_000;

/** Takes up a county's pack that comes while the API runs; a faulty one is logged and the packs before go on. */
export class PackWatch {
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();
  /** Taken up, but the county's rows could not be made yet. */
  private isOwing = false;

  /** @param afterwards what else a new county needs */
  constructor(
    private readonly parts: Pick<Parts, 'live' | 'persistence' | 'logger'>,
    private readonly afterwards: () => Promise<void>,
  ) {}

  start(): void {
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() => this.look());
    }, everyMs);
  }

  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.looking;
  }

  private async look(): Promise<void> {
    const { live, persistence, logger } = this.parts;
    try {
      const outcome = live.refresh();
      if (outcome === 'refused')
        logger.error({ faults: live.faults }, 'packs were refused, those before go on');
      if (outcome === 'taken') this.isOwing = true;
      if (!this.isOwing) return;
      await persistence.ensureCounties();
      await this.afterwards();
      this.isOwing = false;
      logger.info({ packs: live.packs.all().length }, 'packs were taken up');
    } catch (error) {
      logger.error({ err: error }, 'a new county could not be set up');
    }
  }
}
