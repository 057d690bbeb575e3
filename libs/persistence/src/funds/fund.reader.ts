import type { FundDetail, FundEntryRow } from '@bangdai/contracts/http';
import type { Db } from '../database/database.js';
import type { FundRecord } from './fund.writer.js';

const MONTHS = 24;
const DECIDED = 20;

/** What waits for its second person first, then what was decided last. */
export async function readEntries(
  db: Db,
  fundId: string,
  entryId: string | null = null,
): Promise<FundEntryRow[]> {
  return db.rows<FundEntryRow>(
    `select e.id, e.bank, coalesce(b.name, e.bank) as "bankName", e.kind, e.amount, e.received_on as "receivedOn",
       e.voucher_no as "voucherNo", e.state, coalesce(r.display_name, e.recorded_by) as "recordedByName",
       e.recorded_at as "recordedAt", d.display_name as "decidedByName", e.decided_at as "decidedAt", t.id as "taskId"
     from fund_entry e left join bank b on b.county = e.county and b.code = e.bank
     left join staff r on r.id::text = e.recorded_by left join staff d on d.id::text = e.decided_by
     left join task t on t.subject_id = e.fund_id and t.kind = 'fundEntry' and t.status in ('open', 'claimed')
       and starts_with(t.id, e.fund_id || '.fundEntry-' || e.id || '.')
     where e.fund_id = $1 and ($2::uuid is null or e.id = $2) order by (e.state = 'recorded') desc, e.seq desc limit $3`,
    [fundId, entryId, DECIDED],
  );
}

export async function readQueue(db: Db, { county, bank }: FundRecord): Promise<FundDetail['queue']> {
  return db.rows(
    `select id as "claimId", claim_no as "claimNo", filed_on as "filedOn", fund_paid as amount from claim
     where county = $1 and fund_bank = $2 and queued order by filed_on, claim_no`,
    [county, bank],
  );
}

/** By the day on which money moved; the balance of a month is the sum of all that moved until its end. */
export async function readMonths(db: Db, { county, bank }: FundRecord): Promise<FundDetail['months']> {
  const rows = await db.rows<FundDetail['months'][number]>(
    `select month, "paidIn", "paidOut", (sum(net) over (order by month))::numeric(18,2)::text as balance from (
       select to_char(moved_on, 'YYYY-MM') as month, sum(amount) as net,
         (sum(amount) filter (where amount > 0))::numeric(18,2)::text as "paidIn",
         (-sum(amount) filter (where amount < 0))::numeric(18,2)::text as "paidOut"
       from fund_movement where county = $1 and bank = $2 group by 1) m order by month`,
    [county, bank],
  );
  return rows
    .slice(-MONTHS)
    .map((row) => ({ ...row, paidIn: row.paidIn ?? '0.00', paidOut: row.paidOut ?? '0.00' }));
}
