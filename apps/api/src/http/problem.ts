import { RefusedError, errorTexts, statusOf, textOf } from '@bangdai/contracts';
import type { Problem } from '@bangdai/contracts/http';
import { DomainError } from '@bangdai/domain';
import { HttpException } from '@nestjs/common';

/** A refusal that tells the caller where to turn instead, or where the refused thing can be read. */
export class GuidedRefusal extends RefusedError {
  constructor(
    code: string,
    readonly guide: { hint?: string; instance?: string; reasons?: string[]; fields?: RefusedError['fields'] },
  ) {
    super(code, guide.reasons, guide.fields);
    this.name = 'GuidedRefusal';
  }
}

/** HTTP failures of the framework and its body parsers, by status. */
const codeByStatus: Record<number, string> = {
  400: 'FIELD_INVALID',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'NOT_FOUND',
  413: 'FILE_TOO_LARGE',
  415: 'FILE_TYPE_NOT_ALLOWED',
  429: 'TOO_MANY_REQUESTS',
};

/** The refusal behind an error; `INTERNAL` for anything that nobody foresaw. */
export function refusalOf(error: unknown): RefusedError {
  if (error instanceof RefusedError) return error;
  if (error instanceof DomainError && error.code in errorTexts) return new RefusedError(error.code);
  return new RefusedError(codeByStatus[httpStatusOf(error)] ?? 'INTERNAL');
}

/** Nest's exceptions and those of body-parser and multer carry a status of their own. */
function httpStatusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const { status, name, code } = (error ?? {}) as { status?: unknown; name?: unknown; code?: unknown };
  if (name === 'MulterError') return code === 'LIMIT_FILE_SIZE' ? 413 : 400;
  return typeof status === 'number' && status < 500 ? status : 500;
}

/** RFC 9457 problem details; the text comes from the table of codes alone, never from an error's message. */
export function problemOf(error: unknown, traceId: string): Problem {
  const refusal = refusalOf(error);
  const { code, reasons, fields } = refusal;
  const guide = refusal instanceof GuidedRefusal ? refusal.guide : {};
  const named = reasons.map((reason) => ({ code: reason, detail: textOf(reason) }));
  const errors = fields.map((field) => ({ ...field, detail: textOf(field.code) }));
  return {
    type: `urn:bangdai:problem:${code}`,
    title: textOf(code),
    status: statusOf(code),
    code,
    detail: sentenceOf(code, named, guide.hint),
    ...(named.length > 0 && { reasons: named }),
    ...(errors.length > 0 && { errors }),
    ...(guide.instance && { instance: guide.instance }),
    traceId,
  };
}

function sentenceOf(code: string, reasons: { detail: string }[], hint = ''): string {
  const because = reasons.length > 0 ? `：${reasons.map(({ detail }) => detail).join('；')}` : '';
  return `${textOf(code)}${because}。${hint}`;
}
