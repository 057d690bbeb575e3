import { RefusedError } from '@bangdai/contracts';
import type { PackRegistry } from '@bangdai/policy-packs';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { commandIdOf } from '../http/command-id.js';
import type { ApiRequest } from '../http/api-request.js';
import { marks } from '../http/route-marks.js';
import { access, type Access } from './access.js';
import { PACKS } from '../tokens.js';
import { isKnownRole } from './known-role.js';
import { isSameOrigin, tokenOf } from './session-cookie.js';
import { SessionService } from './session.service.js';

/** Who stands in for somebody decides tasks in their name, and nothing else; their own session stays theirs. */
const forStandIns: readonly Access[] = ['decideTasks', 'ownDesk', 'ownAccount'];

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS']);
const keyForm = /^[\x21-\x7e]{1,200}$/;

/** Every route: who is it, may this role call it, and does a browser's command come from our own pages. */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly sessions: SessionService,
    private readonly reflector: Reflector,
    @Inject(PACKS) private readonly packs: PackRegistry,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const mark = <T>(key: string): T | undefined =>
      this.reflector.getAllAndOverride<T>(key, [context.getHandler(), context.getClass()]);
    if (mark(marks.public) || mark(marks.machine)) return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    await this.identify(request);
    if (!readingMethods.has(request.method)) this.checkCommand(request, mark(marks.noIdempotency) ?? false);
    const right = mark<Access>(marks.access);
    if (!right || !this.may(right, request)) throw new RefusedError('FORBIDDEN');
    if (!readingMethods.has(request.method) && request.account?.onBehalfOf && !forStandIns.includes(right))
      throw new RefusedError('STAND_IN_SCOPE');
    return true;
  }

  /** An account whose role is no word of the platform or of its county may look at itself and nothing else. */
  private may(right: Access, { account }: ApiRequest): boolean {
    if (account === undefined || !access[right](account.role)) return false;
    return right === 'ownAccount' || isKnownRole(account.role, this.packs.versions(account.county));
  }

  /** @throws RefusedError `UNAUTHENTICATED` */
  private async identify(request: ApiRequest): Promise<void> {
    const found = tokenOf(request);
    const account = found && (await this.sessions.resolve(found.token));
    if (!found || !account) throw new RefusedError('UNAUTHENTICATED');
    request.account = account;
    request.sessionToken = found.token;
    request.isCookieSession = found.isCookie;
  }

  /**
   * A command names itself by `Idempotency-Key`. For a cookie session this header is also the proof that a
   * script of ours sent it (a form of another site cannot set headers), beside the check of the origin.
   */
  private checkCommand(request: ApiRequest, isWithoutKey: boolean): void {
    if (request.isCookieSession && !isSameOrigin(request)) throw new RefusedError('FORBIDDEN');
    if (isWithoutKey) return;
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !keyForm.test(key)) throw new RefusedError('IDEMPOTENCY_KEY_REQUIRED');
    request.idempotencyKey = key;
    request.commandId = commandIdOf(request.account?.id ?? '', `${request.method} ${request.path}`, key);
  }
}
