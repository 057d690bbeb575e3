/** Seconds until the next try: 2, 4, 8, … at most ten minutes. */
export function backOffSeconds(attempts: number): number {
  return Math.min(600, 2 ** Math.min(attempts, 10));
}

/** A code that may be stored and shown: never a message, which could quote what was sent. */
export function errorCodeOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (typeof code === 'string' && /^[A-Za-z0-9_.-]{1,60}$/.test(code)) return code;
  return typeof name === 'string' ? name : 'UNKNOWN';
}
