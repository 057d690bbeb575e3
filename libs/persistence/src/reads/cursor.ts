import { RefusedError } from '@bangdai/contracts';
import type { Page } from '@bangdai/contracts/http';

/** Opaque to callers: the sort values of the last row seen, so that a page is found by its key and never by counting. */
export function encodeCursor(values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** @throws RefusedError `FIELD_INVALID` for a cursor that is none of ours */
export function decodeCursor(cursor: string, length: number): (string | number | null)[] {
  try {
    const values = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown;
    if (Array.isArray(values) && values.length === length) return values as (string | number | null)[];
  } catch {
    // A mangled cursor is answered like any other wrong field.
  }
  throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/after', code: 'FIELD_INVALID' }]);
}

/** Rows were read with one more than the page holds: that one says whether there is a next page. */
export function pageOf<Row, View>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => View,
  cursorOf: (row: Row) => (string | number | null)[],
): Page<View> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown.map(view),
    next: rows.length > limit && last !== undefined ? encodeCursor(cursorOf(last)) : null,
  };
}
