import type { Actor } from '@bangdai/contracts';
import {
  AccountsQuery,
  LedgerQuery,
  StatementQuery,
  TrialBalanceQuery,
  type AccountRow,
  type AccountStatement,
  type EntryDetail,
  type LedgerRow,
  type Page,
  type TrialBalance,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** The double-entry ledger, to be read only: entries come from workflows. */
@Controller('v1/ledger')
@Roles('readBooks')
export class LedgerController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get()
  @Roles('readRecords')
  @Answers('会计分录', 'LedgerPage')
  listLedger(
    @ActorOf() actor: Actor,
    @Query({ schema: LedgerQuery }) query: z.infer<typeof LedgerQuery>,
  ): Promise<Page<LedgerRow>> {
    return this.persistence.reads.listLedger(actor, query);
  }

  @Get('trial-balance')
  @Answers('科目余额表：截至某日', 'TrialBalance')
  trialBalance(
    @ActorOf() actor: Actor,
    @Query({ schema: TrialBalanceQuery }) query: z.infer<typeof TrialBalanceQuery>,
  ): Promise<TrialBalance> {
    return this.persistence.books.trialBalance(actor, query, today());
  }

  @Get('accounts')
  @Answers('某类科目的明细账户', 'AccountPage')
  listAccounts(
    @ActorOf() actor: Actor,
    @Query({ schema: AccountsQuery }) query: z.infer<typeof AccountsQuery>,
  ): Promise<Page<AccountRow>> {
    return this.persistence.books.listAccounts(actor, query, today());
  }

  @Get('statement')
  @Answers('账户明细账，逐笔余额', 'AccountStatement')
  statement(
    @ActorOf() actor: Actor,
    @Query({ schema: StatementQuery }) query: z.infer<typeof StatementQuery>,
  ): Promise<AccountStatement> {
    return this.persistence.books.statement(actor, query);
  }

  @Get('entries/:entryId')
  @Answers('一笔会计分录及其来源', 'EntryDetail')
  getEntry(@ActorOf() actor: Actor, @Param('entryId', SubjectId) entryId: string): Promise<EntryDetail> {
    return this.persistence.books.getEntry(actor, entryId);
  }
}
