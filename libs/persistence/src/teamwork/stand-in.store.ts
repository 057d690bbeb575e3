import { RefusedError, type Actor } from '@bangdai/contracts';
import type { ColleagueView, StandInForm, StandInStore, StandInView } from '@bangdai/contracts/http';
import { isCivilDate } from '@bangdai/domain';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { colleagueView, deskPeople, mayStandFor } from './colleagues.js';

type Row = Omit<StandInView, 'todo'>;

const SELECT = `select s.id, s.principal::text as "principalId", p.display_name as "principalName",
    s.substitute::text as "substituteId", q.display_name as "substituteName", s.from_on as "from", s.to_on as "to", s.steps,
    case when s.revoked_at is not null then 'revoked' when s.to_on < $1 then 'over' when s.from_on > $1 then 'ahead'
      else 'active' end as state
  from stand_in s join staff p on p.id = s.principal join staff q on q.id = s.substitute`;

/** Open tasks of a person's desk that their substitute may decide. */
const TODO = `select count(*)::int as todo from stand_in s join staff p on p.id = s.principal
  join task t on t.county = p.county and t.desk = p.role and t.status in ('open', 'claimed')
  where s.id = $1 and (t.claimed_by is null or t.claimed_by = p.id)
    and (p.place = '' or t.place = '' or t.place = p.place or starts_with(t.place, p.place || '/'))
    and (p.bank is null or t.bank is null or t.bank = p.bank) and (s.steps = '{}' or t.step_key = any(s.steps))
    and not (t.kind = any($2))`;

/** Money and corrections that two people answer for: the second is never somebody's stand-in. */
const forTwoPeople: readonly string[] = [
  'unknownPayment',
  'paymentCheck',
  'counterpartPaper',
  'fundEntry',
  'lossPoolEntry',
  'heldMoney',
  'correction',
  'confirmImport',
  'debtorListing',
];

/** 委托代理: begins and ends by its dates; nobody passes on what they hold for somebody else. */
export class StandInRepository implements StandInStore {
  constructor(private readonly context: StoreContext) {}

  candidates(actor: Actor): Promise<ColleagueView[]> {
    return this.context.database.read(async (db) => {
      const people = await deskPeople(db, actor.county, actor.id);
      return people
        .filter((person) => mayStandFor(person, actor))
        .map((person) => colleagueView(this.context, person));
    });
  }

  list(actor: Actor, today: string): Promise<StandInView[]> {
    return this.context.database.read(async (db) => {
      const rows = await db.rows<Row>(
        `${SELECT} where $2 in (s.principal::text, s.substitute::text)
           and (s.to_on >= $1::date - 90) order by s.from_on desc, s.id limit 100`,
        [today, actor.id],
      );
      return Promise.all(rows.map((row) => this.viewOf(db, actor, row)));
    });
  }

  async appoint(actor: Actor, form: StandInForm, today: string): Promise<StandInView> {
    if (actor.onBehalfOf !== undefined) throw new RefusedError('STAND_IN_SCOPE');
    const { substitute, from, to, steps } = form;
    if (!isCivilDate(from) || !isCivilDate(to) || to < from || to < today) throw new RefusedError('BAD_DATE');
    return this.context.database.transaction(async (db) => {
      const people = await deskPeople(db, actor.county, actor.id);
      const person = people.find(({ id }) => id === substitute);
      if (person === undefined || !mayStandFor(person, actor))
        throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/substitute', code: 'FIELD_INVALID' }]);
      const { id } = await db.one<{ id: string }>(
        `insert into stand_in (county, principal, substitute, from_on, to_on, steps) values ($1, $2, $3, $4, $5, $6) returning id`,
        [actor.county, actor.id, substitute, from, to, steps],
      );
      return this.viewOf(db, actor, await db.one<Row>(`${SELECT} where s.id = $2`, [today, id]));
    });
  }

  async revoke(actor: Actor, id: string): Promise<void> {
    await this.context.database.read(async (db) => {
      const revoked = await db.run(
        `update stand_in set revoked_at = coalesce(revoked_at, now()) where id = $1 and $2 in (principal::text, substitute::text)`,
        [id, actor.id],
      );
      if (revoked === 0) throw new RefusedError('NOT_FOUND');
    });
  }

  async actFor(staffId: string, tokenHash: string, standInId: string | null, today: string): Promise<void> {
    await this.context.database.transaction(async (db) => {
      if (standInId !== null)
        await db.one(
          `select id from stand_in where id = $1 and substitute::text = $2 and revoked_at is null and $3 between from_on and to_on`,
          [standInId, staffId, today],
        );
      await db.run('update session set acting_for = $2 where token_hash = $1', [tokenHash, standInId]);
    });
  }

  async authorise(
    actor: Actor,
    command: { commandId: string; taskId: string; stepKey: string; kind: string; today: string },
  ): Promise<void> {
    if (actor.onBehalfOf === undefined) return;
    const { commandId, taskId, stepKey, kind, today } = command;
    await this.context.database.transaction(async (db) => {
      const held = await db.maybe<{ id: string }>(
        `select id from stand_in where principal::text = $1 and substitute::text = $2 and revoked_at is null
           and $3 between from_on and to_on and (steps = '{}' or $4 = any(steps)) limit 1`,
        [actor.onBehalfOf, actor.id, today, stepKey],
      );
      if (held === null || forTwoPeople.includes(kind)) throw new RefusedError('STAND_IN_SCOPE');
      await db.run(
        `insert into stand_in_act (command_id, stand_in_id, task_id, principal, substitute) values ($1, $2, $3, $4, $5)
         on conflict (command_id) do nothing`,
        [commandId, held.id, taskId, actor.onBehalfOf, actor.id],
      );
    });
  }

  private async viewOf(db: Db, actor: Actor, row: Row): Promise<StandInView> {
    if (row.state !== 'active' || row.substituteId !== actor.id) return { ...row, todo: null };
    const { todo } = await db.one<{ todo: number }>(TODO, [row.id, forTwoPeople]);
    return { ...row, todo };
  }
}
