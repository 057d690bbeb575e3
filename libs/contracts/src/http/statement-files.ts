import { z } from 'zod';
import type { StatementEntry } from '../workflows/reconciliation.messages.js';
import { valueOf } from './exchange-files.js';
import { StatementBody } from './reconciliation.views.js';

/**
 * What a counterpart without a machine hands in as its statement: each row says of which days the statement is (`from`,
 * `to`, inclusive) and one movement; a single row without a movement says that there was none.
 */
export const statementColumns = [
  ...(['from', 'to', 'kind', 'ref', 'loanNo', 'on', 'amount', 'principal', 'payee'] as const),
] as const;

type Fields = Record<(typeof statementColumns)[number], string>;

export interface HandedStatement {
  from: string;
  to: string;
  entries: StatementEntry[];
}

export interface ReadStatement {
  /** Null when a single row is wrong: part of a statement would make what is missing in it look like a difference. */
  statement: HandedStatement | null;
  rows: { row: number; code: string | null }[];
}

const EntrySchema = StatementBody.shape.entries.element;
const DaySchema = z.iso.date();

const kindsOf = { bank: ['disbursement', 'repayment', 'recovery'], treasury: ['payment'] };

/** @returns null when a column or every row is missing */
export function readStatement(
  sender: 'bank' | 'treasury',
  table: readonly (readonly string[])[],
): ReadStatement | null {
  const head = (table[0] ?? []).map((cell) => cell.trim());
  if (statementColumns.some((column) => !head.includes(column))) return null;
  const rows = table
    .slice(1)
    .map((cells, index) => ({ row: index + 2, fields: fieldsOf(head, cells) }))
    .filter(({ fields }) => Object.values(fields).some((text) => text !== ''));
  const [first] = rows;
  if (first === undefined) return null;
  const { from, to } = first.fields;
  const isSpan = DaySchema.safeParse(from).success && DaySchema.safeParse(to).success && from <= to;
  const results = rows.map(({ row, fields }) => ({
    row,
    entry: isSpan && fields.from === from && fields.to === to ? entryOf(sender, fields) : null,
  }));
  const isWhole = results.every(({ entry }) => entry !== null);
  const entries = results.flatMap(({ entry }) => (entry === null || entry === 'none' ? [] : [entry]));
  return {
    statement: isWhole ? { from, to, entries } : null,
    // A row that is right in a statement that is not is not taken either.
    rows: results.map(({ row, entry }) => ({
      row,
      code: isWhole ? null : entry === null ? 'FIELD_INVALID' : 'FILE_INVALID',
    })),
  };
}

function fieldsOf(head: readonly string[], cells: readonly string[]): Fields {
  const fields = statementColumns.map((name) => [
    name,
    valueOf(name, (cells[head.indexOf(name)] ?? '').trim()),
  ]);
  return Object.fromEntries(fields) as Fields;
}

/** The movement of a row, `none` for a row without one, null for a row that is wrong. */
function entryOf(sender: 'bank' | 'treasury', fields: Fields): StatementEntry | 'none' | null {
  const { from, to, kind, ref, loanNo, on, amount, principal, payee } = fields;
  if ([kind, ref, loanNo, on, amount, principal, payee].every((text) => text === '')) return 'none';
  const parsed = EntrySchema.safeParse({
    ...{ kind, ref, on, amount, loanNo: loanNo || null, payee: payee || null },
    ...(principal === '' ? {} : { principal }),
  });
  const isOfDays = DaySchema.safeParse(on).success && on >= from && on <= to;
  return parsed.success && isOfDays && kindsOf[sender].includes(kind) ? parsed.data : null;
}
