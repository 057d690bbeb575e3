import type { Actor } from '@bangdai/contracts';
import {
  LossPoolEntryRequest,
  type LossPoolEntryBody,
  type LossPoolEntryRow,
  type LossPoolView,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** The pool that shares an insurer's loss: one person records, another's task confirms. */
@Controller('v1/loss-pools')
@Roles('readRecords')
export class LossPoolsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get(':county')
  @Answers('风险分散补偿金', 'LossPoolView')
  getPool(@ActorOf() actor: Actor, @Param('county') county: string): Promise<LossPoolView> {
    return this.persistence.lossPools.get(actor, county, today());
  }

  @Post(':county/entries')
  @Roles('recordFundEntries')
  @Answers('登记风险分散补偿金存入或保险周期盈亏', 'LossPoolEntryRow', { status: 201 })
  recordEntry(
    @CommandOf() { id: commandId, actor }: Command,
    @Param('county') county: string,
    @Body({ schema: LossPoolEntryRequest }) body: LossPoolEntryBody,
  ): Promise<LossPoolEntryRow> {
    return this.persistence.lossPools.record(actor, county, commandId, body);
  }
}
