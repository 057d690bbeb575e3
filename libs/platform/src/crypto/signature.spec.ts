import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signMessage, verifySignature } from './signature.js';

const secret = randomBytes(32).toString('base64');
const oldSecret = randomBytes(32).toString('base64');
const secrets = [secret, oldSecret];
const minutes = (count: number) => new Date(Date.now() + count * 60_000);
const id = fc.stringMatching(/^[A-Za-z0-9/_-]{1,60}$/);

describe('signatures', () => {
  it('accepts what was signed, whatever the body', () => {
    fc.assert(
      fc.property(id, fc.string({ unit: 'grapheme' }), (messageId, body) => {
        const headers = { ...signMessage({ secrets, id: messageId, body }) };
        expect(verifySignature({ secrets, headers, rawBody: Buffer.from(body) })).toEqual({ id: messageId });
      }),
    );
  });

  it('refuses another body, id, time or secret', () => {
    const body = '{"amount":"50000.00"}';
    const headers = { ...signMessage({ secrets, id: 'msg-1', body }) };
    const forged = [
      { headers, rawBody: body.replace('5', '6') },
      { headers: { ...headers, 'webhook-id': 'msg-2' }, rawBody: body },
      {
        headers: { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) },
        rawBody: body,
      },
      { headers: { ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']} ` }, rawBody: body },
      { headers: { ...headers, 'webhook-id': [headers['webhook-id'], 'msg-2'] }, rawBody: body },
      { headers: { ...headers, 'webhook-signature': 'v1' }, rawBody: body },
      { headers: {}, rawBody: body },
      {
        headers: signMessage({ secrets: [randomBytes(32).toString('base64')], id: 'msg-1', body }),
        rawBody: body,
      },
    ];
    for (const message of forged)
      expect(() => verifySignature({ secrets, ...message })).toThrow('BAD_SIGNATURE');
  });

  it('refuses random signatures', () => {
    const headers = signMessage({ secrets, id: 'msg-1', body: '{}' });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const forged = { ...headers, 'webhook-signature': `v1,${Buffer.from(bytes).toString('base64')}` };
        expect(() => verifySignature({ secrets, headers: forged, rawBody: '{}' })).toThrow('BAD_SIGNATURE');
      }),
    );
  });

  it.each([
    [-6, false],
    [-4, true],
    [4, true],
    [6, false],
  ])('a message %p minutes from now is accepted: %p', (offset, accepted) => {
    const headers = { ...signMessage({ secrets, id: 'msg-1', body: '{}', at: minutes(offset) }) };
    const verify = () => verifySignature({ secrets, headers, rawBody: '{}' });
    if (accepted) expect(verify()).toEqual({ id: 'msg-1' });
    else expect(verify).toThrow('BAD_SIGNATURE');
  });

  it('signs with both secrets of an overlap, so that neither side has to change first', () => {
    const headers = { ...signMessage({ secrets, id: 'msg-1', body: '{}' }) };
    for (const known of secrets)
      expect(verifySignature({ secrets: [known], headers, rawBody: '{}' })).toEqual({ id: 'msg-1' });
  });

  it('accepts the old secret during the overlap and not after it', () => {
    const headers = { ...signMessage({ secrets: [oldSecret], id: 'msg-1', body: '{}' }) };
    expect(verifySignature({ secrets, headers, rawBody: '{}' })).toEqual({ id: 'msg-1' });
    expect(() => verifySignature({ secrets: [secret], headers, rawBody: '{}' })).toThrow('BAD_SIGNATURE');
  });
});
