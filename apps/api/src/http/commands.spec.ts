import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  ApplicationFailure,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { loanId, receipt, startEdge, type Edge } from '../testing/edge.js';

describe('commands', () => {
  let edge: Edge;
  const call: Edge['call'] = (...args) => edge.call(...args);

  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(async () => edge.stop());

  beforeEach(() => {
    edge.parts.engine.update = async () => receipt;
    edge.parts.refusals.length = 0;
    edge.parts.engine.signals.length = 0;
  });

  const decide = (key: string, body: unknown = { decision: 'approve' }) =>
    call('POST', '/v1/tasks/t1/decision', { as: 'township', key, body });

  it('need a key', async () => {
    const answer = await call('POST', '/v1/tasks/t1/decision', {
      as: 'township',
      body: { decision: 'approve' },
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'IDEMPOTENCY_KEY_REQUIRED' } });
  });

  it('run once for a key; the repeated one gets the same answer, marked', async () => {
    const update = jest.fn(async () => receipt);
    edge.parts.engine.update = update;
    const first = await decide('once');
    const second = await decide('once');
    expect(first).toMatchObject({ status: 200, body: receipt });
    expect(second).toMatchObject({ status: 200, body: receipt });
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(update).toHaveBeenCalledTimes(1);
  });

  it('with a used key and another body are refused', async () => {
    await decide('reused');
    expect(await decide('reused', { decision: 'reject' })).toMatchObject({
      status: 422,
      body: { code: 'IDEMPOTENCY_KEY_REUSED' },
    });
  });

  it('in flight are not run a second time', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    edge.parts.engine.update = async () => held.then(() => receipt);
    const first = decide('flight');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await decide('flight')).toMatchObject({
      status: 409,
      body: { code: 'IDEMPOTENCY_IN_PROGRESS' },
    });
    release();
    expect((await first).status).toBe(200);
  });

  it('keep the engine’s refusal for their key and write it down', async () => {
    edge.parts.engine.update = async () => {
      throw new WorkflowUpdateFailedError('x', ApplicationFailure.nonRetryable('x', 'SAME_PERSON'));
    };
    expect(await decide('refused')).toMatchObject({ status: 403, body: { code: 'SAME_PERSON' } });
    expect(edge.parts.refusals).toEqual([{ action: 'POST /v1/tasks/:id/decision', code: 'SAME_PERSON' }]);
    edge.parts.engine.update = async () => receipt;
    const again = await decide('refused');
    expect(again).toMatchObject({ status: 403, body: { code: 'SAME_PERSON' } });
    expect(again.headers.get('content-type')).toContain('application/problem+json');
  });

  it('that failed on a field free their key', async () => {
    const bad = await decide('freed', { decision: 'approve', amount: 1 });
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ pointer: '/amount' }] } });
    expect((await decide('freed')).status).toBe(200);
  });

  it('are parked as a signal when no worker answers, with the same command id', async () => {
    let sent: unknown;
    edge.parts.engine.update = async (_name, command) => {
      sent = command;
      throw new WorkflowUpdateRPCTimeoutOrCancelledError('late');
    };
    const answer = await decide('parked');
    expect(answer.status).toBe(202);
    expect(edge.parts.engine.signals).toEqual([{ name: 'reviewSubmitted', payload: sent }]);
    expect(answer.body.commandId).toBe((sent as { commandId: string }).commandId);
  });

  it('that cannot be parked say that the engine is not there', async () => {
    edge.parts.engine.update = async () => {
      throw new WorkflowUpdateRPCTimeoutOrCancelledError('late');
    };
    const answer = await call('POST', `/v1/loans/${loanId}/urgings`, {
      as: 'township',
      key: 'urge',
      body: { kind: 'call' },
    });
    expect(answer).toMatchObject({ status: 503, body: { code: 'ENGINE_UNAVAILABLE' } });
  });

  it('in bulk have a result each, and one failure stops no other', async () => {
    edge.parts.engine.update = async (_name, command) => {
      const { taskId } = command as { taskId: string };
      if (taskId === 't2')
        throw new WorkflowUpdateFailedError('x', ApplicationFailure.nonRetryable('x', 'STEP_NOT_PENDING'));
      if (taskId === 't3') throw new TypeError('boom');
      return receipt;
    };
    const taskIds = ['t1', 't2', 't3', 'x4'];
    const answer = await call('POST', '/v1/tasks/bulk-decision', {
      as: 'township',
      key: 'bulk',
      body: { taskIds, decision: 'approve' },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        done: 1,
        refused: 2,
        failed: 1,
        results: [
          { taskId: 't1', outcome: 'done', code: null },
          { taskId: 't2', outcome: 'refused', code: 'STEP_NOT_PENDING' },
          { taskId: 't3', outcome: 'failed', code: 'INTERNAL' },
          { taskId: 'x4', outcome: 'refused', code: 'NOT_FOUND' },
        ],
      },
    });
  });
});
