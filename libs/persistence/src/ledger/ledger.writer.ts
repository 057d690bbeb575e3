import { RefusedError } from '@bangdai/contracts';
import { reversalEntry, type JournalEntry, type JournalKind, type Posting } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import type { Subject } from '../subjects/subject.js';

/** What an entry was booked for: the way back from a figure to the event that caused it. */
export interface Cause {
  /** Permanent business key: the same booking asked for twice is the same entry. */
  key: string;
  county: string;
  /** The record whose event it was; null where the county itself acted (its budget, its fund). */
  subject: Subject['kind'] | 'budget' | 'fund' | 'case' | null;
  subjectNo: string;
  subjectId: string | null;
  loanId: string | null;
  /** Receipt, contract, order or voucher number. */
  documentNo: string | null;
}

export function causeOf(
  { kind, no, id, county, loanId }: Subject,
  key: string,
  documentNo: string | null,
): Cause {
  return { key, county, subject: kind, subjectNo: no, subjectId: id, loanId, documentNo };
}

export interface Booking {
  entry: JournalEntry;
  cause: Cause;
}

/** The one write path of the ledger. False when the entry exists already. */
export async function book(db: Db, entry: JournalEntry, cause: Cause): Promise<boolean> {
  return (await bookAll(db, [{ entry, cause }])) === 1;
}

/**
 * For a caller that has made sure that its event is new: an entry under its key would mean that money moved without
 * being booked.
 * @throws Error when the key is taken
 */
export async function bookNew(db: Db, entry: JournalEntry, cause: Cause): Promise<void> {
  if (!(await book(db, entry, cause))) throw new Error(`the journal has an entry ${cause.key} already`);
}

/** Many entries by three statements, whatever their number. @returns how many of them are new */
export async function bookAll(db: Db, bookings: readonly Booking[]): Promise<number> {
  const list = JSON.stringify(
    bookings.map(({ entry: { kind, on, postings, reverses }, cause }) => ({
      ...cause,
      ...{ kind, on, postings, reverses: reverses ?? null, lines: postings.length },
    })),
  );
  const created = await db.rows<{ id: string; key: string }>(
    `insert into journal_entry
       (key, county, booked_on, kind, lines, subject, subject_no, loan_id, subject_id, document_no, reverses)
     select key, county, "on", kind, lines, subject, "subjectNo", "loanId", "subjectId", "documentNo", reverses
     from jsonb_to_recordset($1::jsonb) as x(key text, county text, "on" date, kind text, lines integer, subject text,
       "subjectNo" text, "loanId" uuid, "subjectId" uuid, "documentNo" text, reverses uuid)
     on conflict (key) do nothing returning id, key`,
    [list],
  );
  if (created.length === 0) return 0;
  const ids = new Map(created.map(({ id, key }) => [key, id]));
  const postings = bookings.flatMap(({ entry, cause }) =>
    ids.has(cause.key)
      ? entry.postings.map((posting, index) => ({ ...posting, entryId: ids.get(cause.key), line: index + 1 }))
      : [],
  );
  await writePostings(db, JSON.stringify(postings));
  return created.length;
}

/** Accounts open with their first posting; the name `county/<code>/<kind>/<owner>` says all about them. */
async function writePostings(db: Db, postings: string): Promise<void> {
  await db.run(
    `insert into account (name, county, kind, owner)
     select account, split_part(account, '/', 2), split_part(account, '/', 3), split_part(account, '/', 4)
     from (select distinct p->>'account' as account from jsonb_array_elements($1::jsonb) as x(p)) a order by account
     on conflict (name) do nothing`,
    [postings],
  );
  await db.run(
    `insert into posting (entry_id, line_no, account, debit, credit)
     select "entryId", line, account, coalesce(debit, 0), coalesce(credit, 0)
     from jsonb_to_recordset($1::jsonb) as x("entryId" uuid, line integer, account text, debit numeric, credit numeric)`,
    [postings],
  );
}

/**
 * Undoes the entry booked under `key` by its mirror image, dated on its own day (lifecycle §9). False when this
 * reversal is written already. An entry is reversed once: a second reversal under another key is refused by the database.
 * @throws RefusedError `NOT_FOUND` when nothing was booked under `key`
 */
export async function reverse(db: Db, key: string, on: string, cause: Cause): Promise<boolean> {
  const found = await db.maybe<{ id: string; kind: JournalKind; on: string; postings: Posting[] }>(
    `select e.id, e.kind, e.booked_on as "on", jsonb_agg(case when p.debit > 0
         then jsonb_build_object('account', p.account, 'debit', p.debit::text)
         else jsonb_build_object('account', p.account, 'credit', p.credit::text) end order by p.line_no) as postings
     from journal_entry e join posting p on p.entry_id = e.id where e.key = $1 group by e.id`,
    [key],
  );
  if (found === null) throw new RefusedError('NOT_FOUND');
  return book(db, reversalEntry(found, cause.key, on), cause);
}
