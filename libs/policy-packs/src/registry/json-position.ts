const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

type Wanted = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd';

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}

interface Move {
  length: number;
  wanted: Wanted;
  opens?: '{' | '[';
  closes?: boolean;
}

/** What may stand at `at` where `wanted` is wanted, inside of `inside`; null when what stands there may not. */
function moveAt(text: string, at: number, wanted: Wanted, inside: '{' | '[' | undefined): Move | null {
  const sign = text[at];
  const ends = sign === (inside === '{' ? '}' : ']') && inside !== undefined;
  if (ends && wanted.endsWith('OrEnd')) return { length: 1, wanted: 'commaOrEnd', closes: true };
  if (wanted === 'colon') return sign === ':' ? { length: 1, wanted: 'value' } : null;
  if (wanted === 'commaOrEnd')
    return sign === ',' ? { length: 1, wanted: inside === '{' ? 'key' : 'value' } : null;
  const string = lengthOf(STRING, text, at);
  if (wanted === 'key' || wanted === 'keyOrEnd')
    return string > 0 ? { length: string, wanted: 'colon' } : null;
  if (sign === '{') return { length: 1, wanted: 'keyOrEnd', opens: sign };
  if (sign === '[') return { length: 1, wanted: 'valueOrEnd', opens: sign };
  const length = string > 0 ? string : lengthOf(SCALAR, text, at);
  return length > 0 ? { length, wanted: 'commaOrEnd' } : null;
}

/** Where a text stops being JSON; null when it is. (The engine's own message names a place only now and then.) */
export function jsonErrorAt(text: string): number | null {
  const open: ('{' | '[')[] = [];
  let wanted: Wanted = 'value';
  let at = lengthOf(SPACE, text, 0);
  while (at < text.length) {
    if (wanted === 'commaOrEnd' && open.length === 0) return at;
    const move = moveAt(text, at, wanted, open[open.length - 1]);
    if (move === null) return at;
    if (move.opens !== undefined) open.push(move.opens);
    if (move.closes === true) open.pop();
    wanted = move.wanted;
    at += move.length;
    at += lengthOf(SPACE, text, at);
  }
  return wanted === 'commaOrEnd' && open.length === 0 ? null : at;
}

/** Line and column as an editor counts them, from one. */
export function placeOf(text: string, at: number): string {
  const lines = text.slice(0, at).split('\n');
  return `第 ${lines.length} 行第 ${(lines[lines.length - 1] ?? '').length + 1} 列`;
}
