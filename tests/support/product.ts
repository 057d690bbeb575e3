import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client as Postgres } from 'pg';

const root = fileURLToPath(new URL('../..', import.meta.url));

export type ChildName = 'temporal' | 'sandbox' | 'worker' | 'api';

/** The whole product as child processes of its built files, on ports and a database of its own. */
export interface Product {
  apiUrl: string;
  sandboxUrl: string;
  temporalAddress: string;
  databaseUrl: string;
  adminDatabaseUrl: string;
  bankSecret: string;
  payloadKey: string;
  /** Kills one child at once (SIGKILL), as a power cut would. */
  kill(name: ChildName): Promise<void>;
  /** Starts a killed child again and waits until it is healthy. */
  restart(name: ChildName): Promise<void>;
  /** Runs a built command of the product with the product's own configuration; answers its output. */
  run(file: string, ...args: string[]): Promise<string>;
  /** Everything the children printed so far. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with "npm test", which provides it`);
  return value;
};

const portsOfWorker = 20_000 + 1_000 * Number(process.env.JEST_WORKER_ID ?? 1);
let nextPort = portsOfWorker + (process.pid % 900);

/** Below the ports that a system hands out to whoever calls, and apart from those of another product beside this one. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = nextPort;
    nextPort = port + 1 < portsOfWorker + 1_000 ? port + 1 : portsOfWorker;
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

async function createDatabase(): Promise<{
  databaseUrl: string;
  adminDatabaseUrl: string;
  drop(): Promise<void>;
}> {
  const server = required('BANGDAI_TEST_PG_URL');
  const name = `product_${randomBytes(5).toString('hex')}`;
  const run = async (sql: string): Promise<void> => {
    const client = new Postgres({ connectionString: server });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await run(`CREATE DATABASE ${name}`);
  const admin = new URL(server);
  admin.pathname = `/${name}`;
  const app = new URL(admin);
  app.username = 'bangdai_app';
  app.password = 'bangdai_app';
  return {
    databaseUrl: app.href,
    adminDatabaseUrl: admin.href,
    drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

async function until(what: string, probe: () => Promise<boolean>, seconds = 60): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await probe().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error(`${what} did not come up within ${seconds} s`);
}

const answers = (url: string) => async (): Promise<boolean> => (await fetch(url)).ok;

async function connects(port: number): Promise<boolean> {
  const { connect } = await import('node:net');
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.end(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
}

export interface ProductOptions {
  packDirs?: string[];
  env?: Record<string, string>;
}

/** Starts PostgreSQL database, Temporal, sandbox, worker and api; `stop()` leaves nothing behind. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'bangdai-product-'));
  const database = await createDatabase();
  const [temporalPort, apiPort, sandboxPort, healthPort, metricsPort] = await Promise.all(
    [0, 1, 2, 3, 4].map(() => freePort()),
  );
  const key = (): string => randomBytes(32).toString('base64');
  const bankSecret = `whsec_${key()}`;
  const payloadKey = key();
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_OPTIONS: '',
    BANGDAI_MODE: 'demo',
    BANGDAI_LOG_LEVEL: 'info',
    BANGDAI_DATABASE_URL: database.databaseUrl,
    BANGDAI_ADMIN_DATABASE_URL: database.adminDatabaseUrl,
    BANGDAI_TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    BANGDAI_TEMPORAL_NAMESPACE: 'default',
    BANGDAI_API_PORT: String(apiPort),
    BANGDAI_API_URL: apiUrl,
    BANGDAI_SANDBOX_PORT: String(sandboxPort),
    BANGDAI_SANDBOX_DIR: join(folder, 'sandbox'),
    BANGDAI_EXCHANGE_DIR: join(folder, 'exchange'),
    BANGDAI_WORKER_HEALTH_PORT: String(healthPort),
    BANGDAI_WORKER_METRICS_PORT: String(metricsPort),
    BANGDAI_PACK_DIRS: (options.packDirs ?? [join(root, 'apps/api/demo/packs')]).join(delimiter),
    BANGDAI_DATA_KEY: key(),
    BANGDAI_INDEX_KEY: key(),
    BANGDAI_PAYLOAD_KEY: payloadKey,
    BANGDAI_BANK_SECRET: bankSecret,
    BANGDAI_TREASURY_SECRET: `whsec_${key()}`,
    BANGDAI_BANK_URL: `${sandboxUrl}/bank`,
    BANGDAI_TREASURY_URL: `${sandboxUrl}/treasury`,
    ...options.env,
  };

  const children = new Map<ChildName, ChildProcess>();
  const logFile = (name: string): string => join(folder, `${name}.log`);
  const commands: Record<ChildName, [string, string[]]> = {
    temporal: [
      required('BANGDAI_TEMPORAL_CLI'),
      [
        'server',
        'start-dev',
        '--headless',
        '--ip',
        '127.0.0.1',
        '--port',
        String(temporalPort),
        '--db-filename',
        join(folder, 'temporal.db'),
        ...['County', 'Bank', 'Place', 'Stage'].flatMap((name) => ['--search-attribute', `${name}=Keyword`]),
      ],
    ],
    sandbox: [process.execPath, ['apps/sandbox/dist/main.js']],
    worker: [process.execPath, ['apps/worker/dist/main.js']],
    api: [process.execPath, ['apps/api/dist/main.js']],
  };
  const probes: Record<ChildName, () => Promise<boolean>> = {
    temporal: () => connects(temporalPort!),
    sandbox: answers(`${sandboxUrl}/health`),
    worker: answers(`http://127.0.0.1:${healthPort}/health`),
    api: answers(`${apiUrl}/health/ready`),
  };

  const launch = async (name: ChildName): Promise<void> => {
    const log = await open(logFile(name), 'a');
    const [command, args] = commands[name];
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', log.fd, log.fd] });
    await log.close();
    children.set(name, child);
    await until(name, async () => {
      if (child.exitCode !== null) throw new Error(`${name} ended`);
      return probes[name]();
    }).catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${(await readFile(logFile(name), 'utf8')).slice(-3000)}`);
    });
  };
  const end = async (name: ChildName, signal: NodeJS.Signals): Promise<void> => {
    const child = children.get(name);
    children.delete(name);
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 25_000);
    await gone;
    clearTimeout(timer);
  };
  const stop = async (): Promise<void> => {
    for (const name of ['api', 'worker', 'sandbox', 'temporal'] as const) await end(name, 'SIGTERM');
    if (process.env.BANGDAI_KEEP_LOGS) return; // to look into a failure
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  };

  try {
    await runBuilt(env, 'libs/persistence/dist/cli/migrate.js');
    await launch('temporal');
    await launch('sandbox');
    // Both make the counties' rows where they are missing, as two processes may.
    await Promise.all([launch('worker'), launch('api')]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    apiUrl,
    sandboxUrl,
    temporalAddress: `127.0.0.1:${temporalPort}`,
    databaseUrl: database.databaseUrl,
    adminDatabaseUrl: database.adminDatabaseUrl,
    bankSecret,
    payloadKey,
    kill: (name) => end(name, 'SIGKILL'),
    restart: launch,
    run: (file, ...args) => runBuilt(env, file, args),
    logs: async () =>
      (
        await Promise.all(
          Object.keys(commands).map((name) => readFile(logFile(name), 'utf8').catch(() => '')),
        )
      ).join('\n'),
    stop,
  };
}

async function runBuilt(env: NodeJS.ProcessEnv, file: string, args: string[] = []): Promise<string> {
  const child = spawn(process.execPath, [file, ...args], { cwd: root, env, stdio: 'pipe' });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`${file} failed\n${output.slice(-3000)}`);
  return output;
}
