import { describe, expect, it } from '@jest/globals';
import type { Request } from 'express';
import { isSameOrigin, sessionCookie, tokenOf } from './session-cookie.js';

const request = (headers: Record<string, string>): Request => ({ headers }) as unknown as Request;
const token = 'abcdefghijklmnopqrstuvwxyz.lk1';

describe('a session', () => {
  it('comes as bearer or cookie, the bearer first', () => {
    const cookie = `theme=dark; bangdai_session=${token}`;
    expect(tokenOf(request({ cookie }))).toEqual({ token, isCookie: true });
    expect(tokenOf(request({ cookie, authorization: `Bearer ${token}x` }))).toEqual({
      token: `${token}x`,
      isCookie: false,
    });
    expect(tokenOf(request({ cookie: `x_bangdai_session=${token}` }))).toBeNull();
  });

  it('is set so that no script and no other site can use it', () => {
    expect(sessionCookie(token, 3_600_000, true)).toBe(
      `bangdai_session=${token}; Path=/; Max-Age=3600; HttpOnly; SameSite=Strict; Secure`,
    );
  });

  it.each([
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site' }, false],
    [{ origin: 'http://bangdai:7300', host: 'bangdai:7300' }, true],
    [{ origin: 'http://evil.example', host: 'bangdai:7300' }, false],
    [{ origin: 'null', host: 'bangdai:7300' }, false],
    [{ host: 'bangdai:7300' }, true],
  ])('knows whether our own pages sent %p', (headers, isOurs) => {
    expect(isSameOrigin(request(headers as unknown as Record<string, string>))).toBe(isOurs);
  });
});
