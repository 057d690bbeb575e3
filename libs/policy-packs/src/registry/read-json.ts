import { readFileSync } from 'node:fs';

export type JsonResult = { ok: true; value: unknown } | { ok: false; reason: string };

/** Reads a JSON file without ever throwing; the reason of a failure is Chinese and names no path of the machine. */
export function readJson(file: string): JsonResult {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return {
      ok: false,
      reason: code === 'ENOENT' ? '文件不存在' : code === 'EISDIR' ? '这是文件夹，不是文件' : '文件无法读取',
    };
  }
  try {
    return { ok: true, value: JSON.parse(content.replace(/^\uFEFF/, '')) as unknown };
  } catch {
    return { ok: false, reason: '不是有效的 JSON' };
  }
}
