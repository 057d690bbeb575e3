import { Decimal } from '@bangdai/domain';

/** Keys whose values are rates: `"0.0480"` and `"0.048"` are the same. */
const RATE_KEYS: ReadonlySet<string> = new Set([
  'rate',
  'rateCap',
  'subsidyRate',
  'annualRate',
  'excess',
  'score',
]);
const NUMBER = /^-?\d+(\.\d+)?$/;

/** Where `got` differs from `expected`; null when it does not. Fields beyond the expected ones differ too. */
export function difference(expected: unknown, got: unknown, path = ''): string | null {
  const key = path.slice(path.lastIndexOf('.') + 1);
  if (Object.is(expected, got)) return null;
  if (RATE_KEYS.has(key) && isNumeric(expected) && isNumeric(got)) {
    return new Decimal(expected).equals(got) ? null : tell(path, expected, got);
  }
  if (Array.isArray(expected) && Array.isArray(got)) {
    if (expected.length !== got.length) return tell(path, expected, got);
    return firstDifference(
      expected.map((each, i) => [String(i), each, got[i]]),
      path,
    );
  }
  if (isRecord(expected) && isRecord(got)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
    return firstDifference(
      keys.map((each) => [each, expected[each], got[each]]),
      path,
    );
  }
  return tell(path, expected, got);
}

function firstDifference(entries: [string, unknown, unknown][], path: string): string | null {
  for (const [key, expected, got] of entries) {
    const found = difference(expected, got, path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

function isNumeric(value: unknown): value is string {
  return typeof value === 'string' && NUMBER.test(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tell(path: string, expected: unknown, got: unknown): string {
  return `${path === '' ? '结果' : path} 应为 ${show(expected)}，实为 ${show(got)}`;
}

function show(value: unknown): string {
  const text = value === undefined ? '（无）' : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
