import { SignInRequest, type Me } from '@bangdai/contracts/http';
import type { StaffAccount } from '@bangdai/contracts/http';
import { RefusedError } from '@bangdai/contracts';
import type { Config } from '@bangdai/platform';
import type { PackRegistry } from '@bangdai/policy-packs';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { z } from 'zod';
import { Roles } from '../auth/access.js';
import { isOverTls, noSessionCookie, sessionCookie } from '../auth/session-cookie.js';
import { SessionService } from '../auth/session.service.js';
import type { ApiRequest } from '../http/api-request.js';
import { NoIdempotency, Public } from '../http/route-marks.js';
import { Answers } from '../openapi/answers.decorator.js';
import type { ApiSettings } from '../settings.js';
import { CONFIG, PACKS, SETTINGS } from '../tokens.js';
import { meOf } from './me.js';

@Controller('v1')
export class SessionController {
  constructor(
    private readonly sessions: SessionService,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(PACKS) private readonly packs: PackRegistry,
  ) {}

  @Post('session')
  @Public()
  @NoIdempotency()
  @Answers('登录', 'SessionAnswer', { status: 201 })
  async signIn(
    @Body({ schema: SignInRequest }) { username, password }: z.infer<typeof SignInRequest>,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<{ token: string; me: Me }> {
    const { token, account } = await this.sessions.signIn(username, password);
    response.setHeader('Set-Cookie', sessionCookie(token, this.settings.sessionMs, isOverTls(request)));
    return { token, me: this.meOf(account) };
  }

  @Delete('session')
  @HttpCode(204)
  @Roles('ownAccount')
  @NoIdempotency()
  @Answers('退出', 'Nothing', { status: 204 })
  async signOut(@Req() request: ApiRequest, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.signOut(request.sessionToken ?? '');
    response.setHeader('Set-Cookie', noSessionCookie);
  }

  @Get('me')
  @Roles('ownAccount')
  @Answers('当前用户', 'Me')
  getMe(@Req() { account }: ApiRequest): Me {
    if (!account) throw new RefusedError('UNAUTHENTICATED');
    return this.meOf(account);
  }

  private meOf(account: StaffAccount): Me {
    return meOf(account, this.packs, this.config);
  }
}
