import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import type { Response } from 'express';
import { EngineService } from '../engine/engine.service.js';
import { Public } from '../http/route-marks.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

interface Readiness {
  ready: boolean;
  postgres: boolean;
  temporal: boolean;
}

@Controller('health')
@Public()
export class HealthController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    private readonly engine: EngineService,
  ) {}

  @Get('live')
  @Answers('进程存活', 'Health')
  isLive(): { live: true } {
    return { live: true };
  }

  @Get('ready')
  @Answers('可以受理（数据库与流程引擎可用）', 'Readiness')
  async isReady(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const [postgres, temporal] = await Promise.all([this.canRead(), this.engine.isServing()]);
    const ready = postgres && temporal;
    response.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE);
    return { ready, postgres, temporal };
  }

  /** A real query on a migrated table: a database without the tables is not ready. */
  private async canRead(): Promise<boolean> {
    try {
      await this.persistence.identity.findByUsername('');
      return true;
    } catch {
      return false;
    }
  }
}
