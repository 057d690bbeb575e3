import { describe, expect, it } from '@jest/globals';
import { isUncertain, makeUuid, SubmissionKey } from './submission-key';

const counting = () => {
  let n = 0;
  return new SubmissionKey(() => `key-${++n}`);
};

describe('SubmissionKey', () => {
  it('keeps the key while the same submission is tried again', () => {
    const key = counting();
    expect(key.keyFor('a')).toBe('key-1');
    expect(key.keyFor('a')).toBe('key-1');
  });

  it('takes another key for another content', () => {
    const key = counting();
    key.keyFor('a');
    expect(key.keyFor('b')).toBe('key-2');
  });

  it('takes another key after a definite answer, so that the same content may be sent anew', () => {
    const key = counting();
    key.keyFor('a');
    key.settle();
    expect(key.keyFor('a')).toBe('key-2');
  });

  it('treats silence, server faults and a request still running as uncertain', () => {
    expect(isUncertain(0, 'NETWORK')).toBe(true);
    expect(isUncertain(503, 'ENGINE_UNAVAILABLE')).toBe(true);
    expect(isUncertain(409, 'IDEMPOTENCY_IN_PROGRESS')).toBe(true);
    expect(isUncertain(422, 'REASON_REQUIRED')).toBe(false);
  });

  it('makes version 4 uuids', () => {
    expect(makeUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(makeUuid()).not.toBe(makeUuid());
  });
});
