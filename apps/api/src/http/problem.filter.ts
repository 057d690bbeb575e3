import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { RefusedError } from '@bangdai/contracts';
import type { Persistence } from '@bangdai/persistence';
import type { Logger } from '@bangdai/platform';
import type { Response } from 'express';
import { LOGGER, PERSISTENCE } from '../tokens.js';
import { actorOf, type ApiRequest } from './api-request.js';
import { problemOf, refusalOf } from './problem.js';

const recordedStatuses = new Set([403, 409, 422]);

/** Turns every failure into problem details, and writes down refused commands of people for the audit trail. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(PERSISTENCE) private readonly persistence: Persistence,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<ApiRequest>();
    const response = host.switchToHttp().getResponse<Response>();
    const problem = problemOf(error, request.traceId);
    if (problem.status >= 500 && !(error instanceof RefusedError))
      this.logger.error({ err: error, traceId: request.traceId }, 'unforeseen failure');
    if (recordedStatuses.has(problem.status)) await this.record(request, refusalOf(error).code);
    if (response.headersSent) return void response.end();
    if (problem.status === 401) response.setHeader('WWW-Authenticate', 'Bearer');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  }

  /** The answer stands even if the audit line cannot be written; then the log says so. */
  private async record(request: ApiRequest, code: string): Promise<void> {
    const { account, commandId, method, params } = request;
    if (!account || !commandId) return;
    const route = (request.route as { path?: string } | undefined)?.path ?? 'unknown route';
    const subject = typeof params.id === 'string' ? params.id : null;
    try {
      await this.persistence.intake.storeRefusal(
        actorOf(account),
        commandId,
        subject,
        `${method} ${route}`,
        code,
      );
    } catch (failure) {
      this.logger.error({ err: failure, traceId: request.traceId }, 'refusal could not be recorded');
    }
  }
}
