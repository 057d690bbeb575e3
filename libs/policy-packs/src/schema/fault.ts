import type { z } from 'zod';

/** One thing wrong with a document: where, and why in Chinese. */
export interface Fault {
  path: string;
  reason: string;
}

const TYPES: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或否（true/false）',
  object: '对象',
  record: '对象',
  array: '列表',
  null: '空（null）',
};

function pathOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? '（整个文件）' : path.map(String).join('.');
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.message.includes('received undefined')
        ? '缺少该字段（不适用时写 null）'
        : `应为${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `只能取 ${issue.values.map(String).join('、')}`;
    case 'unrecognized_keys':
      return `不认识的字段 ${issue.keys.join('、')}`;
    case 'too_small':
      return issue.origin === 'array'
        ? '不能为空'
        : issue.origin === 'string'
          ? '不能为空'
          : `不能小于 ${issue.minimum}`;
    case 'too_big':
      return /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : `不能大于 ${issue.maximum}`;
    case 'invalid_union':
      return issue.discriminator === undefined
        ? '不符合任何一种写法'
        : `不认识的类型（${issue.discriminator}）`;
    case 'invalid_key':
      return '键名不符合要求';
    default:
      return /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : '格式不对';
  }
}

/** Of several ways to write something the one that was meant: of the nearest its faults are told. */
function nearest(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union' || issue.discriminator !== undefined) return [issue];
  const meant = issue.errors.filter((branch) => branch.every(({ path }) => path.length > 0));
  const [first, ...others] = meant;
  if (first === undefined) return [issue];
  const best = others.reduce((least, branch) => (branch.length < least.length ? branch : least), first);
  return best.flatMap((inner) => nearest({ ...inner, path: [...issue.path, ...inner.path] }));
}

export function schemaFaults(issues: readonly z.core.$ZodIssue[]): Fault[] {
  return issues.flatMap(nearest).map((issue) => ({ path: pathOf(issue.path), reason: reasonOf(issue) }));
}
