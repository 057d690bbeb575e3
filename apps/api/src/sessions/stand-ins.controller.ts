import { createHash } from 'node:crypto';
import type { Actor } from '@bangdai/contracts';
import {
  ActForRequest,
  EmptyRequest,
  StandInRequest,
  type ColleagueView,
  type StandInForm,
  type StandInView,
} from '@bangdai/contracts/http';
import type { Persistence } from '@bangdai/persistence';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { today } from '../clock.js';
import type { ApiRequest } from '../http/api-request.js';
import { ActorOf, CommandOf, type Command } from '../http/command.decorator.js';
import { SubjectId } from '../http/subject-id.pipe.js';
import { Answers } from '../openapi/answers.decorator.js';
import { PERSISTENCE } from '../tokens.js';

/** 委托代理: who stands in for whom, from when to when, and acting for somebody in this session. */
@Controller('v1')
export class StandInsController {
  constructor(@Inject(PERSISTENCE) private readonly persistence: Persistence) {}

  @Get('stand-ins')
  @Roles('ownDesk')
  @Answers('我委托的与委托我的', 'StandInViews')
  list(@ActorOf() actor: Actor): Promise<StandInView[]> {
    return this.persistence.standIns.list(actor, today());
  }

  @Get('stand-ins/candidates')
  @Roles('ownDesk')
  @Answers('可受托代理的人员', 'Colleagues')
  candidates(@ActorOf() actor: Actor): Promise<ColleagueView[]> {
    return this.persistence.standIns.candidates(actor);
  }

  @Post('stand-ins')
  @Roles('ownDesk')
  @Answers('委托代理', 'StandInView', { status: 201 })
  appoint(
    @CommandOf() { actor }: Command,
    @Body({ schema: StandInRequest }) form: StandInForm,
  ): Promise<StandInView> {
    return this.persistence.standIns.appoint(actor, form, today());
  }

  @Post('stand-ins/:id/revoke')
  @HttpCode(204)
  @Roles('ownDesk')
  @Answers('终止委托', 'Nothing', { status: 204 })
  revoke(
    @CommandOf() { actor }: Command,
    @Param('id', SubjectId) id: string,
    @Body({ schema: EmptyRequest }) _body: z.infer<typeof EmptyRequest>,
  ): Promise<void> {
    return this.persistence.standIns.revoke(actor, id);
  }

  /** Ends by itself with the last day of the stand-in: from then on the session is the person's own again. */
  @Post('session/stand-in')
  @HttpCode(204)
  @Roles('ownAccount')
  @Answers('切换为代理身份，或恢复本人', 'Nothing', { status: 204 })
  async actFor(
    @CommandOf() { actor }: Command,
    @Req() { sessionToken }: ApiRequest,
    @Body({ schema: ActForRequest }) { standInId }: z.infer<typeof ActForRequest>,
  ): Promise<void> {
    const tokenHash = createHash('sha256')
      .update(sessionToken ?? '')
      .digest('hex');
    await this.persistence.standIns.actFor(actor.id, tokenHash, standInId, today());
  }
}
