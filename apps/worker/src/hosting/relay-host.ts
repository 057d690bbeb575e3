import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Parts } from '../composition.js';
import { Relays } from '../relays/relays.js';
import { PARTS } from '../tokens.js';

/** Runs the relays as long as the process lives. */
@Injectable()
export class RelayHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly relays: Relays;

  constructor(@Inject(PARTS) parts: Parts) {
    this.relays = new Relays(parts);
  }

  get healthy(): boolean {
    return this.relays.healthy;
  }

  onApplicationBootstrap(): void {
    this.relays.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.relays.stop();
  }
}
