import type { Parts } from '../composition.js';
import { RelayLoop } from '../relays/relay-loop.js';
import { ensureSchedules } from './ensure-schedules.js';

/** How often the folders of packs are looked at, ms. */
const idleMs = 5_000;

/**
 * A county that comes while the worker runs: its pack is taken up, its rows and its schedules are made. Its loans need
 * nothing more, since all counties share the task queues.
 */
export class CountyTakeUp {
  private readonly loop: RelayLoop;
  /** Taken up, but rows or schedules could not be made yet. */
  private isOwing = false;

  constructor(
    private readonly parts: Parts,
    private readonly withSchedules: boolean,
  ) {
    const { logger } = parts;
    this.loop = new RelayLoop({ name: 'packs', drain: () => this.look(), idleMs, logger });
  }

  start(): void {
    this.loop.start();
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  /** Repeatable; what a schedule says follows the newest version of the county's pack. */
  async ensureSchedules(): Promise<void> {
    if (!this.withSchedules) return;
    const { client, packs, persistence } = this.parts;
    const banks = (await persistence.counterparts.all()).filter(({ kind }) => kind === 'bank');
    await ensureSchedules(
      client,
      packs,
      banks.map(({ county, code }) => ({ county, bank: code })),
    );
  }

  private async look(): Promise<number> {
    const { live, persistence, logger } = this.parts;
    const outcome = live.refresh();
    if (outcome === 'refused')
      logger.error({ faults: live.faults }, 'packs were refused, those before go on');
    if (outcome === 'taken') this.isOwing = true;
    if (!this.isOwing) return 0;
    await persistence.ensureCounties();
    await this.ensureSchedules();
    this.isOwing = false;
    logger.info({ packs: live.packs.all().length }, 'packs were taken up');
    return 0;
  }
}
