import { readFileSync } from 'node:fs';
import { jsonErrorAt, placeOf } from './json-position.js';

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
  return parseJson(content.replace(/^\uFEFF/, ''));
}

function parseJson(text: string): JsonResult {
  if (text.trim() === '') return { ok: false, reason: '文件是空的' };
  let hidden = false;
  try {
    // A field of this name would be skipped by every check and found by every lookup.
    const value: unknown = JSON.parse(text, (key, inner: unknown) => {
      if (key === '__proto__') hidden = true;
      return inner;
    });
    return hidden ? { ok: false, reason: '不能用 __proto__ 作字段名' } : { ok: true, value };
  } catch {
    const at = jsonErrorAt(text);
    return { ok: false, reason: `不是有效的 JSON${at === null ? '' : `（${placeOf(text, at)}）`}` };
  }
}
