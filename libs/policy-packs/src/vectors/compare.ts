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

interface Difference {
  path: string;
  expected: unknown;
  got: unknown;
}

/** Where `got` differs from `expected` first, and in how many places more; null when it does not. Fields beyond the expected ones differ too. */
export function difference(expected: unknown, got: unknown): string | null {
  const [first, ...others] = differences(expected, got, '');
  if (first === undefined) return null;
  const { path } = first;
  const [wanted, found] = shownApart(textOf(first.expected), textOf(first.got));
  const more = others.length === 0 ? '' : `；另有 ${others.length} 处不同`;
  return `${path === '' ? '结果' : path} 应为 ${wanted}，实为 ${found}${more}`;
}

function differences(expected: unknown, got: unknown, path: string): Difference[] {
  const key = path.slice(path.lastIndexOf('.') + 1);
  if (Object.is(expected, got)) return [];
  if (RATE_KEYS.has(key) && isNumeric(expected) && isNumeric(got) && new Decimal(expected).equals(got))
    return [];
  if (isList(expected) && isList(got) && !areShortLists(expected, got)) {
    const longer = expected.length > got.length ? expected : got;
    return longer.flatMap((_, i) => differences(expected[i], got[i], join(path, String(i))));
  }
  if (isRecord(expected) && isRecord(got)) {
    const keys = [...new Set([...Object.keys(expected), ...Object.keys(got)])];
    return keys.flatMap((each) => differences(own(expected, each), own(got, each), join(path, each)));
  }
  return [{ path, expected, got }];
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function own(record: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

/** Of two short lists of different length both are shown: which entry is one too many, a reader sees at once. */
function areShortLists(expected: unknown[], got: unknown[]): boolean {
  return expected.length !== got.length && textOf(expected).length <= SHORT && textOf(got).length <= SHORT;
}

function isNumeric(value: unknown): value is string {
  return typeof value === 'string' && NUMBER.test(value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const SHORT = 120;

/** A value in short, for people. */
export function brief(value: unknown): string {
  const text = textOf(value);
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

function textOf(value: unknown): string {
  return value === undefined ? '（无）' : JSON.stringify(value);
}

/** Long texts are cut to the part around their first difference. */
function shownApart(a: string, b: string): [string, string] {
  if (a.length <= SHORT && b.length <= SHORT) return [a, b];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const from = Math.max(0, same - 20);
  const cut = (text: string): string => {
    const part = text.slice(from, from + SHORT);
    return `${from > 0 ? '…' : ''}${part}${text.length > from + SHORT ? '…' : ''}`;
  };
  return [cut(a), cut(b)];
}
