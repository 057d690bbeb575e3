import { textOf, type Problem } from '@bangdai/contracts/http';

/** An answer of the API that says no; `status` 0 when no answer came. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.detail);
    this.name = 'ApiProblem';
  }

  get code(): string {
    return this.problem.code;
  }
}

const fallback = (status: number): Problem => ({
  type: 'about:blank',
  title: '请求失败',
  status,
  code: status === 0 ? 'NETWORK' : 'INTERNAL',
  detail: status === 0 ? '网络不通，请检查连接后重试' : `服务暂时不可用（${status}）`,
});

/** Takes whatever a failing answer carried; a proxy's HTML page still becomes a Chinese sentence. */
export function toProblem(status: number, body: unknown): ApiProblem {
  const given = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {};
  if (typeof given.code !== 'string') return new ApiProblem(status, fallback(status));
  return new ApiProblem(status, {
    ...fallback(status),
    ...given,
    detail: given.detail ?? textOf(given.code),
  });
}

/** All that a person should read: the sentence, then each reason once. */
export function problemLines(error: unknown): { title: string; reasons: string[] } {
  if (!(error instanceof ApiProblem)) return { title: '页面出错，请刷新后重试', reasons: [] };
  const { title, detail, reasons = [], errors = [] } = error.problem;
  const lines = [
    ...reasons.map((r) => r.detail || textOf(r.code)),
    ...errors.map((e) => e.detail || textOf(e.code)),
  ];
  // The API's sentence repeats the reasons; as a list below a short head they are easier to read.
  const head = reasons.length > 0 ? title : detail;
  return { title: head, reasons: [...new Set(lines)].filter((line) => line !== head) };
}

export interface FieldFault {
  name: string[];
  errors: string[];
}

/** JSON pointers of the faults as form paths, for antd's `setFields`. */
export function fieldFaults(error: unknown): FieldFault[] {
  if (!(error instanceof ApiProblem)) return [];
  const byPath = new Map<string, FieldFault>();
  for (const fault of error.problem.errors ?? []) {
    const name = pointerPath(fault.pointer);
    const known = byPath.get(name.join('/'))?.errors ?? [];
    byPath.set(name.join('/'), { name, errors: [...known, fault.detail || textOf(fault.code)] });
  }
  return [...byPath.values()];
}

function pointerPath(pointer: string): string[] {
  return pointer
    .replace(/^#?\//, '')
    .split('/')
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'));
}
