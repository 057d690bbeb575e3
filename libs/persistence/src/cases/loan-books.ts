import type { Db } from '../database/database.js';

/** What the ledger says of a loan at the end of a day, in yuan; null before anything was booked. */
export interface LoanBooks {
  principal: string | null;
  balance: string | null;
  subsidyPaid: string;
}

/**
 * Everything that was lent or taken over, what of it is still owed, and the subsidy paid, from the postings alone. A correction
 * stands on the day on which it was booked: before it the loan was known as it had been reported.
 */
export async function booksUntil(db: Db, loanId: string, on: string): Promise<LoanBooks> {
  return db.one<LoanBooks>(
    `select sum(p.debit - p.credit) filter (where a.kind = 'loanPrincipal' and coalesce(r.kind, e.kind) in ('disbursement', 'takeover'))::numeric(18,2)::text as principal,
       sum(p.debit - p.credit) filter (where a.kind = 'loanPrincipal')::numeric(18,2)::text as balance,
       coalesce(sum(p.debit - p.credit) filter (where a.kind = 'subsidyPaid'), 0)::numeric(18,2)::text as "subsidyPaid"
     from account a join posting p on p.account = a.name join journal_entry e on e.id = p.entry_id
       left join journal_entry r on r.id = e.reverses
     where a.owner = $1::text and e.booked_on <= $2::date`,
    [loanId, on],
  );
}
