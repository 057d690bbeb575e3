import { CounterpartUnavailableError, RefusedError } from '@bangdai/contracts';
import { DomainError } from '@bangdai/domain';
import { describe, expect, it } from '@jest/globals';
import { asActivities, codedFailure } from './coded-failures.js';

describe('codedFailure', () => {
  it('does not retry a refusal and keeps its reasons', () => {
    const failure = codedFailure(new RefusedError('NOT_ELIGIBLE', ['AGE_ABOVE_MAX']));
    expect(failure).toMatchObject({ type: 'NOT_ELIGIBLE', nonRetryable: true, details: ['AGE_ABOVE_MAX'] });
    expect(codedFailure(new DomainError('BAD_DATE'))).toMatchObject({ type: 'BAD_DATE', nonRetryable: true });
  });

  it('retries what passes', () => {
    const failure = codedFailure(new CounterpartUnavailableError('away'));
    expect(failure).toMatchObject({ type: 'COUNTERPART_UNAVAILABLE', nonRetryable: false });
  });

  it('never carries what a driver said', () => {
    const fault = Object.assign(new Error('duplicate key (name)=(阿依古丽)'), {
      code: '23505',
      detail: '阿依古丽',
    });
    const failure = codedFailure(fault);
    expect(failure).toMatchObject({ type: '23505', message: '23505', nonRetryable: false });
    expect(JSON.stringify([failure, failure.stack])).not.toContain('阿依古丽');
    expect(codedFailure(new TypeError('阿依古丽'))).toMatchObject({ message: 'TypeError' });
    expect(codedFailure({ code: '阿依古丽 13800000000' })).toMatchObject({ message: 'UNKNOWN' });
  });
});

describe('asActivities', () => {
  it('binds methods to their object and codes what they throw', async () => {
    class Port {
      private readonly greeting = 'hello';
      async greet({ name }: { name: string }): Promise<string> {
        if (name === '') throw new RefusedError('FIELD_REQUIRED');
        return `${this.greeting} ${name}`;
      }
    }
    const { greet } = asActivities(new Port(), ['greet']);
    expect(await greet({ name: 'Bangdai' })).toBe('hello Bangdai');
    await expect(greet({ name: '' })).rejects.toMatchObject({ type: 'FIELD_REQUIRED', nonRetryable: true });
  });
});
