import { labelOf, RefusedError, roleLabels, type Actor } from '@bangdai/contracts';
import type {
  Page,
  ReconciliationCaseDetail,
  ReconciliationCaseQueryValue,
  ReconciliationCaseRow,
  ReconciliationRunRow,
} from '@bangdai/contracts/http';
import { randomUUID } from 'node:crypto';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { announce } from '../messages/live-feed.js';
import { Conditions } from '../reads/conditions.js';
import { decodeCursor, pageOf } from '../reads/cursor.js';
import { staffNames } from '../reads/people.reader.js';
import { EVERY_COUNTY } from '../reads/scope.js';

type CaseQuery = Omit<ReconciliationCaseQueryValue, 'limit'> & { limit: number };

const SELECT = `select k.id, k.county, c.name as "countyName", k.kind, k.source,
    case when k.source = 'treasury' then '国库' when k.source = 'books' then '平台账簿'
      when k.source = 'workflow' then '流程引擎' else coalesce(b.name, k.source) end as "sourceName",
    k.ref, k.loan_id as "loanId", k.loan_no as "loanNo", k.expected, k.found, k.difference, k.owner, k.state,
    k.opened_on as "openedOn", k.last_seen_on as "lastSeenOn", k.sides
  from reconciliation_case k join county c on c.code = k.county
  left join bank b on b.county = k.county and k.source = 'bank:' || b.code`;

type Row = Omit<ReconciliationCaseRow, 'ownerName'> & { sides: ReconciliationCaseDetail['sides'] };

/** Cases belong to a whole county: who sees one township or village only sees none; a bank sees its own. */
function scoped(actor: Actor): Conditions {
  const where = new Conditions();
  if (actor.county !== EVERY_COUNTY) where.add(actor.county, (name) => `k.county = ${name}`);
  if (actor.place !== '') where.raw('false');
  if (actor.bank !== null) where.add(actor.bank, (name) => `k.bank = ${name}`);
  return where;
}

/** Cases as people see them, and what they say about them. */
export class ReconciliationReads {
  constructor(private readonly context: StoreContext) {}

  async listCases(actor: Actor, query: CaseQuery): Promise<Page<ReconciliationCaseRow>> {
    const where = scoped(actor);
    where.maybe(query.county, (name) => `k.county = ${name}`);
    where.maybe(query.kind, (name) => `k.kind = ${name}`);
    where.add(query.state, (name) => `k.state = ${name}`);
    if (query.mine === 'true') where.add(actor.role, (name) => `k.owner = ${name}`);
    if (query.after !== undefined) {
      const [day, id] = decodeCursor(query.after, 2).map((value) => where.param(value));
      where.raw(`(k.opened_on, k.id) < (${day}::date, ${id}::uuid)`);
    }
    const limit = where.param(query.limit + 1);
    const rows = await this.context.database.read((db) =>
      db.rows<Row>(
        `${SELECT} where ${where.sql} order by k.opened_on desc, k.id desc limit ${limit}`,
        where.params,
      ),
    );
    return pageOf(rows, query.limit, caseRow, (row) => [row.openedOn, row.id]);
  }

  getCase(actor: Actor, caseId: string): Promise<ReconciliationCaseDetail> {
    return this.context.database.read((db) => this.readCase(db, actor, caseId));
  }

  /** @throws RefusedError `NOT_FOUND` | `WRONG_ROLE` for whoever is not its owner | `TASK_DONE` when it is closed */
  async addNote(
    actor: Actor,
    commandId: string,
    caseId: string,
    { text, close }: { text: string; close: boolean },
  ): Promise<ReconciliationCaseDetail> {
    return this.context.database.transaction(async (db) => {
      const where = scoped(actor);
      where.add(caseId, (name) => `k.id = ${name}`);
      const found = await db.one<{ owner: string; state: string; county: string }>(
        `select k.owner, k.state, k.county from reconciliation_case k where ${where.sql} for update`,
        where.params,
      );
      const mayWrite = found.owner === actor.role || actor.role === 'countyOffice';
      if (!mayWrite) throw new RefusedError('WRONG_ROLE');
      const known = await db.maybe('select 1 from reconciliation_note where command_id = $1', [commandId]);
      if (known !== null) return this.readCase(db, actor, caseId);
      if (found.state === 'closed') throw new RefusedError('TASK_DONE');
      const id = randomUUID();
      const sealed = this.context.vault.seal(
        { table: 'reconciliation_note', column: 'text', rowId: id },
        text,
      );
      await db.run(
        `insert into reconciliation_note (id, case_id, text_enc, closes, by, command_id) values ($1, $2, $3, $4, $5, $6)`,
        [id, caseId, sealed, close, actor.id, commandId],
      );
      if (close)
        await db.run(
          `update reconciliation_case set state = 'closed', closed_by = $2, closed_at = now() where id = $1`,
          [caseId, actor.id],
        );
      await announce(db, { topic: 'reconciliation', id: caseId, county: found.county });
      return this.readCase(db, actor, caseId);
    });
  }

  async listRuns(actor: Actor): Promise<ReconciliationRunRow[]> {
    const where = new Conditions();
    if (actor.county !== EVERY_COUNTY) where.add(actor.county, (name) => `r.county = ${name}`);
    return this.context.database.read((db) =>
      db.rows<ReconciliationRunRow>(
        `select r.county, c.name as "countyName", r.on_day as "on", r.from_day as "from", r.to_day as "to", r.entries, r.missing,
           r.opened, r.settled, r.open, r.finished_at as "finishedAt"
         from reconciliation_run r join county c on c.code = r.county where ${where.sql}
         order by r.on_day desc, r.county limit 100`,
        where.params,
      ),
    );
  }

  private async readCase(db: Db, actor: Actor, caseId: string): Promise<ReconciliationCaseDetail> {
    const where = scoped(actor);
    where.add(caseId, (name) => `k.id = ${name}`);
    const row = await db.one<Row>(`${SELECT} where ${where.sql}`, where.params);
    const notes = await db.rows<{ id: string; by: string; at: string; closes: boolean; text_enc: Buffer }>(
      'select id, by, at, closes, text_enc from reconciliation_note where case_id = $1 order by at, id',
      [caseId],
    );
    const names = await staffNames(
      db,
      notes.map(({ by }) => by),
    );
    return {
      ...caseRow(row),
      sides: row.sides,
      notes: notes.map(({ id, by, at, closes, text_enc }) => ({
        ...{ id, at, closes, byName: names.get(by) ?? null },
        text: this.context.vault.open({ table: 'reconciliation_note', column: 'text', rowId: id }, text_enc),
      })),
    };
  }
}

function caseRow({ sides: _sides, ...row }: Row): ReconciliationCaseRow {
  return { ...row, ownerName: labelOf(roleLabels, row.owner) };
}
