import { RefusedError } from '@bangdai/contracts';
import type { IdempotencyStore } from '@bangdai/contracts/http';
import type { Database } from '../database/database.js';
import type { PersonalVault } from '../privacy/personal-vault.js';

interface KeyRow {
  body_hash: string;
  status: number | null;
  body_enc: Buffer | null;
}

/** A process that died while holding a key frees it after this time, in seconds. */
const LEASE_SECONDS = 60;

/** Keys are kept for ever and belong to one actor and route; the stored answer may name people, so it is sealed. */
export class IdempotencyRepository implements IdempotencyStore {
  constructor(
    private readonly database: Database,
    private readonly vault: PersonalVault,
  ) {}

  /** @throws RefusedError `IDEMPOTENCY_KEY_REUSED` | `IDEMPOTENCY_IN_PROGRESS` */
  async begin(
    actorId: string,
    route: string,
    key: string,
    bodyHash: string,
  ): Promise<{ first: true } | { first: false; status: number; body: unknown }> {
    return this.database.transaction(async (db) => {
      const taken = await db.run(
        `insert into idempotency_key (actor_id, route, key, body_hash, lease_until)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5)) on conflict do nothing`,
        [actorId, route, key, bodyHash, LEASE_SECONDS],
      );
      if (taken === 1) return { first: true };
      const known = await db.one<KeyRow & { expired: boolean }>(
        `select body_hash, status, body_enc, lease_until < now() as expired from idempotency_key
         where actor_id = $1 and route = $2 and key = $3 for update`,
        [actorId, route, key],
      );
      if (known.body_hash !== bodyHash) throw new RefusedError('IDEMPOTENCY_KEY_REUSED');
      if (known.status !== null && known.body_enc !== null) {
        const body = JSON.parse(this.vault.open(placeOf(actorId, route, key), known.body_enc)) as unknown;
        return { first: false, status: known.status, body };
      }
      if (!known.expired) throw new RefusedError('IDEMPOTENCY_IN_PROGRESS');
      await db.run(
        `update idempotency_key set lease_until = now() + make_interval(secs => $4)
         where actor_id = $1 and route = $2 and key = $3`,
        [actorId, route, key, LEASE_SECONDS],
      );
      return { first: true };
    });
  }

  async finish(actorId: string, route: string, key: string, status: number, body: unknown): Promise<void> {
    const sealed = this.vault.seal(placeOf(actorId, route, key), JSON.stringify(body ?? null));
    await this.database.read((db) =>
      db.run(
        `update idempotency_key set status = $4, body_enc = $5 where actor_id = $1 and route = $2 and key = $3`,
        [actorId, route, key, status, sealed],
      ),
    );
  }

  async abandon(actorId: string, route: string, key: string): Promise<void> {
    await this.database.read((db) =>
      db.run(
        `delete from idempotency_key where actor_id = $1 and route = $2 and key = $3 and status is null`,
        [actorId, route, key],
      ),
    );
  }
}

const placeOf = (actorId: string, route: string, key: string) => ({
  table: 'idempotency_key',
  column: 'body_enc',
  rowId: `${actorId}:${route}:${key}`,
});
