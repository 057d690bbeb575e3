import { RefusedError, errorTexts } from '@bangdai/contracts';
import {
  ApplicationFailure,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  isGrpcDeadlineError,
  isGrpcServiceError,
} from '@temporalio/client';
import { EngineRefusal, NoAnswerError } from './engine.errors.js';

/** gRPC UNAVAILABLE and RESOURCE_EXHAUSTED: nothing was taken. */
const unreachable = new Set([14, 8]);

/**
 * What a failure of the client means for the caller: a business code (the type of the workflow's
 * ApplicationFailure), no answer in time, engine not reachable. Anything else is a defect and goes on unchanged.
 * @param closedCode what a workflow that has ended means for this command
 */
export function engineFailure(error: unknown, closedCode: string): unknown {
  if (error instanceof WorkflowUpdateFailedError) return refusalIn(error.cause, closedCode) ?? error;
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || isGrpcDeadlineError(error))
    return new NoAnswerError();
  if (error instanceof WorkflowNotFoundError) return new EngineRefusal(closedCode, {});
  if (error instanceof WorkflowExecutionAlreadyStartedError) return new EngineRefusal(closedCode, {});
  if (isUnreachable(error)) return new RefusedError('ENGINE_UNAVAILABLE');
  return error;
}

function refusalIn(cause: unknown, closedCode: string): EngineRefusal | null {
  if (!(cause instanceof ApplicationFailure)) return null;
  const code = cause.type ?? '';
  if (code in errorTexts) return new EngineRefusal(code, { reasons: reasonsIn(cause.details) });
  // The server's own failure for an Update that was taken by a workflow which ended before it was done.
  return code === 'AcceptedUpdateCompletedWorkflow' ? new EngineRefusal(closedCode, {}) : null;
}

/** Reasons travel as the details of the failure, or all as its first one. */
function reasonsIn(details: unknown[] | null | undefined): string[] {
  const first: unknown = details?.[0];
  const list = Array.isArray(first) ? first : (details ?? []);
  return list.filter((reason): reason is string => typeof reason === 'string');
}

function isUnreachable(error: unknown): boolean {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) && unreachable.has(cause.code);
}
