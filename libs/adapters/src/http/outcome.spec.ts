import { describe, expect, it } from '@jest/globals';
import {
  CounterpartRefusedError,
  CounterpartUnavailableError,
  OutcomeUnknownError,
} from '@bangdai/contracts';
import { fromException, fromStatus, type CallKind } from './outcome.js';

const problem = (code: string) =>
  JSON.stringify({ type: 'x', title: 'x', status: 409, code, detail: '李明' });

describe('what an answer means', () => {
  it.each<[number, CallKind, new (...args: never[]) => Error]>([
    [503, 'send', CounterpartUnavailableError],
    [429, 'send', CounterpartUnavailableError],
    [500, 'send', OutcomeUnknownError],
    [502, 'send', OutcomeUnknownError],
    [504, 'send', OutcomeUnknownError],
    [302, 'send', OutcomeUnknownError],
    [408, 'send', OutcomeUnknownError],
    [500, 'query', CounterpartUnavailableError],
    [302, 'query', CounterpartUnavailableError],
    [400, 'send', CounterpartRefusedError],
    [422, 'send', CounterpartRefusedError],
    [404, 'query', CounterpartRefusedError],
  ])('status %p to a %s', (status, kind, type) => {
    expect(fromStatus(status, 'garbage', kind)).toBeInstanceOf(type);
  });

  it('takes the code of a refusal and nothing else of its text', () => {
    const error = fromStatus(409, problem('ALREADY_DISBURSED'), 'send');
    expect(error).toMatchObject({ code: 'ALREADY_DISBURSED', message: 'ALREADY_DISBURSED' });
    expect(fromStatus(409, problem('李明'), 'send')).toMatchObject({ code: 'HTTP_409' });
  });

  it.each<[string, CallKind, new (...args: never[]) => Error]>([
    ['ECONNREFUSED', 'send', CounterpartUnavailableError],
    ['ENOTFOUND', 'send', CounterpartUnavailableError],
    ['UND_ERR_CONNECT_TIMEOUT', 'send', CounterpartUnavailableError],
    ['ECONNRESET', 'send', OutcomeUnknownError],
    ['UND_ERR_SOCKET', 'send', OutcomeUnknownError],
    ['ECONNRESET', 'query', CounterpartUnavailableError],
  ])('%s during a %s', (code, kind, type) => {
    expect(fromException(new TypeError('fetch failed', { cause: { code } }), kind)).toBeInstanceOf(type);
  });

  it('does not know what became of a send that took too long', () => {
    const timeout = new DOMException('took too long', 'TimeoutError');
    expect(fromException(timeout, 'send')).toBeInstanceOf(OutcomeUnknownError);
    expect(fromException(timeout, 'query')).toBeInstanceOf(CounterpartUnavailableError);
  });
});
