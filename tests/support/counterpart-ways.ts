import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createGateways, exchangeFolderOf, FileArrivals, type ReadableGateways } from '@bangdai/adapters';
import { statementSource, type Actor, type CounterpartKey, type PaymentOrder } from '@bangdai/contracts';
import { createLogger } from '@bangdai/platform';
import { logNothing, startSandbox, type RunningSandbox } from '@bangdai/sandbox';
import type { TestDatabase } from './database.js';

export type Way = 'http' | 'file' | 'manual';

const secret = (): string => randomBytes(32).toString('base64');
const secrets = { bank: [secret()], treasury: [secret()] };
const logger = createLogger('test', { level: 'silent' });

/** Bank and treasury of one county in the sandbox, reached by any way, with the record of what was handed over. */
export class CounterpartWays {
  dir = '';
  sandbox!: RunningSandbox;
  gateways!: ReadableGateways;
  private orders = 0;

  constructor(
    readonly database: TestDatabase,
    readonly county: string,
  ) {}

  get treasuryKey(): CounterpartKey {
    return { county: this.county, kind: 'treasury', code: 'treasury' };
  }

  get bankKey(): CounterpartKey {
    return { county: this.county, kind: 'bank', code: 'main' };
  }

  /** A fresh sandbox and folder. */
  async open(): Promise<void> {
    this.dir = mkdtempSync(path.join(tmpdir(), 'bangdai-contract-'));
    const apiUrl = 'http://127.0.0.1:9';
    this.sandbox = await startSandbox({ dir: this.dir, apiUrl, secrets, payDelayMs: 0, log: logNothing });
    await this.sql('delete from counterpart_arrival');
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.dir, { recursive: true });
  }

  reachBy(adapter: Way, format: 'csv' | 'xlsx' = 'csv'): void {
    const row = { county: '*', bank: '*', adapter, format };
    this.gateways = createGateways({
      counterparts: [
        { ...row, kind: 'treasury', baseUrl: this.sandbox.treasuryUrl },
        { ...row, kind: 'bank', baseUrl: this.sandbox.bankUrl },
      ],
      ...{ secrets, fetchTimeoutMs: 400, logger, circuit: { failuresToOpen: 50, openMs: 10 } },
      exchange: { dispatches: this.database.persistence.dispatches, dir: this.dir },
    });
  }

  sql<Row>(text: string, params: unknown[] = []): Promise<Row[]> {
    return this.database.persistence.dataSource.query<Row[]>(text, params);
  }

  /** The sandbox's own desk. */
  async desk(method: string, address: string, body?: unknown): Promise<Record<string, unknown>> {
    const init = { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    return (await (await fetch(`${this.sandbox.url}${address}`, init)).json()) as Record<string, unknown>;
  }

  folderOf(key: CounterpartKey): string {
    return exchangeFolderOf(this.dir, key).root;
  }

  /** One working round of a counterpart that works by files, and what it wrote read by the platform. */
  async exchange(key: CounterpartKey): Promise<number> {
    await this.desk('POST', '/exchange/runs', { dir: this.folderOf(key), ...key });
    return this.takeFiles(key);
  }

  takeFiles(key: CounterpartKey): Promise<number> {
    const { persistence } = this.database;
    return new FileArrivals(exchangeFolderOf(this.dir, key), key, {
      ...{ dispatches: persistence.dispatches, logger },
      storeInbox: (entry) => persistence.intake.storeInbox(entry),
      storeStatement: (statement, by) =>
        persistence.reconciliation.takeStatement(
          { county: key.county, source: statementSource(key) },
          statement,
          { ...by, actor: 'system' },
        ),
    }).take();
  }

  /** A table of the counterpart in its folder, whole, under the next number. @returns its name */
  putFile(key: CounterpartKey, type: string, rows: string[][]): string {
    const folder = path.join(this.folderOf(key), 'in');
    mkdirSync(folder, { recursive: true });
    const taken = readdirSync(folder, { recursive: true }).map(
      (name) => /-(\d+)\.csv/.exec(String(name))?.[1],
    );
    const number = Math.max(0, ...taken.map(Number).filter(Number.isInteger)) + 1;
    const name = `${type}-${String(number).padStart(6, '0')}.csv`;
    const text = rows.map((row) => row.join(',')).join('\n');
    writeFileSync(path.join(folder, name), text);
    writeFileSync(path.join(folder, `${name}.sha256`), createHash('sha256').update(text).digest('hex'));
    writeFileSync(path.join(folder, `${name}.done`), '');
    return name;
  }

  /** What the platform answered to each row of a file that it read. */
  resultsOf(key: CounterpartKey, name: string): string[] {
    const file = path.join(this.folderOf(key), 'in', 'processed', `${name}.result.csv`);
    const [, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
    return lines.map((line) => line.split(',')[1] ?? '');
  }

  /** An order on record, as a settlement makes it. */
  async newOrder(): Promise<PaymentOrder> {
    this.orders += 1;
    const no = `C${this.orders}`;
    const [settlement] = await this.sql<{ id: string }>(
      `insert into settlement (settlement_no, county, bank, period_from, period_to, settle_on, cut_off_on, stage, scheme_key,
         pack_version, product, payee, opened_by)
       values ($1, $2, 'main', '2024-03-21', '2024-06-21', '2020-06-20'::date + $3::int, '2024-06-27', 'paying', $2, '1.0.0',
         'household', 'bank', 'system') returning id`,
      [no, this.county, this.orders],
    );
    const orderNo = `subsidy/${this.county}/${no}/1`;
    const parties = { payer: '财政局', payee: '农商行', amount: '436.04', purpose: '贴息' };
    await this.sql(
      `insert into payment_order (order_no, kind, county, bank, subject, subject_id, payer, payee, amount, purpose, lines)
       values ($1, 'subsidy', $2, 'main', 'settlement', $3, $4, $5, $6, $7, 1)`,
      [orderNo, this.county, settlement?.id, ...Object.values(parties)],
    );
    return { orderNo, county: this.county, ...parties, lines: 1 };
  }

  actor(role: string, last: string): Actor {
    const id = `00000000-0000-4000-8000-0000000000${last}`;
    return { id, role, county: this.county, place: '', bank: role === 'bank' ? 'main' : null };
  }

  /** A desk's task of one kind; null when none is open. */
  async openTask(kind: string, subjectId: string): Promise<string | null> {
    const [task] = await this.sql<{ id: string }>(
      `select id from task where kind = $1 and subject_id::text = $2 and status in ('open', 'claimed')`,
      [kind, subjectId],
    );
    return task?.id ?? null;
  }

  /** A person decides, with the proof where one is named. */
  async decide(who: Actor, taskId: string, decision: string, proof?: string): Promise<void> {
    const { desk } = this.database.persistence;
    const file = { fileName: '凭证.png', mimeType: 'image/png', bytes: Buffer.from('png') };
    if (proof !== undefined) await desk.storeFile(who, taskId, { key: proof, ...file });
    const commandId = randomBytes(8).toString('hex');
    await desk.decide(who, {
      taskId,
      commandId,
      decision,
      on: '2024-06-21',
      reasonGiven: proof === undefined,
    });
  }
}
