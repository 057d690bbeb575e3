import { RefusedError, type Actor, type CounterpartKey } from '@bangdai/contracts';
import type { CounterpartView } from '@bangdai/contracts/http';
import { shanghaiDateOf } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { CounterpartEntity } from '../entities/index.js';
import { Conditions } from '../reads/conditions.js';
import { EVERY_COUNTY } from '../reads/scope.js';
import type { CircuitReport, Counterpart, CounterpartStore } from './counterpart.js';

const VIEW = `select p.county, c.name as "countyName", p.kind, p.code, p.name, p.adapter, p.base_url as "baseUrl",
    p.file_format as "fileFormat", p.statement_due_day as "statementDueDay",
    (select max(v.to_day) from statement_cover v where v.county = p.county
      and v.source = case p.kind when 'bank' then 'bank:' || p.code else 'treasury' end) as "statementTo",
    (select coalesce(max(number), 0)::int from counterpart_dispatch d
      where d.county = p.county and d.kind = p.kind and d.code = p.code) as "filesOut",
    (select coalesce(max(number), 0)::int from counterpart_arrival a
      where a.county = p.county and a.kind = p.kind and a.code = p.code) as "filesIn",
    case when p.kind = 'bank'
      then (select count(*)::int from outbox o where o.county = p.county and o.bank = p.code and o.recipient = 'bank' and o.state = 'pending')
      else (select count(*)::int from payment_order o where o.county = p.county and o.state in ('PENDING', 'SENT', 'UNKNOWN'))
    end as waiting,
    case when p.kind = 'bank'
      then (select count(*)::int from outbox o where o.county = p.county and o.bank = p.code and o.state = 'undelivered'
        and exists (select 1 from task t where t.kind = 'undelivered' and t.status in ('open', 'claimed')
          and t.subject_id = o.subject_id and t.id like '%undelivered-' || o.id || '.%'))
      else (select count(*)::int from payment_order o where o.county = p.county and o.state = 'UNKNOWN')
    end as undelivered,
    case when k.state is null or p.adapter <> 'http' then null
      else json_build_object('state', k.state, 'failuresInARow', k.failures, 'seenAt', k.seen_at) end as circuit,
    (select json_build_object('setAt', max(s.set_at), 'accepted', count(*), 'previousValidUntil', max(s.valid_until))
      from counterpart_secret s where s.county = p.county and s.kind = p.kind and s.code = p.code
        and (s.valid_until is null or s.valid_until > now()) having count(*) > 0) as secret
  from counterpart p join county c on c.code = p.county
  left join lateral (select * from counterpart_circuit k where k.kind = p.kind and k.county in (p.county, '*')
    and k.code in (p.code, '*') order by (k.county = p.county) desc, (k.code = p.code) desc limit 1) k on true`;

/** How banks and treasuries are reached. */
export class CounterpartRepository implements CounterpartStore {
  constructor(private readonly context: StoreContext) {}

  async all(): Promise<Counterpart[]> {
    return this.repository.find({ order: { county: 'ASC', kind: 'ASC', code: 'ASC' } });
  }

  async find(county: string, kind: Counterpart['kind'], code: string): Promise<Counterpart> {
    const found = await this.repository.findOneBy({ county, kind, code });
    if (found === null) throw new RefusedError('NOT_FOUND');
    return found;
  }

  list(actor: Actor): Promise<CounterpartView[]> {
    return this.context.database.read((db) => readViews(db, actor));
  }

  async change(
    actor: Actor,
    { county, kind, code }: CounterpartKey,
    { adapter, baseUrl, fileFormat, statementDueDay }: Parameters<CounterpartStore['change']>[2],
  ): Promise<CounterpartView> {
    return this.context.database.transaction(async (db) => {
      const where = scoped(actor);
      where.add(county, (name) => `p.county = ${name}`);
      where.add(kind, (name) => `p.kind = ${name}`);
      where.add(code, (name) => `p.code = ${name}`);
      await db.one(`select 1 from counterpart p where ${where.sql} for update`, where.params);
      await db.run(
        `update counterpart set adapter = $4, base_url = $5, file_format = $6, statement_due_day = $7,
           -- A statement is due from the month on in which that was agreed, not for what lies before.
           statement_due_since = case when $7::smallint is null then null else coalesce(statement_due_since, $8::date) end
         where county = $1 and kind = $2 and code = $3`,
        [
          ...[county, kind, code, adapter, adapter === 'http' ? baseUrl : null, fileFormat],
          ...[adapter === 'http' ? null : statementDueDay, shanghaiDateOf(Date.now())],
        ],
      );
      return db.one<CounterpartView>(`${VIEW} where ${where.sql}`, where.params);
    });
  }

  async noteCircuits(reports: readonly CircuitReport[]): Promise<void> {
    if (reports.length === 0) return;
    await this.context.database.read((db) =>
      db.run(
        `insert into counterpart_circuit (county, kind, code, state, failures)
         select r->>'county', r->>'kind', r->>'code', r->>'state', (r->>'failuresInARow')::int
         from jsonb_array_elements($1::jsonb) as x(r)
         on conflict (county, kind, code) do update
           set state = excluded.state, failures = excluded.failures, seen_at = now()`,
        [JSON.stringify(reports)],
      ),
    );
  }

  private get repository() {
    return this.context.database.dataSource.getRepository(CounterpartEntity);
  }
}

function scoped(actor: Actor): Conditions {
  const where = new Conditions();
  if (actor.county !== EVERY_COUNTY) where.add(actor.county, (name) => `p.county = ${name}`);
  if (actor.bank !== null) where.add(actor.bank, (name) => `(p.kind = 'bank' and p.code = ${name})`);
  return where;
}

async function readViews(db: Db, actor: Actor): Promise<CounterpartView[]> {
  const where = scoped(actor);
  return db.rows<CounterpartView>(
    `${VIEW} where ${where.sql} order by p.county, p.kind, p.code`,
    where.params,
  );
}
