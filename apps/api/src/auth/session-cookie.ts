import type { Request } from 'express';

const name = 'bangdai_session';

/** `HttpOnly`: no script reads it; `SameSite=Strict`: no other site sends it. */
export function sessionCookie(token: string, maxAgeMs: number, isSecure: boolean): string {
  const seconds = Math.floor(maxAgeMs / 1000);
  return `${name}=${token}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
}

/** Whether the browser's own connection is encrypted; a proxy that ends TLS says so by header. */
export function isOverTls(request: Request): boolean {
  return request.secure || request.headers['x-forwarded-proto'] === 'https';
}

export const noSessionCookie = `${name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict`;

/** The token of the request: `Authorization: Bearer` before the cookie. */
export function tokenOf(request: Request): { token: string; isCookie: boolean } | null {
  const bearer = /^Bearer ([\w.-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer) return { token: bearer, isCookie: false };
  const cookie = new RegExp(`(?:^|;\\s*)${name}=([\\w.-]{20,200})(?:;|$)`).exec(request.headers.cookie ?? '');
  return cookie?.[1] ? { token: cookie[1], isCookie: true } : null;
}

/**
 * Whether a browser sent the request from our own pages: `Sec-Fetch-Site` where the browser tells it,
 * else `Origin` against `Host`. A request with neither comes from no browser.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers['sec-fetch-site'];
  if (typeof site === 'string') return site === 'same-origin' || site === 'none';
  const { origin, host } = request.headers;
  if (!origin) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
