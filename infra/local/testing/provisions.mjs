/** What the tests stand on: one PostgreSQL for all, and the programs that they start themselves. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { Child } from '../running/child.mjs';
import { waitUntilReady } from '../running/health.mjs';
import { ensureCluster, postgresPlan } from '../running/postgres.mjs';
import { freePort } from '../running/ports.mjs';
import { sayError, step } from '../say.mjs';
import { findChromium } from '../tools/chromium.mjs';
import { findTemporalCli } from '../tools/temporal-cli.mjs';
import { findTestServer } from '../tools/test-server.mjs';

const ownerRole = 'bangdai_owner';
const testPassword = 'bangdai_test';

/**
 * A missing program is said once and not exported: the tests that need it then fail and name it.
 * @param {Set<string>} needs
 * @param {NodeJS.ProcessEnv} env is completed
 */
export async function provideTools(needs, env) {
  const tools = [
    { need: 'temporal', variable: 'BANGDAI_TEMPORAL_CLI', find: findTemporalCli },
    { need: 'testServer', variable: 'BANGDAI_TEST_SERVER', find: findTestServer },
    { need: 'chromium', variable: 'BANGDAI_CHROMIUM', find: findChromium },
  ];
  for (const { variable, find } of tools.filter((tool) => needs.has(tool.need))) {
    try {
      env[variable] = (await find()).path;
    } catch (error) {
      delete env[variable];
      sayError(error);
    }
  }
}

/** One PostgreSQL in a temporary folder; each test file makes its own database in it. */
export class TestDatabase {
  constructor() {
    this.folder = mkdtempSync(path.join(os.tmpdir(), 'bangdai-test-pg-'));
    chmodSync(this.folder, 0o755);
    /** @type {Child | undefined} */
    this.child = undefined;
  }

  /** @returns {Promise<string>} the address for an administrator */
  async start() {
    return step('PostgreSQL for the tests', async () => {
      const port = await freePort();
      const folder = path.join(this.folder, 'data');
      await ensureCluster({ folder, ownerRole, ownerPassword: testPassword });
      const flags = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];
      mkdirSync(path.join(this.folder, 'logs'));
      const plan = await postgresPlan({ folder, port, logFolder: path.join(this.folder, 'logs'), flags });
      this.child = new Child(plan);
      const url = `postgresql://${ownerRole}:${testPassword}@127.0.0.1:${port}/postgres`;
      await waitUntilReady(this.child, () => makeApplicationRole(url), 60_000);
      return url;
    });
  }

  async stop() {
    await this.child?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** For the last moment, when nothing can be awaited any more. */
  kill() {
    this.child?.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/**
 * The role with few rights that the application uses; roles belong to the server, so it is made once here.
 * @param {string} url
 */
async function makeApplicationRole(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(
      `create role bangdai_app login nosuperuser nocreatedb nocreaterole password 'bangdai_app'`,
    );
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
