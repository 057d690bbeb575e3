import { Controller, Get, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { ShortText } from '@bangdai/contracts/http';
import { z } from 'zod';
import { Day } from '../bank/bank.schema.js';
import { FaultInterceptor } from '../faults/fault.interceptor.js';
import { Counterpart } from '../http/counterpart.decorator.js';
import { parse } from '../http/parse.js';
import { SignatureGuard } from '../http/signature.guard.js';
import { StatementService } from './statement.service.js';

const BankQuery = z.object({ county: ShortText, bank: ShortText, from: Day, to: Day });
const TreasuryQuery = z.object({ county: ShortText, from: Day, to: Day });

/** What a bank's books say of a span of days; signed requests only. */
@Controller('bank/statements')
@Counterpart('bank')
@UseGuards(SignatureGuard)
@UseInterceptors(FaultInterceptor)
export class BankStatementController {
  constructor(private readonly statements: StatementService) {}

  @Get()
  list(@Query() query: unknown) {
    return { entries: this.statements.ofBank(parse(BankQuery, query)) };
  }
}

/** What a treasury paid in a span of days. */
@Controller('treasury/statements')
@Counterpart('treasury')
@UseGuards(SignatureGuard)
@UseInterceptors(FaultInterceptor)
export class TreasuryStatementController {
  constructor(private readonly statements: StatementService) {}

  @Get()
  list(@Query() query: unknown) {
    return { entries: this.statements.ofTreasury(parse(TreasuryQuery, query)) };
  }
}
