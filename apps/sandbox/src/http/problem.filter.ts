import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { RefusedError, statusOf, textOf } from '@bangdai/contracts';
import type { Response } from 'express';
import { FaultError } from '../faults/fault.interceptor.js';
import type { Log } from './log.js';

interface Answer {
  status: number;
  code: string;
  errors?: { pointer: string; code: string }[];
}

/** Every refusal and failure as problem details (RFC 9457) with a stable code. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const { status, code, errors } = this.answerTo(error);
    if (response.headersSent || response.destroyed) return;
    response
      .status(status)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          type: `urn:bangdai:problem:${code}`,
          title: code,
          status,
          code,
          detail: textOf(code),
          errors,
        }),
      );
  }

  private answerTo(error: unknown): Answer {
    if (error instanceof RefusedError)
      return {
        status: statusOf(error.code),
        code: error.code,
        errors: error.fields.length ? error.fields : undefined,
      };
    if (error instanceof FaultError) return { status: error.status, code: 'COUNTERPART_UNAVAILABLE' };
    if (error instanceof HttpException) return { status: error.getStatus(), code: codeOf(error.getStatus()) };
    const { status } = error as { status?: unknown };
    if (typeof status === 'number' && status >= 400 && status < 500) return { status, code: codeOf(status) };
    const frames =
      error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
    this.log('error', 'request failed', {
      type: (error as Error)?.constructor?.name,
      stack: frames.slice(0, 8),
    });
    return { status: 500, code: 'INTERNAL' };
  }
}

/** An address that does not exist must not look like "this order was never seen": NOT_FOUND is for that alone. */
function codeOf(status: number): string {
  return { 404: 'NO_SUCH_ADDRESS', 413: 'FILE_TOO_LARGE' }[status] ?? 'FIELD_INVALID';
}
