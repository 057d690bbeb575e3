import type { Db } from '../database/database.js';

/** A county's money for subsidies in one year; all sums in yuan. */
export interface BudgetFigures {
  planned: string;
  arrived: string;
  /** Paid, and not come back. */
  spent: string;
  /** In orders that the treasury has not answered. */
  ordered: string;
}

/** Sums by county and year, both as SQL expressions; spent by the year of payment, ordered by the year of the order. */
export function budgetSums(county: string, year: string): string {
  const entries = (kind: string) =>
    `coalesce((select sum(e.amount) from budget_entry e where e.county = ${county} and e.year = ${year} and e.kind = '${kind}'), 0)::numeric(18,2)::text as ${kind}`;
  const lines = (name: string, test: string) =>
    `coalesce((select sum(s.subsidy) from payment_order o join settlement_line s on s.order_no = o.order_no
       where o.county = ${county} and o.kind = 'subsidy' and ${test}), 0)::numeric(18,2)::text as ${name}`;
  return [
    entries('planned'),
    entries('arrived'),
    lines('spent', `s.state = 'paid' and extract(year from o.paid_on) = ${year}`),
    lines(
      'ordered',
      `s.state = 'claimed' and o.state not in ('CONFIRMED', 'REJECTED')
         and extract(year from o.created_at at time zone 'Asia/Shanghai') = ${year}`,
    ),
  ].join(', ');
}

/**
 * What a county may still order in a year. Null where it keeps no account of the year's money: then nothing is refused.
 * Under a lock of the county, so that two banks' settlements never order the same yuan.
 */
export async function availableBudget(db: Db, county: string, year: number): Promise<string | null> {
  await db.run(`select pg_advisory_xact_lock(hashtextextended('budget/' || $1, 0))`, [county]);
  const row = await db.one<{ kept: boolean; available: string }>(
    `select exists (select 1 from budget_entry where county = $1 and year = $2) as kept,
       (arrived::numeric - spent::numeric - ordered::numeric)::numeric(18,2)::text as available
     from (select ${budgetSums('$1', '$2')}) b`,
    [county, year],
  );
  return row.kept ? row.available : null;
}
