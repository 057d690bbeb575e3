import { compareMoney } from '@bangdai/domain';
import type { Db } from '../database/database.js';

/** Opening balances of a page of imported loans: one entry a loan, so that each can be followed on its own. */
export async function bookTakeovers(
  db: Db,
  batch: { county: string; as_of: string },
  rows: readonly { loanId: string; loanNo: string; balance: string }[],
): Promise<void> {
  const loans = JSON.stringify(rows.filter(({ balance }) => compareMoney(balance, '0.00') > 0));
  const source = `jsonb_to_recordset($1::jsonb) as x("loanId" uuid, "loanNo" text, balance numeric)`;
  await db.run(
    `insert into account (name, county, kind, owner)
     select 'county/' || $2 || '/loanPrincipal/' || "loanId", $2, 'loanPrincipal', "loanId"::text from ${source}
     union all select 'county/' || $2 || '/takenOver', $2, 'takenOver', '' on conflict do nothing`,
    [loans, batch.county],
  );
  await db.run(
    `insert into journal_entry (key, county, booked_on, kind, lines, subject_no, loan_id, subject_id)
     select 'takeover/' || "loanId", $2, $3::date, 'takeover', 2, "loanNo", "loanId", "loanId" from ${source} on conflict do nothing`,
    [loans, batch.county, batch.as_of],
  );
  await db.run(
    `insert into posting (entry_id, line_no, account, debit, credit)
     select e.id, side, case side when 1 then 'county/' || $2 || '/loanPrincipal/' || x."loanId" else 'county/' || $2 || '/takenOver' end,
       case side when 1 then x.balance else 0 end, case side when 2 then x.balance else 0 end
     from ${source} join journal_entry e on e.key = 'takeover/' || x."loanId" cross join generate_series(1, 2) as side
     on conflict do nothing`,
    [loans, batch.county],
  );
}
