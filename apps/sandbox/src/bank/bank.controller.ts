import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Post,
  Query,
  Res,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { BankMessageBody } from '@bangdai/contracts/http';
import type { Response } from 'express';
import { FaultInterceptor } from '../faults/fault.interceptor.js';
import { Counterpart } from '../http/counterpart.decorator.js';
import { parse } from '../http/parse.js';
import { SignatureGuard } from '../http/signature.guard.js';
import { ListQuery } from './bank.schema.js';
import { BankService } from './bank.service.js';

/** The bank's door for the platform: signed requests only. */
@Controller('bank')
@Counterpart('bank')
@UseGuards(SignatureGuard)
@UseInterceptors(FaultInterceptor)
export class BankController {
  constructor(private readonly bank: BankService) {}

  @Post('messages')
  @HttpCode(HttpStatus.ACCEPTED)
  receive(@Body() body: unknown) {
    return this.bank.receive(parse(BankMessageBody, body));
  }

  @Get('subsidy-lists')
  list(@Query() query: unknown, @Res({ passthrough: true }) response: Response) {
    const lines = this.bank.listSubsidies(parse(ListQuery, query));
    if (lines !== null) return { lines };
    response.status(HttpStatus.ACCEPTED);
    return { pending: true };
  }
}
