import type { LiveEvent, LiveFeed, ScopedEvent } from '@bangdai/contracts/http';
import pg from 'pg';
import type { Db } from '../database/database.js';
import type { PersistenceLogger } from '../options.js';

const CHANNEL = 'bangdai_live';

/** Where the subject of a change lies and which banks it concerns, read from its own row; `$2` is its id. */
const SCOPES: Record<LiveEvent['topic'], string> = {
  task: `select place, case when bank is null then null else jsonb_build_array(bank) end as banks from task where id = $2`,
  loan: `select place, jsonb_build_array(bank) as banks from loan where id::text = $2`,
  claim: `select place, jsonb_build_array(bank) as banks from claim where id::text = $2`,
  clawback: `select place, jsonb_build_array(bank) as banks from clawback where id::text = $2`,
  settlement: `select '' as place, jsonb_build_array(bank) as banks from settlement where id::text = $2`,
  import: `select '' as place, coalesce((select jsonb_agg(u.bank) from (
      select c.bank from import_confirmation c where c.import_id = b.id union select b.uploaded_bank) u where u.bank is not null), '[]') as banks
    from import_batch b where b.id::text = $2`,
  fund: `select '' as place, case when shared then null else jsonb_build_array(bank) end as banks from fund where id::text = $2`,
  reconciliation: `select '' as place, case when bank is null then null else jsonb_build_array(bank) end as banks
    from reconciliation_case where id::text = $2`,
};

/**
 * Told at commit, never before: the notification is part of the transaction. Its scope comes from the subject's own
 * row; what has none (a round over the whole county) concerns every desk of the county.
 */
export async function announce(db: Db, event: LiveEvent): Promise<void> {
  await db.run(
    `select pg_notify($1, ($3::jsonb || coalesce((select jsonb_strip_nulls(to_jsonb(scope)) from (${SCOPES[event.topic]}) scope),
       '{"place": ""}'))::text)`,
    [CHANNEL, event.id, JSON.stringify(event)],
  );
}

/** One listening connection per process, opened with the first subscriber and reopened when it breaks. */
export class PostgresLiveFeed implements LiveFeed {
  private readonly listeners = new Set<(event: ScopedEvent) => void>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly logger: PersistenceLogger,
  ) {}

  subscribe(listener: (event: ScopedEvent) => void): () => void {
    this.listeners.add(listener);
    if (this.client === null && this.retry === null) void this.connect();
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry !== null) clearTimeout(this.retry);
    const client = this.client;
    this.client = null;
    await client?.end();
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.databaseUrl, application_name: 'bangdai-live' });
    this.client = client;
    client.on('notification', ({ payload }) => this.tell(payload));
    client.on('error', () => this.reconnectLater(client));
    client.on('end', () => this.reconnectLater(client));
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      this.logger.warn({ error: (error as Error).name }, 'live feed could not connect');
      this.reconnectLater(client);
    }
  }

  private reconnectLater(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    client.removeAllListeners();
    client.on('error', () => undefined);
    void client.end().catch(() => undefined);
    this.retry = setTimeout(() => {
      this.retry = null;
      void this.connect();
    }, 1000);
    this.retry.unref();
  }

  private tell(payload: string | undefined): void {
    if (payload === undefined) return;
    const event = JSON.parse(payload) as ScopedEvent;
    for (const listener of this.listeners) listener(event);
  }
}
