import type { Db } from '../database/database.js';
import type { Subject } from '../subjects/subject.js';

/** Whom a message is about, as tasks and histories name it. */
export interface MessageSubject extends Subject {
  place: string;
  /** A loan that came to its good end: nobody is reminded of it any more. */
  ended: boolean;
}

/** A message about a loan belongs to the loan; one without a loan to the settlement or claim that caused it. */
export async function subjectOfMessage(
  db: Db,
  { subject_id, loan_id }: { subject_id: string; loan_id: string | null },
): Promise<MessageSubject> {
  return db.one<MessageSubject>(
    `select 'loan' as kind, id, loan_no as no, county, id as "loanId", place,
       stage in ('settled', 'renewed', 'converted', 'closedLoss') as ended from loan where id = $1
     union all select 'settlement', id, settlement_no, county, null, '', false from settlement where id = $2
     union all select 'claim', id, claim_no, county, loan_id, place, false from claim where id = $2 limit 1`,
    [loan_id, subject_id],
  );
}
