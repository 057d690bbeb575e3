import type { LiveEvent, LiveFeed } from '@bangdai/contracts/http';
import pg from 'pg';
import type { Db } from '../database/database.js';
import type { PersistenceLogger } from '../options.js';

const CHANNEL = 'bangdai_live';

/** Told at commit, never before: the notification is part of the transaction. */
export async function announce(db: Db, event: LiveEvent): Promise<void> {
  await db.run('select pg_notify($1, $2)', [CHANNEL, JSON.stringify(event)]);
}

/** One listening connection per process, opened with the first subscriber and reopened when it breaks. */
export class PostgresLiveFeed implements LiveFeed {
  private readonly listeners = new Set<(event: LiveEvent) => void>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly logger: PersistenceLogger,
  ) {}

  subscribe(listener: (event: LiveEvent) => void): () => void {
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
    const event = JSON.parse(payload) as LiveEvent;
    for (const listener of this.listeners) listener(event);
  }
}
