import type { BankDueRow } from '@bangdai/contracts/http';
import type { Db } from '../database/database.js';

const SHOWN = 50;

/** Open cases first, oldest first, then those that ended last. `where` speaks of the case `d`. */
export function readDues(db: Db, where: string, params: unknown[]): Promise<BankDueRow[]> {
  return db.rows<BankDueRow>(
    `select d.id, d.cause, case when d.claim_id is null then 'settlement' else 'claim' end as subject,
       coalesce(d.claim_id, d.settlement_id) as "subjectId", coalesce(c.claim_no, s.settlement_no) as "subjectNo",
       d.order_no as "orderNo", d.bank, coalesce(b.name, d.bank) as "bankName", d.amount,
       (d.amount - coalesce((select sum(r.amount) from bank_due_return r where r.due_id = d.id and r.returned_on is not null), 0))
         ::numeric(18,2)::text as left, d.opened_on as "openedOn", d.due_on as "dueOn",
       d.set_off_ordered as "setOffOrdered", d.settled_on as "settledOn",
       (select t.id from task t where t.subject_id = coalesce(d.claim_id, d.settlement_id) and t.kind = 'bankDue'
          and t.status in ('open', 'claimed')
          and starts_with(t.id, coalesce(d.claim_id, d.settlement_id) || '.bankDue-' || d.id) limit 1) as "taskId"
     from bank_due d left join claim c on c.id = d.claim_id left join settlement s on s.id = d.settlement_id
     left join bank b on b.county = d.county and b.code = d.bank
     where ${where} order by d.settled_on desc nulls first, d.seq limit ${SHOWN}`,
    params,
  );
}

/** What an account of the fund is owed; a bank sees its own debts alone. */
export const duesOfFund = (
  db: Db,
  { county, bank }: { county: string; bank: string },
  reader: { bank: string | null },
): Promise<BankDueRow[]> =>
  readDues(
    db,
    'd.county = $1 and d.fund_bank = $2 and d.claim_id is not null and ($3::text is null or d.bank = $3)',
    [county, bank, reader.bank],
  );
