/**
 * The `Idempotency-Key` of one form. The key is made when the form opens and kept while the very same submission
 * is tried again after a lost answer; another content, or a definite answer, needs another key
 * (the API refuses one key for two contents and replays the first answer for the same).
 */
export class SubmissionKey {
  private key: string;
  private body: string | null = null;

  constructor(private readonly makeKey: () => string = makeUuid) {
    this.key = makeKey();
  }

  keyFor(body: string): string {
    if (this.body !== null && this.body !== body) this.key = this.makeKey();
    this.body = body;
    return this.key;
  }

  /** The API gave its final word on this content: what is sent next is a new submission. */
  settle(): void {
    this.key = this.makeKey();
    this.body = null;
  }
}

/** True when the outcome is unknown and the same key must be kept. */
export const isUncertain = (status: number, code: string): boolean =>
  status === 0 || status >= 500 || code === 'IDEMPOTENCY_IN_PROGRESS';

/** `crypto.randomUUID` exists on secure origins alone; counties also run the console over plain HTTP inside their net. */
export function makeUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
