import { randomUUID } from 'node:crypto';
import type { Logger } from '@bangdai/platform';
import type { NextFunction, Request, Response } from 'express';
import type { ApiRequest } from './api-request.js';

/** Gives each request a trace id and writes one line when it is answered: no body, no query, no names. */
export function requestLog(logger: Logger) {
  return (incoming: Request, response: Response, next: NextFunction): void => {
    const request = incoming as ApiRequest;
    const startedAt = performance.now();
    request.traceId = randomUUID();
    response.setHeader('X-Trace-Id', request.traceId);
    response.once('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'other';
      const fields = {
        traceId: request.traceId,
        method: request.method,
        route,
        status: response.statusCode,
        ms: Math.round(performance.now() - startedAt),
        actorId: request.account?.id,
      };
      logger.info(fields, 'request');
    });
    next();
  };
}
