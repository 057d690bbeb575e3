import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Post,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { PaymentOrderBody, ShortText } from '@bangdai/contracts/http';
import { z } from 'zod';
import { FaultInterceptor } from '../faults/fault.interceptor.js';
import { Counterpart } from '../http/counterpart.decorator.js';
import { parse } from '../http/parse.js';
import { SignatureGuard } from '../http/signature.guard.js';
import { TreasuryService } from './treasury.service.js';

const OrderQuery = z.object({ orderNo: ShortText, county: ShortText.optional() });

/** The treasury's door for the platform: signed requests only. */
@Controller('treasury/payments')
@Counterpart('treasury')
@UseGuards(SignatureGuard)
@UseInterceptors(FaultInterceptor)
export class TreasuryController {
  constructor(private readonly treasury: TreasuryService) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  accept(@Body() body: unknown) {
    return this.treasury.accept(parse(PaymentOrderBody, body));
  }

  @Get()
  query(@Query() query: unknown) {
    return this.treasury.query(parse(OrderQuery, query).orderNo);
  }
}
