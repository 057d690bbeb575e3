import { describe, expect, it } from '@jest/globals';
import {
  ApplicationFailure,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { engineFailure } from './engine-failures.js';
import { EngineRefusal, NoAnswerError } from './engine.errors.js';

const rejected = (type: string, details?: unknown[]) =>
  new WorkflowUpdateFailedError(
    'failed',
    ApplicationFailure.create({ message: 'x', type, nonRetryable: true, details: details ?? [] }),
  );
const grpc = (code: number) => Object.assign(new Error('grpc'), { code, details: '', metadata: {} });

describe("a failure of the engine's client", () => {
  it("is a refusal when the workflow's failure has a known code", () => {
    const failure = engineFailure(rejected('SAME_PERSON'), 'LOAN_CLOSED');
    expect(failure).toBeInstanceOf(EngineRefusal);
    expect(failure).toMatchObject({ code: 'SAME_PERSON' });
  });

  it('keeps the reasons of eligibility', () => {
    const failure = engineFailure(rejected('NOT_ELIGIBLE', [['AGE_ABOVE_MAX']]), 'LOAN_CLOSED');
    expect(failure).toMatchObject({ code: 'NOT_ELIGIBLE', reasons: ['AGE_ABOVE_MAX'] });
  });

  it('means that the subject has ended when its workflow has', () => {
    const gone = new WorkflowNotFoundError('gone', 'loan/c/1', undefined);
    expect(engineFailure(gone, 'LOAN_CLOSED')).toMatchObject({ code: 'LOAN_CLOSED' });
    const taken = rejected('AcceptedUpdateCompletedWorkflow');
    expect(engineFailure(taken, 'CHAIN_CLOSED')).toMatchObject({ code: 'CHAIN_CLOSED' });
  });

  it('means no answer after the deadline, and unavailable when nothing was taken', () => {
    const late = new WorkflowUpdateRPCTimeoutOrCancelledError('late', { cause: grpc(4) });
    expect(engineFailure(late, 'X')).toBeInstanceOf(NoAnswerError);
    const down = new ServiceError('down', { cause: grpc(14) });
    expect(engineFailure(down, 'X')).toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });

  it('is a defect otherwise, and stays what it is', () => {
    const unknown = rejected('TypeError');
    expect(engineFailure(unknown, 'X')).toBe(unknown);
  });
});
