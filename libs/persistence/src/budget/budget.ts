import type { Db } from '../database/database.js';

/** A county's money for subsidies in one year; all sums in yuan. */
export interface BudgetFigures {
  planned: string;
  arrived: string;
  /** Paid, and not come back. */
  spent: string;
  /** In orders that are not booked as paid yet, whatever the treasury has answered. */
  ordered: string;
}

/** Year whose money an order `o` is paid from: that of the order, also where the treasury carries it out after New Year. */
export const YEAR_OF_ORDER = `coalesce(o.budget_year,
  extract(year from coalesce(o.paid_on, (o.created_at at time zone 'Asia/Shanghai')::date))::int)`;

export async function yearOfOrder(db: Db, orderNo: string): Promise<string> {
  const { year } = await db.one<{ year: number }>(
    `select ${YEAR_OF_ORDER} as year from payment_order o where order_no = $1`,
    [orderNo],
  );
  return String(year);
}

/** Sums by county and year, both as SQL expressions. */
export function budgetSums(county: string, year: string): string {
  const entries = (kind: string) =>
    `coalesce((select sum(e.amount) from budget_entry e where e.county = ${county} and e.year = ${year} and e.kind = '${kind}'), 0)::numeric(18,2)::text as ${kind}`;
  const lines = (name: string, test: string) =>
    `coalesce((select sum(s.subsidy) from payment_order o join settlement_line s on s.order_no = o.order_no
       where o.county = ${county} and o.kind = 'subsidy' and ${test}), 0)::numeric(18,2)::text as ${name}`;
  return [
    entries('planned'),
    entries('arrived'),
    lines('spent', `s.state = 'paid' and ${YEAR_OF_ORDER} = ${year}`),
    lines('ordered', `s.state = 'claimed' and o.state <> 'REJECTED' and ${YEAR_OF_ORDER} = ${year}`),
  ].join(', ');
}

/**
 * What a county may still order in a year: what has arrived, less what is paid or on its way. Nothing has arrived as long
 * as nobody has recorded it. Under a lock of the county, so that two banks' settlements never order the same yuan.
 */
export async function availableBudget(db: Db, county: string, year: number): Promise<string> {
  await db.run(`select pg_advisory_xact_lock(hashtextextended('budget/' || $1, 0))`, [county]);
  const { available } = await db.one<{ available: string }>(
    `select (arrived::numeric - spent::numeric - ordered::numeric)::numeric(18,2)::text as available
     from (select ${budgetSums('$1', '$2')}) b`,
    [county, year],
  );
  return available;
}
