import type { Db } from '../database/database.js';
import { LEFT_OPEN, type SettlementRecord } from './settlement.record.js';

/**
 * The set-based claim: plan lines of this interest day become lines, once per loan and period, and with them those of
 * earlier days that no settlement took up: held or waiting ones, and loans that were reported after theirs was opened
 * (lifecycle §4). Where the subsidy is settled at payoff only loans that are paid off have a line. A zero line pays
 * nobody and is left out. A line that waited for its proof was listed by the bank with the interest that was due and
 * nothing of it paid: it agrees where the interest does.
 * @param payoffVersions `<version>/<product>` of packs that settle at payoff
 */
export async function collectLines(
  db: Db,
  settlement: SettlementRecord,
  payoffVersions: readonly string[],
): Promise<void> {
  const { id, settle_on, county, bank } = settlement;
  await db.run(
    `insert into settlement_line (settlement_id, loan_id, loan_no, township, village, period_from, period_to, nights, interest,
       subsidy_rate, subsidy, borrower_share, carried_from, bank_nights, bank_interest, bank_subsidy, state)
     select $1, l.id, l.loan_no, l.township, l.village, p.period_from, p.period_to, p.nights, p.interest, p.subsidy_rate,
       p.subsidy, p.borrower_share, o.id, b.nights, b.interest, b.subsidy,
       case when o.id is null or b.subsidy = p.subsidy or (b.loan_no is null and o.bank_total is null)
           or (b.interest = p.interest and w.state = 'waiting') then 'claimed' else 'disputed' end
     from subsidy_plan p join loan l on l.id = p.loan_id
     left join settlement o on o.county = l.county and o.bank = l.bank and o.settle_on = p.settle_on and o.id <> $1
     left join lateral (select * from subsidy_list_line x where x.settlement_id = o.id and x.loan_no = l.loan_no
       order by x.late desc limit 1) b on true
     left join settlement_line w on w.settlement_id = o.id and w.loan_id = l.id and w.period_from = p.period_from
       and w.sequence = 0
     where l.county = $3 and l.bank = $4 and p.subsidy > 0 and (p.settle_on = $2 or (p.settle_on < $2 and o.id is not null))
       and (l.settled_on is not null or not (l.pack_version || '/' || l.product = any($5)))
     on conflict (loan_id, period_from, period_to, sequence) where state not in ${LEFT_OPEN} do nothing`,
    [id, settle_on, county, bank, payoffVersions],
  );
  await db.run(
    `update settlement_line old set carried_to = $1 from settlement o
     where o.id = old.settlement_id and o.county = $2 and o.bank = $3 and o.settle_on < $4
       and old.state in ${LEFT_OPEN} and old.carried_to is null`,
    [id, county, bank, settle_on],
  );
}
