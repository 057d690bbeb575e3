import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ShortText } from '@bangdai/contracts/http';
import { z } from 'zod';
import { parse } from '../http/parse.js';
import { ExchangeService } from './exchange.service.js';

const RunBody = z
  .object({
    dir: z.string().min(1).max(1000),
    county: ShortText,
    kind: z.enum(['bank', 'treasury']),
    code: ShortText,
  })
  .strict();

/** One working round of a counterpart that works by files; whoever calls says how often. */
@Controller('exchange')
export class ExchangeController {
  constructor(private readonly exchange: ExchangeService) {}

  @Post('runs')
  @HttpCode(200)
  run(@Body() body: unknown) {
    return this.exchange.run(parse(RunBody, body));
  }
}
