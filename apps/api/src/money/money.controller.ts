import type { Actor } from '@bangdai/contracts';
import type { FundView } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, Inject } from '@nestjs/common';
import { Roles } from '../auth/access.js';
import { ActorOf } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** Funds, to be read only: their money moves by workflows. */
@Controller('v1')
@Roles('readRecords')
export class MoneyController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('funds')
  @Answers('风险补偿金', 'FundViews')
  listFunds(@ActorOf() actor: Actor): Promise<FundView[]> {
    return this.persistence.reads.listFunds(actor);
  }
}
