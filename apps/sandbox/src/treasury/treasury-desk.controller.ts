import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ShortText } from '@bangdai/contracts/http';
import { z } from 'zod';
import { parse } from '../http/parse.js';
import { TreasuryService } from './treasury.service.js';

const BookQuery = z.object({ county: ShortText.optional(), orderNo: ShortText.optional() });
const MannerBody = z
  .object({
    mode: z.enum(['careful', 'dumb']).optional(),
    payDelayMs: z.number().int().min(0).max(86_400_000).optional(),
  })
  .strict();

/** What the treasury's own people see and set. Not signed, since nobody outside this machine reaches it. */
@Controller('treasury')
export class TreasuryDeskController {
  constructor(private readonly treasury: TreasuryService) {}

  @Get('book')
  book(@Query() query: unknown) {
    return this.treasury.book(parse(BookQuery, query));
  }

  @Get('manner')
  manner() {
    return { mode: this.treasury.mode, payDelayMs: this.treasury.payDelayMs };
  }

  @Put('manner')
  setManner(@Body() body: unknown) {
    const { mode, payDelayMs } = parse(MannerBody, body);
    if (mode !== undefined) this.treasury.mode = mode;
    if (payDelayMs !== undefined) this.treasury.payDelayMs = payDelayMs;
    return this.manner();
  }
}
