import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RefusedError } from '@bangdai/contracts';
import type { Request } from 'express';
import { Webhook } from 'standardwebhooks';
import { counterpartOf } from './counterpart.decorator.js';
import { Secrets } from './secrets.js';

type RawRequest = Request & { rawBody?: Buffer };

/** Lets in only what the platform signed within the last five minutes, with the secret of the very counterpart it names. */
@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(
    private readonly secrets: Secrets,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<RawRequest>();
    const kind = counterpartOf(this.reflector, context);
    const named = { ...request.query, ...(request.body as Record<string, unknown> | undefined) };
    const code = kind === 'bank' ? String(named['bank']) : 'treasury';
    const accepted = this.secrets.of(kind, String(named['county']), code);
    if (accepted.some((secret) => isSigned(secret, request))) return true;
    throw new RefusedError('BAD_SIGNATURE');
  }
}

function isSigned(secret: string, request: RawRequest): boolean {
  const body = request.rawBody?.toString('utf8') ?? '';
  try {
    new Webhook(secret).verify(body, request.headers as Record<string, string>, { jsonParse: false });
    return true;
  } catch {
    // The library has one answer for "no", and that is an exception.
    return false;
  }
}
