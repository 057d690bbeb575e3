import type { BankDueRow } from '@bangdai/contracts/http';
import type { Db } from '../database/database.js';

const SHOWN = 50;

/** What banks owe an account: open cases first, oldest first, then those that ended last. */
export function readDues(db: Db, fund: { county: string; bank: string }): Promise<BankDueRow[]> {
  return db.rows<BankDueRow>(
    `select d.id, d.claim_id as "claimId", c.claim_no as "claimNo", d.order_no as "orderNo", d.bank,
       coalesce(b.name, d.bank) as "bankName", d.amount,
       (d.amount - coalesce((select sum(r.amount) from bank_due_return r where r.due_id = d.id and r.returned_on is not null), 0))
         ::numeric(18,2)::text as left, d.opened_on as "openedOn", d.due_on as "dueOn",
       d.set_off_ordered as "setOffOrdered", d.settled_on as "settledOn",
       (select t.id from task t where t.subject_id = d.claim_id and t.kind = 'bankDue' and t.status in ('open', 'claimed')
          and starts_with(t.id, d.claim_id || '.bankDue-' || d.id) limit 1) as "taskId"
     from bank_due d join claim c on c.id = d.claim_id left join bank b on b.county = d.county and b.code = d.bank
     where d.county = $1 and d.fund_bank = $2
     order by d.settled_on desc nulls first, d.seq limit $3`,
    [fund.county, fund.bank, SHOWN],
  );
}
