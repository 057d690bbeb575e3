import { Body, Controller, Get, Put } from '@nestjs/common';
import { parse } from '../http/parse.js';
import { FaultBody, FaultSwitches } from './fault-switches.js';

@Controller('faults')
export class FaultsController {
  constructor(private readonly faults: FaultSwitches) {}

  @Get()
  list() {
    return { faults: this.faults.list() };
  }

  @Put()
  set(@Body() body: unknown) {
    this.faults.set(parse(FaultBody, body));
    return this.list();
  }
}
