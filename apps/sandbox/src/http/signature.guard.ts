import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { RefusedError } from '@bangdai/contracts';
import type { Request } from 'express';
import { Webhook } from 'standardwebhooks';
import type { Target } from '../settings.js';
import { counterpartOf } from './counterpart.decorator.js';

/** The secrets of both counterparts; a class, because Nest finds its parts by class. */
export class Secrets {
  constructor(readonly of: Record<Target, string[]>) {}
}

type RawRequest = Request & { rawBody?: Buffer };

/** Lets in only what the platform signed within the last five minutes. */
@Injectable()
export class SignatureGuard implements CanActivate {
  constructor(
    private readonly secrets: Secrets,
    private readonly reflector: Reflector,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<RawRequest>();
    const accepted = this.secrets.of[counterpartOf(this.reflector, context)];
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
