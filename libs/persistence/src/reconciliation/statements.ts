import { RefusedError, type ReconciliationStore, type StatementEntry } from '@bangdai/contracts';
import { shanghaiDateOf } from '@bangdai/domain';
import type { Db } from '../database/database.js';

interface Source {
  county: string;
  /** `bank:<code>` or `treasury`. */
  source: string;
}

type Given = Parameters<ReconciliationStore['takeStatement']>[1];

/** A fetched statement is all that a machine says of its days; nothing of before is kept beside it. */
export async function replaceStatement(
  db: Db,
  of: Source,
  { on, from, to }: { on: string; from: string; to: string },
  entries: readonly StatementEntry[] | null,
): Promise<void> {
  await db.run(
    `insert into statement_fetch (county, source, on_day, given, entries) values ($1, $2, $3, $4, $5)
     on conflict (county, source, on_day) do update set given = excluded.given, entries = excluded.entries`,
    [of.county, of.source, on, entries !== null, entries?.length ?? 0],
  );
  if (entries === null) return;
  for (const table of ['statement_entry', 'statement_cover'])
    await db.run(`delete from ${table} where county = $1 and source = $2`, [of.county, of.source]);
  await addEntries(db, of, entries);
  await cover(db, of, { from, to, entries }, { name: null, sha256: null, actor: 'system' });
}

/** A statement that was handed in holds for its days alone. */
export async function takeStatement(
  db: Db,
  of: Source,
  given: Given,
  by: Parameters<ReconciliationStore['takeStatement']>[2],
): Promise<void> {
  // A day that is not over may still have movements that the statement cannot know.
  if (given.to >= shanghaiDateOf(Date.now())) throw new RefusedError('BAD_DATE');
  await lockReconciliation(db, of.county);
  await db.run('delete from statement_entry where county = $1 and source = $2 and on_day between $3 and $4', [
    of.county,
    of.source,
    given.from,
    given.to,
  ]);
  await addEntries(db, of, given.entries);
  await cover(db, of, given, by);
}

/** One comparison of a county at a time, and no statement changes under it. */
export async function lockReconciliation(db: Db, county: string): Promise<void> {
  await db.run('select pg_advisory_xact_lock(hashtext($1))', [`reconciliation/${county}`]);
}

async function addEntries(db: Db, of: Source, entries: readonly StatementEntry[]): Promise<void> {
  await db.run(
    `insert into statement_entry (county, source, ref, occurrence, kind, loan_no, on_day, amount, principal, payee)
     select $1, $2, e->>'ref', coalesce(k.n, 0) + row_number() over (partition by e->>'ref' order by x.n), e->>'kind',
       e->>'loanNo', (e->>'on')::date, (e->>'amount')::numeric, (e->>'principal')::numeric, e->>'payee'
     from jsonb_array_elements($3::jsonb) with ordinality as x(e, n)
     -- The same number in a statement of other days is a movement of its own.
     left join (select ref, max(occurrence) as n from statement_entry where county = $1 and source = $2 group by ref) k
       on k.ref = e->>'ref'`,
    [of.county, of.source, JSON.stringify(entries)],
  );
}

async function cover(
  db: Db,
  { county, source }: Source,
  { from, to, entries }: Given,
  by: { name: string | null; sha256: string | null; actor: string },
): Promise<void> {
  await db.run(
    `insert into statement_cover (county, source, from_day, to_day, entries, name, sha256, given_by)
     select $1, $2, $3, $4, $5, $6, $7, $8
     where not exists (select 1 from statement_cover where county = $1 and source = $2 and from_day = $3 and to_day = $4
       and sha256 = $7)`,
    [county, source, from, to, entries.length, by.name, by.sha256, by.actor],
  );
}

const SOURCES = `select county, adapter, statement_due_day, statement_due_since,
    case kind when 'bank' then 'bank:' || code else 'treasury' end as source from counterpart where county = $1`;

/**
 * Sources with something to compare: a machine's statement of tonight, or statements that were handed in for some of the
 * days. And what is missing, each as the name of one case: the first night of a machine's silence, or the month of a
 * statement whose day has passed.
 */
export async function sourcesOf(
  db: Db,
  { county, from, to, on }: { county: string; from: string; to: string; on: string },
): Promise<{ given: string[]; missing: { source: string; ref: string }[] }> {
  const given = await db.rows<{ source: string }>(
    `select s.source from (${SOURCES}) s
     where case when s.adapter = 'http'
       then exists (select 1 from statement_fetch f where f.county = $1 and f.source = s.source and f.on_day = $2 and f.given)
       else exists (select 1 from statement_cover v where v.county = $1 and v.source = s.source
         and v.from_day <= $4::date and v.to_day >= $3::date) end
     order by 1`,
    [county, on, from, to],
  );
  const missing = await db.rows<{ source: string; ref: string }>(
    `select s.source, s.source || '@' || coalesce((select max(g.on_day)::text from statement_fetch g
         where g.county = $1 and g.source = s.source and g.given and g.on_day < $2::date), '') as ref
     from (${SOURCES}) s
     where s.adapter = 'http' and not exists (select 1 from statement_fetch f
       where f.county = $1 and f.source = s.source and f.on_day = $2::date and f.given)
     union all
     select s.source, s.source || '@' || to_char(m, 'YYYY-MM') from (${SOURCES}) s
     cross join lateral generate_series(date_trunc('month', greatest(s.statement_due_since, $3::date))::timestamp,
       $2::timestamp, interval '1 month') m
     where s.adapter <> 'http' and (m + interval '1 month')::date + s.statement_due_day - 1 < $2::date
       and not coalesce((select range_agg(daterange(v.from_day, v.to_day, '[]'))
           @> daterange(m::date, (m + interval '1 month')::date)
         from statement_cover v where v.county = $1 and v.source = s.source), false)
     order by 2`,
    [county, on, from],
  );
  return { given: given.map(({ source }) => source), missing };
}
