import { Body, Controller, Get, Put } from '@nestjs/common';
import { z } from 'zod';
import { Day } from '../bank/bank.schema.js';
import { Clock } from '../books/clock.js';
import { parse } from '../http/parse.js';

const ClockBody = z.object({ today: Day.nullable() }).strict();

@Controller('clock')
export class ClockController {
  constructor(private readonly clock: Clock) {}

  @Get()
  show() {
    return { today: this.clock.today() };
  }

  @Put()
  set(@Body() body: unknown) {
    this.clock.set(parse(ClockBody, body).today);
    return this.show();
  }
}
