import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { counterpartOf } from '../http/counterpart.decorator.js';
import { FaultSwitches, type FaultPlace } from './fault-switches.js';

/** The switch `error`: refused before anything happened. */
export class FaultError extends Error {
  constructor(readonly status: number) {
    super('FAULT');
  }
}

const standardSlownessMs = 3000;

/** Lets the switches act on requests: before the effect (slow, error) or after it (garbage, lostAnswer). */
@Injectable()
export class FaultInterceptor implements NestInterceptor {
  constructor(
    private readonly faults: FaultSwitches,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const target = counterpartOf(this.reflector, context);
    const place: FaultPlace = request.method === 'POST' ? 'send' : 'query';
    const slow = this.faults.take(target, 'slow', place);
    if (slow) await sleep(slow.delayMs ?? standardSlownessMs);
    const error = this.faults.take(target, 'error', place);
    if (error) throw new FaultError(error.status ?? 503);
    if (this.faults.take(target, 'garbage', place)) return this.answerGarbage(context, next);
    if (this.faults.take(target, 'lostAnswer', place)) return this.loseAnswer(request, next);
    return next.handle();
  }

  private async answerGarbage(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    await lastValueFrom(next.handle());
    context.switchToHttp().getResponse<Response>().type('text/html');
    return of('<html>维护中');
  }

  private async loseAnswer(request: Request, next: CallHandler): Promise<Observable<unknown>> {
    await lastValueFrom(next.handle());
    request.socket.destroy();
    return of(undefined);
  }
}
