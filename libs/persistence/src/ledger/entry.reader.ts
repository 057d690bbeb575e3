import type { EntryDetail } from '@bangdai/contracts/http';
import { sumMoney } from '@bangdai/domain';
import type { Db } from '../database/database.js';
import { BANK_OF_ACCOUNT, LOAN_OF_ACCOUNT, OWNER_NAME } from './account-sql.js';

type Head = Omit<EntryDetail, 'postings' | 'debit' | 'credit'>;

/** One entry, all its postings, and what it was booked for. @throws RefusedError `NOT_FOUND` */
export async function readEntry(db: Db, entryId: string): Promise<EntryDetail> {
  const head = await db.one<Head>(
    `select e.id, e.key, e.county, c.name as "countyName", e.booked_on as "on", e.kind, e.recorded_at as "recordedAt",
       e.subject, e.subject_no as "subjectNo", e.subject_id as "subjectId", e.loan_id as "loanId",
       e.document_no as "documentNo", e.reverses, (select r.id from journal_entry r where r.reverses = e.id) as "reversedBy"
     from journal_entry e join county c on c.code = e.county where e.id = $1`,
    [entryId],
  );
  const postings = await db.rows<EntryDetail['postings'][number]>(
    `select p.account, a.kind, ${OWNER_NAME}, l.id as "loanId", p.debit, p.credit
     from posting p join account a on a.name = p.account ${LOAN_OF_ACCOUNT} ${BANK_OF_ACCOUNT}
     where p.entry_id = $1 order by p.line_no`,
    [entryId],
  );
  const debit = sumMoney(postings.map((posting) => posting.debit));
  const credit = sumMoney(postings.map((posting) => posting.credit));
  return { ...head, debit, credit, postings };
}
