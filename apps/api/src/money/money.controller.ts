import type { Actor } from '@bangdai/contracts';
import { LedgerQuery, type FundView, type LedgerRow, type Page } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { ActorOf } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** The fund and the double-entry ledger, to be read only: entries come from workflows. */
@Controller('v1')
@Roles('readRecords')
export class MoneyController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('funds')
  @Answers('风险补偿金', 'FundViews')
  listFunds(@ActorOf() actor: Actor): Promise<FundView[]> {
    return this.persistence.reads.listFunds(actor);
  }

  @Get('ledger')
  @Answers('会计分录', 'LedgerPage')
  listLedger(
    @ActorOf() actor: Actor,
    @Query({ schema: LedgerQuery }) query: z.infer<typeof LedgerQuery>,
  ): Promise<Page<LedgerRow>> {
    return this.persistence.reads.listLedger(actor, query);
  }
}
