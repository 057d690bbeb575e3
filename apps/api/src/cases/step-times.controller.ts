import type { Actor } from '@bangdai/contracts';
import { StepTimesQuery, type StepTime } from '@bangdai/contracts/http';
import { addMonths } from '@bangdai/domain';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** Where matters lie, and for how long. */
@Controller('v1/step-times')
@Roles('readStepTimes')
export class StepTimesController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get()
  @Answers('各环节、各单位办理用时（中位数、九成分位）、退回率和积压', 'StepTimes')
  listStepTimes(
    @ActorOf() actor: Actor,
    @Query({ schema: StepTimesQuery }) { county, from, to }: z.infer<typeof StepTimesQuery>,
  ): Promise<StepTime[]> {
    const until = to ?? today();
    return this.persistence.cases.stepTimes(actor, {
      county,
      from: from ?? addMonths(until, -12),
      to: until,
    });
  }
}
