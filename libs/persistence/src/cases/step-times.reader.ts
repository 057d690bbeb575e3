import type { Actor } from '@bangdai/contracts';
import type { StepTime } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { Conditions } from '../reads/conditions.js';
import { scopeOf } from '../reads/scope.js';

interface Row {
  stepKey: string;
  title: string;
  office: string;
  decided: number;
  returned: number;
  late: number;
  open: number;
  openLate: number;
  median: string | null;
  p90: string | null;
}

/**
 * How long each step lies on its desk, by office: the township's for what is decided there, the bank's, else the county's own.
 * From opening to decision in calendar days; a step that was sent back is counted anew.
 */
export async function readStepTimes(
  db: Db,
  _context: StoreContext,
  actor: Actor,
  { county, from, to }: { county?: string | undefined; from: string; to: string },
): Promise<StepTime[]> {
  const where = new Conditions();
  where.scope((first) => scopeOf(actor, 't', first));
  where.maybe(county, (name) => `t.county = ${name}`);
  where.add(from, (name) => `t.opened_on >= ${name}::date`);
  where.add(to, (name) => `t.opened_on <= ${name}::date`);
  const rows = await db.rows<Row>(
    `with seen as (
       select t.step_key, t.title, t.decision, t.status, t.due_on,
         case when t.desk in ('bank', 'bankManager') then coalesce(b.name, t.bank, '') when t.desk in ('village', 'township') then t.township else '县级' end as office,
         extract(epoch from t.decided_at - (t.opened_on::timestamp at time zone 'Asia/Shanghai')) / 86400 as days,
         (t.decided_at at time zone 'Asia/Shanghai')::date as decided_on
       from task t left join bank b on b.county = t.county and b.code = t.bank
       where t.subject = 'loan' and t.kind = 'review' and t.status <> 'cancelled' and ${where.sql}
     )
     select step_key as "stepKey", min(title) as title, office, count(*) filter (where status = 'done')::int as decided,
       count(*) filter (where decision = 'return')::int as returned,
       count(*) filter (where status = 'done' and decided_on > due_on)::int as late,
       count(*) filter (where status <> 'done')::int as open,
       count(*) filter (where status <> 'done' and due_on < (now() at time zone 'Asia/Shanghai')::date)::int as "openLate",
       round((percentile_cont(0.5) within group (order by greatest(days, 0)) filter (where status = 'done'))::numeric, 1)::text as median,
       round((percentile_cont(0.9) within group (order by greatest(days, 0)) filter (where status = 'done'))::numeric, 1)::text as p90
     from seen group by step_key, office order by step_key, office`,
    where.params,
  );
  return rows.map(({ median, p90, ...row }) => ({
    ...row,
    returnRate: row.decided === 0 ? '0' : (row.returned / row.decided).toFixed(4),
    medianDays: median,
    p90Days: p90,
  }));
}
