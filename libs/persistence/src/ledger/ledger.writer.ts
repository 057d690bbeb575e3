import type { Posting } from '@bangdai/domain';
import type { Db } from '../database/database.js';

export interface Booking {
  /** Permanent business key: the same booking asked for twice is the same entry. */
  key: string;
  county: string;
  on: string;
  kind: string;
  subjectNo: string;
  loanId: string | null;
  subjectId: string | null;
  postings: Posting[];
}

/** The one write path of the ledger. False when the entry exists already. */
export async function book(db: Db, booking: Booking): Promise<boolean> {
  const entry = await db.maybe<{ id: string }>(
    `insert into journal_entry (key, county, booked_on, kind, lines, subject_no, loan_id, subject_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do nothing returning id`,
    [
      ...[booking.key, booking.county, booking.on, booking.kind, booking.postings.length],
      ...[booking.subjectNo, booking.loanId, booking.subjectId],
    ],
  );
  if (entry === null) return false;
  const lines = JSON.stringify(booking.postings);
  await db.run(
    `${OPEN_ACCOUNTS} select distinct p->>'account' as name from jsonb_array_elements($1::jsonb) as x(p)) a
     on conflict (name) do nothing`,
    [lines],
  );
  await db.run(
    `insert into posting (entry_id, line_no, account, debit, credit)
     select $1, n, p->>'account', coalesce((p->>'debit')::numeric, 0), coalesce((p->>'credit')::numeric, 0)
     from jsonb_array_elements($2::jsonb) with ordinality as lines(p, n)`,
    [entry.id, lines],
  );
  return true;
}

/** Accounts open with their first posting; the name `county/<code>/<kind>/<owner>` says all about them. */
export const OPEN_ACCOUNTS = `insert into account (name, county, kind, owner)
  select name, split_part(name, '/', 2), split_part(name, '/', 3), split_part(name, '/', 4) from (`;
