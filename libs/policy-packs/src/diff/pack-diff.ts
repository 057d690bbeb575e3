import { isRecord } from '../vectors/compare.js';
import { fieldLabel } from '../labels/field-labels.js';

const WORDS: Readonly<Record<string, string>> = {
  true: '是',
  false: '否',
  null: '无',
};

/** Fields by which an entry of a list is recognised in the other version. */
const NAMES = ['key', 'role', 'party', 'grade', 'metric', 'level', 'on', 'for', 'maxMonths', 'cohort'];

/** What changed from one document to another, a plain Chinese line for each change; empty when nothing did. */
export function packDiff(before: unknown, after: unknown): string[] {
  return compare(before, after, []);
}

function compare(before: unknown, after: unknown, path: string[]): string[] {
  if (isRecord(before) && isRecord(after)) return compareEntries(before, after, path, fieldLabel);
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path);
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [`修改 ${where(path)}：${show(before)} → ${show(after)}`];
}

function compareEntries(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  path: string[],
  name: (key: string) => string,
): string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => {
    const inner = [...path, name(key)];
    if (!Object.hasOwn(before, key)) return [`新增 ${where(inner)}：${show(after[key])}`];
    if (!Object.hasOwn(after, key)) return [`删除 ${where(inner)}：${show(before[key])}`];
    return compare(before[key], after[key], inner);
  });
}

function compareLists(before: unknown[], after: unknown[], path: string[]): string[] {
  const left = byName(before);
  const right = byName(after);
  if (left === null || right === null) return compareValues(before, after, path);
  const labels = new Map(
    [...Object.entries(left), ...Object.entries(right)].map(([key, entry]) => [key, labelOf(key, entry)]),
  );
  const lines = compareEntries(left, right, path, (key) => labels.get(key) ?? key);
  const shared = (keys: string[], other: object): string[] => keys.filter((key) => Object.hasOwn(other, key));
  const [was, is] = [shared(Object.keys(left), right), shared(Object.keys(right), left)];
  if (was.join() !== is.join()) {
    const named = (keys: string[]): string => keys.map((key) => labels.get(key) ?? key).join('、');
    lines.push(`调整 ${where(path)} 的顺序：${named(was)} → ${named(is)}`);
  }
  return lines;
}

function compareValues(before: unknown[], after: unknown[], path: string[]): string[] {
  const text = (list: unknown[]): string[] => list.map((each) => JSON.stringify(each));
  const [was, is] = [text(before), text(after)];
  if (was.join() === is.join()) return [];
  const added = after.filter((_, i) => !was.includes(is[i] ?? ''));
  const removed = before.filter((_, i) => !is.includes(was[i] ?? ''));
  if (added.length === 0 && removed.length === 0)
    return [`调整 ${where(path)} 的顺序：${show(before)} → ${show(after)}`];
  return [
    ...added.map((each) => `新增 ${where(path)}：${show(each)}`),
    ...removed.map((each) => `删除 ${where(path)}：${show(each)}`),
  ];
}

/** Entries by their own name; null when they have none, or one twice. */
function byName(list: unknown[]): Record<string, unknown> | null {
  const found: Record<string, unknown> = {};
  for (const entry of list) {
    if (!isRecord(entry)) return null;
    const field = NAMES.find((name) => typeof entry[name] === 'string' || typeof entry[name] === 'number');
    const key = field === undefined ? undefined : `${field}:${String(entry[field])}`;
    if (key === undefined || Object.hasOwn(found, key)) return null;
    found[key] = entry;
  }
  return found;
}

function labelOf(key: string, entry: unknown): string {
  const plain = key.slice(key.indexOf(':') + 1);
  const zh = isRecord(entry) ? entry['zh'] : undefined;
  return typeof zh === 'string' ? `${zh}（${plain}）` : plain;
}

function where(path: string[]): string {
  return path.length === 0 ? '整个文件' : path.join(' › ');
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '（空）' : value.map(show).join('、');
  if (isRecord(value)) {
    const zh = value['zh'];
    const parts = Object.entries(value).filter(([key]) => key !== 'outcomes' && key !== 'zh');
    const rest = parts.map(([key, inner]) => `${fieldLabel(key)} ${show(inner)}`).join('，');
    return typeof zh === 'string' ? `${zh}（${rest}）` : `{${rest}}`;
  }
  const word = String(value);
  return Object.hasOwn(WORDS, word) && typeof value !== 'string' ? (WORDS[word] ?? word) : word;
}
