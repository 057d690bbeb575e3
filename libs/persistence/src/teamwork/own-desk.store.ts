import { randomUUID } from 'node:crypto';
import { RefusedError, type Actor } from '@bangdai/contracts';
import type { OwnDesk, PhraseView, SavedViewRow, ViewForm } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';

/** So many of each are kept for a person; more would not be found again by eye. */
const MOST = 50;

interface ViewRow {
  id: string;
  staff_id: string;
  body_enc: Buffer;
  shared: boolean;
  owner_name: string;
}

const VIEWS = `select v.id, v.staff_id::text as staff_id, v.body_enc, v.shared, s.display_name as owner_name
  from saved_view v join staff s on s.id = v.staff_id`;

const phraseAt = (id: string) => ({ table: 'phrase', column: 'text', rowId: id });
const viewAt = (id: string) => ({ table: 'saved_view', column: 'body', rowId: id });

/** 常用语 and saved views. Both may hold a name that somebody typed, so both are sealed. */
export class OwnDeskRepository implements OwnDesk {
  constructor(private readonly context: StoreContext) {}

  listPhrases(actor: Actor): Promise<PhraseView[]> {
    return this.context.database.read(async (db) => {
      const rows = await db.rows<{ id: string; text_enc: Buffer }>(
        'select id, text_enc from phrase where staff_id::text = $1 order by created_at, id',
        [actor.id],
      );
      return rows.map(({ id, text_enc }) => ({ id, text: this.context.vault.open(phraseAt(id), text_enc) }));
    });
  }

  addPhrase(actor: Actor, text: string): Promise<PhraseView> {
    return this.context.database.transaction(async (db) => {
      await this.requireRoom(db, 'phrase', actor);
      const id = randomUUID();
      const sealed = this.context.vault.seal(phraseAt(id), text);
      await db.run('insert into phrase (id, staff_id, text_enc) values ($1, $2, $3)', [id, actor.id, sealed]);
      return { id, text };
    });
  }

  async dropPhrase(actor: Actor, id: string): Promise<void> {
    await this.context.database.read((db) =>
      db.run('delete from phrase where id = $1 and staff_id::text = $2', [id, actor.id]),
    );
  }

  listViews(actor: Actor): Promise<SavedViewRow[]> {
    return this.context.database.read(async (db) => {
      const rows = await db.rows<ViewRow>(
        `${VIEWS} where v.staff_id::text = $1 order by v.created_at, v.id`,
        [actor.id],
      );
      return rows.map((row) => this.viewOf(actor, row));
    });
  }

  getView(actor: Actor, id: string): Promise<SavedViewRow> {
    return this.context.database.read(async (db) => {
      const row = await db.one<ViewRow>(
        `${VIEWS} where v.id = $1 and (v.staff_id::text = $2 or (v.shared and ($3 = '*' or v.county = $3)))`,
        [id, actor.id, actor.county],
      );
      return this.viewOf(actor, row);
    });
  }

  saveView(actor: Actor, { name, filters, shared }: ViewForm): Promise<SavedViewRow> {
    return this.context.database.transaction(async (db) => {
      await this.requireRoom(db, 'saved_view', actor);
      const id = randomUUID();
      const sealed = this.context.vault.seal(viewAt(id), JSON.stringify({ name, filters }));
      await db.run(
        'insert into saved_view (id, staff_id, county, body_enc, shared) values ($1, $2, $3, $4, $5)',
        [id, actor.id, actor.county, sealed, shared],
      );
      return this.viewOf(actor, await db.one<ViewRow>(`${VIEWS} where v.id = $1`, [id]));
    });
  }

  async dropView(actor: Actor, id: string): Promise<void> {
    await this.context.database.read((db) =>
      db.run('delete from saved_view where id = $1 and staff_id::text = $2', [id, actor.id]),
    );
  }

  private viewOf(actor: Actor, row: ViewRow): SavedViewRow {
    const { id, shared, owner_name: ownerName } = row;
    const body = JSON.parse(this.context.vault.open(viewAt(id), row.body_enc)) as Pick<
      SavedViewRow,
      'name' | 'filters'
    >;
    return { id, shared, ownerName, isMine: row.staff_id === actor.id, ...body };
  }

  /** @throws RefusedError `FIELD_INVALID` when the person keeps too many already */
  private async requireRoom(db: Db, table: 'phrase' | 'saved_view', actor: Actor): Promise<void> {
    const { kept } = await db.one<{ kept: number }>(
      `select count(*)::int as kept from ${table} where staff_id::text = $1`,
      [actor.id],
    );
    if (kept >= MOST) throw new RefusedError('FIELD_INVALID');
  }
}
