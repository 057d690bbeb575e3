import type {
  ReconciliationStore,
  RecordedSubject,
  StatementEntry,
  StatementSpan,
  WorkflowDifference,
} from '@bangdai/contracts';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { BANK_DIFFERENCES, BOOK_DIFFERENCES, ORDER_DIFFERENCES } from './differences.sql.js';
import { CLAIM_DIFFERENCES, LINE_DIFFERENCES, WORKFLOW_DIFFERENCES } from './record-differences.sql.js';
import { lockReconciliation, replaceStatement, sourcesOf, takeStatement } from './statements.js';
import { pageOfSubjects, replaceDifferences } from './workflow-record.js';

const differences = [
  ...[BANK_DIFFERENCES, ORDER_DIFFERENCES, BOOK_DIFFERENCES],
  ...[LINE_DIFFERENCES, CLAIM_DIFFERENCES, WORKFLOW_DIFFERENCES],
];

type Input = StatementSpan & { on: string };

/** The nightly comparison, set-based: one statement per pair of books, one case per difference. */
export class ReconciliationRepository implements ReconciliationStore {
  constructor(private readonly context: StoreContext) {}

  async banksOf(county: string): Promise<string[]> {
    const rows = await this.context.database.read((db) =>
      db.rows<{ code: string }>(
        `select code from counterpart where county = $1 and kind = 'bank' order by code`,
        [county],
      ),
    );
    return rows.map(({ code }) => code);
  }

  pageOfSubjects(county: string, after: string | null, limit: number): Promise<RecordedSubject[]> {
    return this.context.database.read((db) => pageOfSubjects(db, county, after, limit));
  }

  async keepWorkflowDifferences(county: string, found: readonly WorkflowDifference[]): Promise<void> {
    await this.context.database.transaction((db) => replaceDifferences(db, county, found));
  }

  async storeStatement(
    { county, source, ...span }: Input & { source: string },
    entries: readonly StatementEntry[] | null,
  ): Promise<void> {
    await this.context.database.transaction((db) => replaceStatement(db, { county, source }, span, entries));
  }

  async takeStatement(...[of, given, by]: Parameters<ReconciliationStore['takeStatement']>): Promise<void> {
    await this.context.database.transaction((db) => takeStatement(db, of, given, by));
  }

  /** Repeatable: the same day compared twice keeps the same cases. */
  async compareBooks(input: Input): Promise<{ opened: number; settled: number; open: number }> {
    return this.context.database.transaction(async (db) => {
      const { county, on, from, to } = input;
      await lockReconciliation(db, county);
      // Long statements that run once a night: compiling them costs more than it saves.
      await db.run('set local jit = off');
      // Whole books are joined; a plan row by row, chosen on figures of yesterday, would take hours.
      await db.run('set local enable_nestloop = off');
      const { given, missing } = await sourcesOf(db, input);
      let opened = 0;
      for (const sql of differences) opened += await keepCases(db, sql, [county, from, to, given], on);
      opened += await noteMissing(db, county, missing, on);
      const settled = await settleCases(db, input, given);
      const counts = await countsOf(db, county, on);
      await db.run(
        `insert into reconciliation_run (county, on_day, from_day, to_day, entries, missing, opened, settled, open)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (county, on_day) do update set entries = excluded.entries, missing = excluded.missing,
           opened = reconciliation_run.opened + excluded.opened, settled = reconciliation_run.settled + excluded.settled,
           open = excluded.open, finished_at = now()`,
        [county, on, from, to, counts.entries, missing.length, opened, settled, counts.open],
      );
      await announce(db, { topic: 'reconciliation', id: county, county });
      return { opened, settled, open: counts.open };
    });
  }
}

/**
 * A difference seen again is the same case. One that a person closed stays closed while the figures are what they were;
 * with other figures it is a new matter.
 * @returns how many cases are open that were not before
 */
async function keepCases(db: Db, differences: string, params: unknown[], on: string): Promise<number> {
  const usesGiven = differences.includes('$4');
  const used = usesGiven ? params : params.slice(0, 3);
  const day = `$${used.length + 1}`;
  const rows = await db.rows<{ opened: boolean }>(
    `with found as (${differences}),
     before as (select kind, source, ref, state from reconciliation_case where county = $1),
     kept as (
       insert into reconciliation_case as k (county, kind, source, ref, loan_id, loan_no, expected, found, difference, sides,
         owner, bank, on_day, opened_on, last_seen_on)
       select distinct on (kind, source, ref) $1, kind, source, ref, loan_id, loan_no, expected, found, difference, sides,
         owner, bank, on_day, ${day}::date, ${day}::date from found
       on conflict on constraint case_once do update set last_seen_on = excluded.last_seen_on,
         loan_id = excluded.loan_id, loan_no = excluded.loan_no, sides = excluded.sides, difference = excluded.difference,
         state = case when k.closed_by is distinct from 'system' and k.expected is not distinct from excluded.expected
           and k.found is not distinct from excluded.found then k.state else 'open' end,
         opened_on = case when k.state = 'closed' and (k.closed_by = 'system' or k.expected is distinct from excluded.expected
           or k.found is distinct from excluded.found) then excluded.opened_on else k.opened_on end,
         expected = excluded.expected, found = excluded.found
       returning kind, source, ref, state
     )
     select kept.state = 'open' and before.state is distinct from 'open' as opened
     from kept left join before using (kind, source, ref)`,
    [...used, on],
  );
  return rows.filter(({ opened }) => opened).length;
}

/** One case for as long as it is missing, however many nights. */
async function noteMissing(
  db: Db,
  county: string,
  missing: readonly { source: string; ref: string }[],
  on: string,
): Promise<number> {
  if (missing.length === 0) return 0;
  const sql = `select 'statementMissing' as kind, source, ref, null::uuid as loan_id,
    null::text as loan_no, null::text as expected, null::text as found, null::numeric as difference, '[]'::jsonb as sides,
    case source when 'treasury' then 'finance' else 'bank' end as owner,
    case source when 'treasury' then null else substr(source, 6) end as bank, $2::date as on_day
    from jsonb_to_recordset($3::jsonb) as x(source text, ref text)`;
  return keepCases(db, sql, [county, on, JSON.stringify(missing)], on);
}

/** A difference that is gone needs nobody any more; what lies before the days that were compared is left as it is. */
async function settleCases(db: Db, { county, from, on }: Input, given: readonly string[]): Promise<number> {
  return db.run(
    `update reconciliation_case set state = 'closed', closed_by = 'system', closed_at = now()
     where county = $1 and state = 'open' and last_seen_on < $2::date and on_day >= $3::date
       and (source in ('books', 'workflow') or source = any($4) or kind = 'statementMissing')`,
    [county, on, from, given],
  );
}

async function countsOf(db: Db, county: string, on: string): Promise<{ entries: number; open: number }> {
  return db.one<{ entries: number; open: number }>(
    `select (select coalesce(sum(entries), 0)::int from statement_fetch where county = $1 and on_day = $2) as entries,
       (select count(*)::int from reconciliation_case where county = $1 and state = 'open') as open`,
    [county, on],
  );
}
