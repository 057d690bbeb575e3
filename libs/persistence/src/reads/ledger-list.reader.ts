import type { Actor } from '@bangdai/contracts';
import type { LedgerQueryValue, LedgerRow, Page } from '@bangdai/contracts/http';
import type { Db } from '../database/database.js';
import { Conditions } from './conditions.js';
import { decodeCursor, pageOf } from './cursor.js';
import { EVERY_COUNTY } from './scope.js';

export interface LedgerRecord extends LedgerRow {
  seq: string;
  line_no: number;
}

/** One row a posting, with what its entry was booked for. */
export const LEDGER = `select e.id as "entryId", e.seq::text as seq, p.line_no, e.booked_on as "on", e.kind, p.account, p.debit, p.credit,
    e.subject_no as "subjectNo", e.subject, e.subject_id as "subjectId", e.loan_id as "loanId", e.document_no as "documentNo"
  from journal_entry e join posting p on p.entry_id = e.id`;

export const ledgerRow = ({ seq: _seq, line_no: _line, ...row }: LedgerRecord): LedgerRow => row;

/** Newest first, within what the actor sees. */
export async function listLedger(db: Db, actor: Actor, query: LedgerQueryValue): Promise<Page<LedgerRow>> {
  const where = new Conditions();
  if (actor.county !== EVERY_COUNTY) where.add(actor.county, (name) => `e.county = ${name}`);
  if (actor.place !== '') {
    const place = where.param(actor.place);
    where.raw(
      `e.loan_id in (select id from loan where place = ${place} or starts_with(place, ${place} || '/'))`,
    );
  }
  if (actor.bank !== null) {
    const bank = where.param(actor.bank);
    where.raw(`(e.loan_id in (select id from loan where bank = ${bank})
      or e.subject_id in (select id from settlement where bank = ${bank} union select id from claim where bank = ${bank}))`);
  }
  where.maybe(query.county, (name) => `e.county = ${name}`);
  where.maybe(query.subjectNo, (name) => `e.subject_no = ${name}`);
  where.maybe(query.kind, (name) => `e.kind = ${name}`);
  where.maybe(query.from, (name) => `e.booked_on >= ${name}::date`);
  where.maybe(query.to, (name) => `e.booked_on <= ${name}::date`);
  if (query.after !== undefined) {
    const [seq, line] = decodeCursor(query.after, 2).map((value) => where.param(value));
    where.raw(`(e.seq < ${seq}::bigint or (e.seq = ${seq}::bigint and p.line_no > ${line}::int))`);
  }
  const limit = where.param(query.limit + 1);
  const rows = await db.rows<LedgerRecord>(
    `${LEDGER} where ${where.sql} order by e.seq desc, p.line_no limit ${limit}`,
    where.params,
  );
  return pageOf(rows, query.limit, ledgerRow, (row) => [row.seq, row.line_no]);
}
