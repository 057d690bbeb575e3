import { randomUUID } from 'node:crypto';
import { RefusedError, type Actor, type CounterpartKey } from '@bangdai/contracts';
import type { CounterpartSecretState } from '@bangdai/contracts/http';
import type { StoreContext } from '../context.js';
import type { Db } from '../database/database.js';
import { EVERY_COUNTY } from '../reads/scope.js';

/** Signature secrets of one bank or treasury of one county: sealed, given to the machines alone, never shown again. */
export interface SecretStore {
  /** Secrets that hold now, newest first: the first signs, all are accepted. Empty where none was ever set. */
  accepted(counterpart: CounterpartKey): Promise<string[]>;
  /**
   * Takes a new secret into use; those before it are accepted until `previousValidUntil`. What `tell` does is done before
   * it holds; when that fails nothing has changed.
   * @throws RefusedError `NOT_FOUND` outside the actor's county | `FIELD_INVALID` for a secret used before
   */
  set(
    actor: Actor,
    counterpart: CounterpartKey,
    secret: string,
    previousValidUntil: Date,
    tell?: () => Promise<void>,
  ): Promise<CounterpartSecretState>;
}

const OF = 'county = $1 and kind = $2 and code = $3';

export class SecretRepository implements SecretStore {
  constructor(private readonly context: StoreContext) {}

  async accepted({ county, kind, code }: CounterpartKey): Promise<string[]> {
    const rows = await this.context.database.read((db) =>
      db.rows<{ id: string; secret_enc: Buffer }>(
        `select id, secret_enc from counterpart_secret where ${OF} and (valid_until is null or valid_until > now())
         order by set_at desc, id`,
        [county, kind, code],
      ),
    );
    return rows.map(({ id, secret_enc }) => this.open(id, secret_enc));
  }

  async set(
    actor: Actor,
    key: CounterpartKey,
    secret: string,
    previousValidUntil: Date,
    tell: () => Promise<void> = async () => undefined,
  ): Promise<CounterpartSecretState> {
    const { county, kind, code } = key;
    if (actor.county !== EVERY_COUNTY && actor.county !== county) throw new RefusedError('NOT_FOUND');
    return this.context.database.transaction(async (db) => {
      await db.one(`select 1 from counterpart where ${OF} for update`, [county, kind, code]);
      await this.refuseRepeated(db, key, secret);
      await db.run(
        `update counterpart_secret set valid_until = least(coalesce(valid_until, $4), $4) where ${OF}
           and (valid_until is null or valid_until > now())`,
        [county, kind, code, previousValidUntil],
      );
      const id = randomUUID();
      await db.run(
        `insert into counterpart_secret (id, county, kind, code, secret_enc, set_by, set_at)
         values ($1, $2, $3, $4, $5, $6, clock_timestamp())`,
        [id, county, kind, code, this.context.vault.seal(placeOf(id), secret), actor.id],
      );
      await tell();
      return stateOf(db, key);
    });
  }

  /** A secret that comes back would let in whoever kept a copy of it. */
  private async refuseRepeated(
    db: Db,
    { county, kind, code }: CounterpartKey,
    secret: string,
  ): Promise<void> {
    const rows = await db.rows<{ id: string; secret_enc: Buffer }>(
      `select id, secret_enc from counterpart_secret where ${OF}`,
      [county, kind, code],
    );
    if (rows.some(({ id, secret_enc }) => this.open(id, secret_enc) === secret))
      throw new RefusedError('FIELD_INVALID', [], [{ pointer: '/secret', code: 'FIELD_INVALID' }]);
  }

  private open(id: string, sealed: Buffer): string {
    return this.context.vault.open(placeOf(id), sealed);
  }
}

const placeOf = (rowId: string) => ({ table: 'counterpart_secret', column: 'secret', rowId });

async function stateOf(db: Db, { county, kind, code }: CounterpartKey): Promise<CounterpartSecretState> {
  return db.one<CounterpartSecretState>(
    `select $1 as county, $2 as kind, $3 as code, max(set_at) as "setAt", count(*)::int as accepted,
       max(valid_until) as "previousValidUntil"
     from counterpart_secret where ${OF} and (valid_until is null or valid_until > now())`,
    [county, kind, code],
  );
}
