import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { parse } from '../http/parse.js';
import {
  CuredBody,
  LoanQuery,
  MessageQuery,
  OverdueBody,
  PortfolioQuery,
  RecoveryBody,
  RepaymentBody,
} from './bank.schema.js';
import { DeskService } from './desk.service.js';
import { readPortfolio } from './portfolio.js';

/** The counter of the bank: what its clerks do. Not signed, since nobody outside this machine reaches it. */
@Controller('bank')
export class DeskController {
  constructor(private readonly desk: DeskService) {}

  @Post('desk/repayments')
  repay(@Body() body: unknown) {
    return this.desk.repay(parse(RepaymentBody, body));
  }

  @Post('desk/overdue-notices')
  overdue(@Body() body: unknown) {
    return this.desk.overdue(parse(OverdueBody, body));
  }

  @Post('desk/arrears-cured')
  cure(@Body() body: unknown) {
    return this.desk.cure(parse(CuredBody, body));
  }

  @Post('desk/recoveries')
  recover(@Body() body: unknown) {
    return this.desk.recover(parse(RecoveryBody, body));
  }

  @Get('desk/loans/:loanNo')
  showLoan(@Param('loanNo') loanNo: string, @Query() query: unknown) {
    return this.desk.showLoan(loanNo, parse(LoanQuery, query).county);
  }

  @Get('desk/messages')
  listMessages(@Query() query: unknown) {
    return this.desk.listMessages(parse(MessageQuery, query));
  }

  @Post('portfolio')
  takePortfolio(@Body() body: unknown, @Query() query: unknown) {
    return this.desk.takePortfolio(readPortfolio(body, parse(PortfolioQuery, query)));
  }
}
