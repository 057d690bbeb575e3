import { createHash } from 'node:crypto';
import type { Persistence } from '@bangdai/persistence';
import type { BlindIndex } from '@bangdai/platform';
import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { Response } from 'express';
import { from, lastValueFrom, of, type Observable } from 'rxjs';
import { BLIND_INDEX, PERSISTENCE } from '../tokens.js';
import type { ApiRequest } from './api-request.js';
import { EngineRefusal } from '../engine/engine.errors.js';
import { problemOf } from './problem.js';

/**
 * One command, one effect: the first request with a key runs, a repeated one gets the stored answer. Answers
 * of the engine are final, refusals included; a command that failed before any effect frees its key.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(BLIND_INDEX) private readonly blindIndex: BlindIndex,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const response = http.getResponse<Response>();
    const { account, idempotencyKey: key } = request;
    if (!account || !key) return next.handle();
    const route = `${request.method} ${request.path}`;
    // A plain hash of a body could be guessed back to the password or ID number in it, so it is keyed.
    const hash = this.blindIndex.of('command body', hashOfBody(request));
    const known = await this.persistence.idempotency.begin(account.id, route, key, hash);
    if (!known.first) return of(replay(response, known.status, known.body));
    return from(this.run(request, response, next, { actorId: account.id, route, key }));
  }

  private async run(
    request: ApiRequest,
    response: Response,
    next: CallHandler,
    { actorId, route, key }: { actorId: string; route: string; key: string },
  ): Promise<unknown> {
    const { idempotency } = this.persistence;
    try {
      const body: unknown = await lastValueFrom(next.handle(), { defaultValue: null });
      await idempotency.finish(actorId, route, key, response.statusCode, body);
      return body;
    } catch (error) {
      if (error instanceof EngineRefusal) {
        const problem = problemOf(error, request.traceId);
        await idempotency.finish(actorId, route, key, problem.status, problem);
      } else {
        await idempotency.abandon(actorId, route, key);
      }
      throw error;
    }
  }
}

function replay(response: Response, status: number, body: unknown): unknown {
  response.status(status).setHeader('Idempotency-Replayed', 'true');
  if (status >= 400) response.type('application/problem+json');
  return body;
}

/** Over the parsed body and the file's bytes: blanks in JSON and multipart boundaries do not matter. */
export function hashOfBody(request: Pick<ApiRequest, 'body' | 'file'>): string {
  const hash = createHash('sha256').update(JSON.stringify(sorted(request.body ?? null)));
  if (request.file) hash.update(request.file.originalname).update(request.file.buffer);
  return hash.digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
