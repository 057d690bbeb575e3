import { Module, type DynamicModule } from '@nestjs/common';
import type { Parts } from './composition.js';
import { RelayHost } from './hosting/relay-host.js';
import { WorkerHost } from './hosting/worker-host.js';
import { ON_FATAL, PARTS } from './tokens.js';

@Module({})
export class WorkerModule {
  static of(parts: Parts, onFatal: (error: unknown) => void): DynamicModule {
    return {
      module: WorkerModule,
      providers: [
        { provide: PARTS, useValue: parts },
        { provide: ON_FATAL, useValue: onFatal },
        WorkerHost,
        RelayHost,
      ],
    };
  }
}
