import type { Actor } from '@bangdai/contracts';
import {
  LoanQuery,
  type AgendaRow,
  type HistoryRow,
  type LoanDetail,
  type LoanMoney,
  type LoanQueryValue,
  type LoanRow,
  type LoanSummary,
  type Page,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import { ActorOf } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** What one reads about loans; every query is limited to the reader's place, bank and county. */
@Controller('v1/loans')
@Roles('readRecords')
export class LoansController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get()
  @Answers('贷款列表', 'LoanPage')
  listLoans(
    @ActorOf() actor: Actor,
    @Query({ schema: LoanQuery }) query: LoanQueryValue,
  ): Promise<Page<LoanRow>> {
    return this.persistence.reads.listLoans(actor, query);
  }

  @Get('summary')
  @Answers('贷款汇总', 'LoanSummary')
  summariseLoans(
    @ActorOf() actor: Actor,
    @Query({ schema: LoanQuery }) query: LoanQueryValue,
  ): Promise<LoanSummary> {
    return this.persistence.reads.summariseLoans(actor, query);
  }

  @Get(':id')
  @Answers('贷款全景', 'LoanDetail')
  getLoan(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<LoanDetail> {
    return this.persistence.reads.getLoan(actor, id, today());
  }

  @Get(':id/agenda')
  @Answers('日程', 'AgendaRows')
  getAgenda(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<AgendaRow[]> {
    return this.persistence.reads.getAgenda(actor, id);
  }

  @Get(':id/history')
  @Answers('办理过程', 'HistoryRows')
  getHistory(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<HistoryRow[]> {
    return this.persistence.reads.getHistory(actor, id);
  }

  @Get(':id/money')
  @Answers('还款、贴息与账目', 'LoanMoney')
  getMoney(@ActorOf() actor: Actor, @Param('id', SubjectId) id: string): Promise<LoanMoney> {
    return this.persistence.reads.getMoney(actor, id);
  }
}
