import { RefusedError } from '@bangdai/contracts';
import type { DemoAccount } from '@bangdai/contracts/http';
import type { PackRegistry } from '@bangdai/policy-packs';
import type { Config } from '@bangdai/platform';
import { Controller, Get, Inject } from '@nestjs/common';
import { Public } from '../http/route-marks.js';
import { Answers } from '../openapi/answers.decorator.js';
import { CONFIG, PACKS } from '../tokens.js';
import { accountOf, demoPeople } from './demo-accounts.js';

/** Tells a visitor of the demo with which accounts to sign in. */
@Controller('v1/demo')
@Public()
export class DemoController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(PACKS) private readonly packs: PackRegistry,
  ) {}

  @Get('accounts')
  @Answers('演示账号（仅演示环境）', 'DemoAccounts')
  listAccounts(): DemoAccount[] {
    if (this.config.mode !== 'demo') throw new RefusedError('NOT_FOUND');
    return demoPeople(this.packs).map(accountOf);
  }
}
