import { RefusedError, type Actor } from '@bangdai/contracts';
import type { BudgetEntryForm, BudgetForecast, BudgetStore, BudgetView } from '@bangdai/contracts/http';
import {
  appropriationArrivedEntry,
  appropriationPlannedEntry,
  budgetEstimate,
  compareMoney,
  isCivilDate,
} from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { book } from '../ledger/ledger.writer.js';
import { announce } from '../messages/live-feed.js';
import { staffNames } from '../reads/people.reader.js';
import { EVERY_COUNTY } from '../reads/scope.js';
import { budgetSums, YEAR_OF_ORDER } from './budget.js';

type Sums = Omit<BudgetView, 'entries' | 'spentByMonth'>;

export class BudgetRepository implements BudgetStore {
  constructor(private readonly context: StoreContext) {}

  async record(actor: Actor, commandId: string, entry: BudgetEntryForm): Promise<BudgetView> {
    const { county, year, amount, day } = entry;
    if (actor.county !== county && actor.county !== EVERY_COUNTY) throw new RefusedError('FORBIDDEN');
    if (compareMoney(amount, '0.00') === 0) throw new RefusedError('BAD_AMOUNT');
    if (!isCivilDate(day)) throw new RefusedError('BAD_DATE');
    await this.context.database.transaction((db) => write(db, actor, commandId, entry));
    const [view] = await this.list(actor, { county, year });
    if (view === undefined) throw new RefusedError('NOT_FOUND');
    return view;
  }

  /** Years with a plan, an arrival or a payment, newest first. */
  async list(actor: Actor, { county, year }: { county?: string; year?: number }): Promise<BudgetView[]> {
    const own = actor.county === EVERY_COUNTY ? (county ?? null) : actor.county;
    if (county !== undefined && own !== county) return [];
    return this.context.database.read(async (db) => {
      const rows = await db.rows<Sums>(
        `select county, "countyName", year, planned, arrived, spent, ordered, waiting,
           (arrived::numeric - spent::numeric - ordered::numeric)::numeric(18,2)::text as available
         from (select y.county, c.name as "countyName", y.year, w.waiting, ${budgetSums('y.county', 'y.year')}
           from (select county, year from budget_entry union
             select o.county, ${YEAR_OF_ORDER} from payment_order o where o.kind = 'subsidy') y
           join county c on c.code = y.county
           cross join lateral (select coalesce(sum(s.subsidy), 0)::numeric(18,2)::text as waiting
             from settlement t join settlement_line s on s.settlement_id = t.id
             where t.county = y.county and t.stage not in ('closed', 'rejected') and s.state = 'claimed' and s.order_no is null
               and extract(year from now() at time zone 'Asia/Shanghai') = y.year) w
           where ($1::text is null or y.county = $1) and ($2::int is null or y.year = $2)) b
         order by year desc, county`,
        [own, year ?? null],
      );
      return Promise.all(rows.map((row) => withDetails(db, row)));
    });
  }

  /** One line a cohort and rate, each rounded by itself; the total adds rounded lines (calculations §8). */
  async forecast(
    actor: Actor,
    { county, year, quarters }: { county: string; year: number; quarters: number },
  ): Promise<BudgetForecast> {
    if (actor.county !== EVERY_COUNTY && actor.county !== county) throw new RefusedError('FORBIDDEN');
    const cohorts = await this.context.database.read((db) =>
      db.rows<{ cohort: string; loans: number; balance: string; annualRate: string }>(
        `select extract(year from l.disbursed_on)::text as cohort, count(*)::int as loans, sum(l.balance)::text as balance,
           trim_scale(r.subsidy_rate)::text as "annualRate"
         from loan l join lateral (select p.subsidy_rate from subsidy_plan p where p.loan_id = l.id
           order by p.period_from desc limit 1) r on true
         where l.county = $1 and l.balance > 0 group by 1, 4 order by 1, 4`,
        [county],
      ),
    );
    const { lines, total } = budgetEstimate(cohorts.map((cohort) => ({ ...cohort, quarters })));
    return {
      ...{ county, year, quarters, total },
      lines: cohorts.map((cohort, i) => ({ ...cohort, estimate: lines[i]?.estimate ?? '0.00' })),
    };
  }
}

/** The plan is a memo in the ledger, an arrival is money; a second time the same command writes nothing. */
async function write(db: Db, actor: Actor, commandId: string, entry: BudgetEntryForm): Promise<void> {
  const { county, year, kind, amount, day, documentNo } = entry;
  const row = await db.maybe<{ id: string }>(
    `insert into budget_entry (county, year, kind, amount, day, document_no, command_id, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (command_id) do nothing returning id`,
    [county, year, kind, amount, day, documentNo, commandId, actor.id],
  );
  if (row === null) return;
  const build = kind === 'planned' ? appropriationPlannedEntry : appropriationArrivedEntry;
  const journal = build({ id: row.id, county, on: day, year: String(year), amount });
  await book(db, journal, {
    ...{ key: `budget/${row.id}`, county, subject: 'budget', subjectNo: `budget/${county}/${year}` },
    ...{ subjectId: row.id, loanId: null, documentNo },
  });
  await announce(db, { topic: 'settlement', id: row.id, county });
}

async function withDetails(db: Db, sums: Sums): Promise<BudgetView> {
  const entries = await db.rows<Omit<BudgetView['entries'][number], 'byName'> & { by: string }>(
    `select kind, amount::text, day, document_no as "documentNo", recorded_by as by from budget_entry
     where county = $1 and year = $2 order by day, recorded_at`,
    [sums.county, sums.year],
  );
  const names = await staffNames(
    db,
    entries.map(({ by }) => by),
  );
  const spentByMonth = await db.rows<BudgetView['spentByMonth'][number]>(
    `select to_char(o.paid_on, 'YYYY-MM') as month, sum(s.subsidy)::text as spent
     from payment_order o join settlement_line s on s.order_no = o.order_no and s.state = 'paid'
     where o.county = $1 and o.kind = 'subsidy' and o.state = 'CONFIRMED' and ${YEAR_OF_ORDER} = $2 group by 1 order by 1`,
    [sums.county, sums.year],
  );
  return {
    ...sums,
    entries: entries.map(({ by, ...entry }) => ({ ...entry, byName: names.get(by) ?? null })),
    spentByMonth,
  };
}
