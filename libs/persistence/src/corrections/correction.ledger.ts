import { RefusedError } from '@bangdai/contracts';
import { accountName, postingsOf, reversalEntry, type JournalEntry, type Posting } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import { book } from '../ledger/ledger.writer.js';
import type { LoanRecord } from '../loans/loan.record.js';

interface Booked {
  /** Permanent business key of the new entry. */
  key: string;
  on: string;
}

/** The mirror image of the entry booked under `key`, dated on its own day. @throws RefusedError `NOT_FOUND` */
export async function reverseEntry(
  db: Db,
  loan: LoanRecord,
  key: string,
  { key: id, on }: Booked,
): Promise<void> {
  const postings = await db.rows<Posting>(
    `select p.account, case when p.debit > 0 then p.debit::text end as debit, case when p.credit > 0 then p.credit::text end as credit
     from journal_entry e join posting p on p.entry_id = e.id where e.key = $1 order by p.line_no`,
    [key],
  );
  if (postings.length === 0) throw new RefusedError('NOT_FOUND');
  const entry: JournalEntry = { id: key, kind: 'repayment', on, postings: postings.map(oneSided) };
  await bookEntry(db, loan, reversalEntry(entry, id, on), { key: id, on });
}

const oneSided = ({ account, debit, credit }: Posting): Posting =>
  debit == null ? { account, credit } : { account, debit };

export async function bookEntry(
  db: Db,
  loan: LoanRecord,
  { kind, postings }: JournalEntry,
  { key, on }: Booked,
): Promise<void> {
  const { county, id, loan_no: subjectNo } = loan;
  await book(db, { key, county, on, kind, subjectNo, loanId: id, subjectId: id, postings });
}

/** A receipt with what of it is above the balance and belongs to the borrower. */
export function receiptEntry(
  { county, bank, id }: LoanRecord,
  on: string,
  { principal, interest, held, total }: { principal: string; interest: string; held: string; total: string },
): JournalEntry {
  const postings = postingsOf([
    { account: accountName(county, 'bankCash', bank), debit: total },
    { account: accountName(county, 'loanPrincipal', id), credit: principal },
    { account: accountName(county, 'loanInterestIncome', id), credit: interest },
    { account: `county/${county}/heldForReturn/${id}`, credit: held },
  ]);
  return { id, kind: 'repayment', on, postings };
}
