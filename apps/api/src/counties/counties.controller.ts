import { RefusedError, type Actor } from '@bangdai/contracts';
import type { CountyView } from '@bangdai/contracts/http';
import type { PolicyPack } from '@bangdai/domain';
import type { PackRegistry } from '@bangdai/policy-packs';
import type { Persistence } from '@bangdai/persistence';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Roles } from '../auth/access.js';
import { ActorOf } from '../http/command.decorator.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PACKS, PERSISTENCE } from '../tokens.js';

/** Which counties take part and by which rules. */
@Controller('v1')
@Roles('readProgramme')
export class CountiesController {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(PACKS) private readonly packs: PackRegistry,
  ) {}

  @Get('counties')
  @Answers('县（区、旗）与现行方案', 'CountyViews')
  listCounties(@ActorOf() actor: Actor): Promise<CountyView[]> {
    return this.persistence.reads.counties(actor);
  }

  @Get('packs/:scheme/:version')
  @Answers('政策包', 'PolicyPack')
  getPack(@Param('scheme') scheme: string, @Param('version') version: string): PolicyPack {
    const pack = this.packs.get(scheme, version);
    if (!pack) throw new RefusedError('PACK_NOT_FOUND');
    return pack;
  }
}
