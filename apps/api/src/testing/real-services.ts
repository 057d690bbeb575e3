/** For `*.int-spec.ts`: a database of its own, a Temporal dev server of its own, and the API on a free port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { connect, createServer, type AddressInfo } from 'node:net';
import { migrate } from '@bangdai/persistence';
import { startApi, type RunningApi } from '../start-api.js';

export interface RealServices {
  env: NodeJS.ProcessEnv;
  api: RunningApi;
  stop(): Promise<void>;
}

/** Only test files may speak SQL: they hand in how. */
export type RunSql = (url: string, sql: string) => Promise<void>;

const attributes = ['County', 'Bank', 'Place', 'Stage'];

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with "npm test", which provides it`);
  return value;
}

/** PostgreSQL and Temporal run, no worker does: what a command meets when the workers are down. */
export async function startRealServices(
  run: RunSql,
  settings: NodeJS.ProcessEnv = {},
): Promise<RealServices> {
  const server = required('BANGDAI_TEST_PG_URL');
  const cli = required('BANGDAI_TEMPORAL_CLI');
  const name = `api_${randomBytes(5).toString('hex')}`;
  await run(server, `create database ${name}`);
  const port = await freePort();
  const env = { ...environment(server, name, port), ...settings };
  const temporal = await startTemporal(cli, port);
  const clear = async (): Promise<void> => {
    await end(temporal);
    await run(server, `drop database if exists ${name} with (force)`);
    await run(server, `drop role if exists ${name}`);
  };
  try {
    await migrate({
      adminUrl: env.BANGDAI_ADMIN_DATABASE_URL ?? '',
      applicationUrl: env.BANGDAI_DATABASE_URL ?? '',
    });
    const api = await startApi({ env, port: 0 });
    return { env, api, stop: async () => api.close().finally(clear) };
  } catch (error) {
    await clear();
    throw error;
  }
}

function environment(server: string, database: string, temporalPort: number): NodeJS.ProcessEnv {
  const admin = new URL(server);
  admin.pathname = `/${database}`;
  const application = new URL(admin);
  // Roles belong to the whole server: a role of its own keeps test files that run at once apart.
  application.username = database;
  application.password = database;
  const key = (): string => randomBytes(32).toString('base64');
  return {
    BANGDAI_MODE: 'demo',
    BANGDAI_LOG_LEVEL: 'fatal',
    BANGDAI_DATABASE_URL: application.href,
    BANGDAI_ADMIN_DATABASE_URL: admin.href,
    BANGDAI_TEMPORAL_ADDRESS: `127.0.0.1:${temporalPort}`,
    BANGDAI_DATA_KEY: key(),
    BANGDAI_INDEX_KEY: key(),
    BANGDAI_PAYLOAD_KEY: key(),
    BANGDAI_BANK_SECRET: key(),
    BANGDAI_TREASURY_SECRET: key(),
    BANGDAI_COMMAND_DEADLINE_MS: '1500',
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startTemporal(cli: string, port: number): Promise<ChildProcess> {
  const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', String(port)];
  for (const attribute of attributes) args.push('--search-attribute', `${attribute}=Keyword`);
  const child = spawn(cli, args, { stdio: 'ignore' });
  const until = Date.now() + 30_000;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > until) throw new Error('Temporal did not come up');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return child;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.end();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
