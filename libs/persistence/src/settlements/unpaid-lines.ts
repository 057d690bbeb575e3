import type { Db } from '../database/database.js';

/** Payable lines without an order, oldest loan first; what takes back comes before all. */
export const UNPAID = `select s.loan_id, s.period_from, s.subsidy, sum(s.subsidy) over (
    order by s.subsidy >= 0, l.disbursed_on, s.loan_no, s.period_from rows unbounded preceding) as upto
  from settlement_line s join loan l on l.id = s.loan_id
  where s.settlement_id = $1 and s.state = 'claimed' and s.order_no is null`;

/** How many of them, and their sum in yuan, as far as the limit reaches. */
export async function unpaidOf(
  db: Db,
  settlementId: string,
  limit: string | null,
): Promise<{ lines: number; total: string }> {
  return db.one(
    `select count(*)::int as lines, coalesce(sum(subsidy), 0)::numeric(18,2)::text as total from (${UNPAID}) u
     where $2::numeric is null or upto <= $2::numeric`,
    [settlementId, limit],
  );
}
