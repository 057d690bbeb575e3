import { z } from 'zod';
import type { InboxKind } from '../inbox.js';
import {
  DisbursementReport,
  OverdueReport,
  PaymentReceiptReport,
  RecoveryReport,
  RepaymentReport,
  SubsidyListReport,
} from './banks.schema.js';

/**
 * What a counterpart without a machine of its own hands in as a table: the fields of the signed messages as columns, one
 * row each; a subsidy list is one message of all its rows.
 */
interface ExchangeFile {
  zh: string;
  kind: InboxKind;
  from: 'bank' | 'treasury';
  columns: readonly string[];
  /** May be missing, and empty in a row. */
  optional?: readonly string[];
  schema: z.ZodType;
  subject: (row: Record<string, string>) => string;
}

const byLoan = (row: Record<string, string>): string => row['loanNo'] ?? '';

export const exchangeFiles = {
  receipts: {
    ...{ zh: '拨付回单', kind: 'paymentReported', from: 'treasury', schema: PaymentReceiptReport },
    columns: ['orderNo', 'outcome', 'paidOn', 'amount'],
    subject: (row: Record<string, string>) => row['orderNo'] ?? '',
  },
  disbursements: {
    ...{ zh: '放款明细', kind: 'loanDisbursed', from: 'bank', schema: DisbursementReport, subject: byLoan },
    columns: ['loanNo', 'contractNo', 'amount', 'annualRate', 'disbursedOn', 'maturesOn'],
  },
  repayments: {
    ...{ zh: '还款明细', kind: 'repaymentReceived', from: 'bank', schema: RepaymentReport, subject: byLoan },
    columns: ['loanNo', 'receiptNo', 'paidOn', 'principal', 'interest'],
  },
  overdue: {
    ...{ zh: '逾期明细', kind: 'overdueNoticed', from: 'bank', schema: OverdueReport, subject: byLoan },
    columns: ['loanNo', 'overdueSince'],
    optional: ['curedOn'],
  },
  recoveries: {
    ...{ zh: '追偿明细', kind: 'recoveryReceived', from: 'bank', schema: RecoveryReport, subject: byLoan },
    columns: ['loanNo', 'receiptNo', 'amount', 'receivedOn'],
  },
  subsidylist: {
    ...{ zh: '贴息清单', kind: 'subsidyListReceived', from: 'bank', schema: SubsidyListReport },
    columns: ['settleOn', 'loanNo', 'nights', 'interest', 'subsidy'],
    subject: (row: Record<string, string>) => row['settleOn'] ?? '',
  },
} as const satisfies Record<string, ExchangeFile>;

export type ExchangeType = keyof typeof exchangeFiles;
export const isExchangeType = (text: string): text is ExchangeType => Object.hasOwn(exchangeFiles, text);

/** One fact of a file, ready for the inbox; or why its row is none. */
export interface ExchangeRow {
  /** Number of the row in the file, the head being row 1. */
  row: number;
  code: string | null;
  kind: InboxKind;
  subjectNo: string;
  payload: Record<string, unknown>;
}

/**
 * Facts of a table whose first row names the columns, in any order; further columns are left alone.
 * @returns null when a column is missing
 */
export function readExchangeRows(
  type: ExchangeType,
  sender: { county: string; bank: string | null },
  table: readonly (readonly string[])[],
): ExchangeRow[] | null {
  const { columns, optional = [] }: ExchangeFile = exchangeFiles[type];
  const head = (table[0] ?? []).map((cell) => cell.trim());
  if (columns.some((column) => !head.includes(column))) return null;
  const rows = table
    .slice(1)
    .map((cells, index) => ({ row: index + 2, cells }))
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map(({ row, cells }) => ({
      row,
      fields: Object.fromEntries(
        [...columns, ...optional]
          .map((name) => [name, valueOf(name, (cells[head.indexOf(name)] ?? '').trim())] as const)
          .filter(([name, value]) => value !== '' || columns.includes(name)),
      ),
    }));
  if (type === 'subsidylist') return rows.length === 0 ? [] : [listFact(sender, rows)];
  return rows.map(({ row, fields }) => factOf(type, row, { ...partiesOf(sender), ...fields }));
}

const moneyColumns = new Set(['amount', 'principal', 'interest', 'subsidy']);

/** Office programs drop the zeros of amounts: `50000` and `436.1` are read as `50000.00` and `436.10`. */
export function valueOf(column: string, text: string): string {
  if (!moneyColumns.has(column) || !/^\d{1,13}(\.\d)?$/.test(text)) return text;
  return text.includes('.') ? `${text}0` : `${text}.00`;
}

const partiesOf = ({ county, bank }: { county: string; bank: string | null }): Record<string, string> =>
  bank === null ? { county } : { county, bank };

function factOf(type: ExchangeType, row: number, payload: Record<string, unknown>): ExchangeRow {
  const file: ExchangeFile = exchangeFiles[type];
  const parsed = file.schema.safeParse(payload);
  const subjectNo = file.subject(payload as Record<string, string>);
  const isRight = parsed.success && file.columns.every((column) => isPossible(column, payload[column]));
  return { row, kind: file.kind, subjectNo, payload, code: isRight ? null : 'FIELD_INVALID' };
}

/** The form of a day alone would let the 30th of February in. */
const isPossible = (column: string, value: unknown): boolean =>
  !/(On|Since)$/.test(column) ||
  typeof value !== 'string' ||
  value === '' ||
  z.iso.date().safeParse(value).success;

function listFact(
  sender: { county: string; bank: string | null },
  rows: readonly { fields: Record<string, string> }[],
): ExchangeRow {
  const settleOn = rows[0]?.fields['settleOn'] ?? '';
  const lines = rows.map(({ fields: { loanNo, nights, interest, subsidy } }) => ({
    ...{ loanNo, interest, subsidy },
    nights: Number(nights),
  }));
  const fact = factOf('subsidylist', 2, { ...partiesOf(sender), settleOn, lines });
  const isOneDay = rows.every(({ fields }) => fields['settleOn'] === settleOn);
  const isOncePerLoan = new Set(lines.map(({ loanNo }) => loanNo)).size === lines.length;
  return isOneDay && isOncePerLoan ? fact : { ...fact, code: 'FIELD_INVALID' };
}
