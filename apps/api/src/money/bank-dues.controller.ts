import type { Actor } from '@bangdai/contracts';
import { BankDueRequest, type BankDueRow } from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** What banks were paid too much: opened by a compensation's payment itself, or by finance where an order was paid twice. */
@Controller('v1/bank-dues')
@Roles('readRecords')
export class BankDuesController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get()
  @Answers('银行应退款', 'BankDueRows')
  listDues(@ActorOf() actor: Actor): Promise<BankDueRow[]> {
    return this.persistence.bankDues.list(actor);
  }

  @Post()
  @Roles('recordFundEntries')
  @Answers('重复拨付：向银行追回', 'BankDueRow', { status: 201 })
  openDue(
    @CommandOf() { id, actor }: Command,
    @Body({ schema: BankDueRequest }) { caseId }: z.infer<typeof BankDueRequest>,
  ): Promise<BankDueRow> {
    return this.persistence.bankDues.openForCase(actor, id, caseId);
  }
}
