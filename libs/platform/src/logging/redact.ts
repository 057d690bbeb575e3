/**
 * What may be logged: ids, codes, amounts, counts. Values under these keys are personal or secret and are never
 * written; texts that look like an ID number, a telephone or an account are taken out wherever they stand.
 */
const personalKeys = new Set(
  [
    ...['name', 'fullName', 'personName', 'householdName', 'borrowerName', 'displayName'],
    ...['idNumber', 'idNo', 'phone', 'mobile', 'telephone', 'address', 'account', 'accountNo', 'bankAccount'],
    ...['cardNo', 'reason', 'opinion', 'remark', 'text', 'note', 'body', 'payload', 'parameters', 'query'],
    ...['password', 'secret', 'token', 'authorization', 'cookie', 'signature', 'webhookSignature'],
    ...['dataKey', 'indexKey', 'payloadKey', 'databaseUrl', 'adminDatabaseUrl'],
  ].map(plainKey),
);

const personalPatterns = [
  /(?<!\d)\d{17}[\dXx](?!\d)/g, // ID number
  /(?<!\d)\d{16,19}(?!\d)/g, // bank card or account
  /(?<![\d.])1[3-9]\d{9}(?!\d)/g, // mobile telephone
  /(?<=:\/\/[^\s:/@]+:)[^\s@]+(?=@)/g, // password inside an address
];

const maxDepth = 6;
const maxItems = 50;
const redacted = '[redacted]';

/** A copy that is safe to log; errors become `ErrorLine`s. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (value === null || typeof value !== 'object') return typeof value === 'function' ? undefined : value;
  if (isError(value)) return describeError(value);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= maxDepth) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, maxItems).map((item) => redact(item, depth + 1));
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    personalKeys.has(plainKey(key)) ? redacted : redact(inner, depth + 1),
  ]);
  return Object.fromEntries(entries);
}

export function redactText(text: string): string {
  return personalPatterns.reduce((clean, pattern) => clean.replace(pattern, redacted), text);
}

/** An error as it is logged. There is no message: see `describeError`. */
export interface ErrorLine {
  type: string;
  code?: string;
  reasons?: string[];
  /** Frames only. */
  stack?: string[];
  cause?: ErrorLine;
}

/**
 * Only the code of a coded error, never the message of any: messages of PostgreSQL, of JSON.parse and of V8 itself
 * quote the value at fault, which may be a name. Type, code and stack frames say where to look.
 */
export function describeError(error: Error, depth = 0): ErrorLine {
  const { code, reasons } = error as { code?: unknown; reasons?: unknown };
  const line: ErrorLine = { type: error.constructor?.name || 'Error' };
  if (isCode(code)) line.code = code;
  if (Array.isArray(reasons)) line.reasons = reasons.filter(isCode).slice(0, maxItems);
  const frames = framesOf(error);
  if (frames.length > 0) line.stack = frames;
  if (isError(error.cause) && depth < maxDepth) line.cause = describeError(error.cause, depth + 1);
  return line;
}

/** Errors of another realm (Jest, the workflow sandbox) are no `instanceof Error`. */
const isError = (value: unknown): value is Error =>
  value instanceof Error || Object.prototype.toString.call(value) === '[object Error]';

const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z0-9_.-]{1,60}$/.test(value) && redactText(value) === value;

function framesOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line));
  return lines.slice(0, 12).map((line) => redactText(line.trim()));
}

/** `id_number`, `idNumber` and `ID-Number` are one key. */
function plainKey(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase();
}
