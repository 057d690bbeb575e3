/**
 * `npm start`: the whole of Bangdai on this machine, from a fresh clone with nothing but Node and npm.
 * `npm start -- --fresh` first deletes the demo data. Ctrl-C stops everything.
 */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { dataFolder as whereDataLies, root } from './paths.mjs';
import { PlainError, say, sayError, step } from './say.mjs';
import { checkNodeVersion, ensureBuilt, ensureInstalled } from './workspace.mjs';

const startedAt = performance.now();
const dataFolder = whereDataLies();

/** @param {string[]} args */
function readOptions(args) {
  const unknown = args.find((arg) => arg !== '--fresh');
  if (unknown)
    throw new PlainError(`npm start does not know ${unknown}`, 'It knows only: npm start -- --fresh');
  return { isFresh: args.includes('--fresh') };
}

/** What holds business data; secrets and logs stay. */
function deleteData() {
  for (const name of ['postgres', 'sandbox', 'temporal.db', 'temporal.db-shm', 'temporal.db-wal']) {
    rmSync(path.join(dataFolder, name), { recursive: true, force: true });
  }
  say('✓ old data deleted (--fresh) · 已清空旧数据');
}

/** Nothing of the packages may be imported before they are installed. */
async function loadParts() {
  const [postgres, database, health, parts, environment] = await Promise.all([
    import('./running/postgres.mjs'),
    import('./running/database.mjs'),
    import('./running/health.mjs'),
    import('./running/parts.mjs'),
    import('./environment.mjs'),
  ]);
  return { ...postgres, ...database, ...health, ...parts, ...environment };
}

/** @param {import('./environment.mjs').Ports} ports */
async function prepare(ports) {
  const { isFresh } = readOptions(process.argv.slice(2));
  const { recoverFromLastRun } = await import('./running/run-file.mjs');
  const { requireFreePorts } = await import('./running/ports.mjs');
  const { serverLeftOn } = await import('./running/postgres.mjs');
  const { stopGroup } = await import('./running/child.mjs');
  await recoverFromLastRun(dataFolder);
  const leftPostgres = serverLeftOn(path.join(dataFolder, 'postgres'));
  if (leftPostgres) await stopGroup(leftPostgres, 'SIGINT', 10_000);
  await requireFreePorts(ports);
  if (isFresh) deleteData();
  for (const folder of [path.join(dataFolder, 'packs'), path.join(dataFolder, 'sandbox')])
    mkdirSync(folder, { recursive: true });
}

/**
 * @param {import('./running/launcher.mjs').Launcher} launcher
 * @param {import('./running/parts.mjs').Setting} setting
 * @param {import('./environment.mjs').Secrets} secrets
 * @param {string} cli
 */
async function bringUp(launcher, setting, secrets, cli) {
  const parts = await loadParts();
  const { ports } = setting;
  const folder = path.join(dataFolder, 'postgres');
  const logFolder = path.join(dataFolder, 'logs');
  const healthy = (/** @type {number} */ port, /** @type {string} */ route) => () =>
    parts.answersOk(`http://127.0.0.1:${port}${route}`);

  await step('PostgreSQL · 数据库', async () => {
    await parts.ensureCluster({ folder, ownerRole: parts.ownerRole, ownerPassword: secrets.ownerPassword });
    const plan = await parts.postgresPlan({ folder, port: ports.postgres, logFolder });
    await launcher.start(plan, () => parts.answersQueries(ports.postgres, secrets.ownerPassword));
    await parts.ensureDatabase({ port: ports.postgres, ...secrets });
  });
  await step('Temporal · 流程引擎', () =>
    launcher.start(parts.temporalPlan(setting, cli), () => parts.temporalAnswers(setting, cli)),
  );
  await step('migrations · 数据库迁移', () =>
    parts.runProgram(launcher, setting, 'migrate', 'libs/persistence/dist/cli/migrate.js'),
  );
  await step('sandbox bank and treasury · 模拟银行与国库', () =>
    launcher.start(
      parts.programPlan(setting, 'sandbox', 'apps/sandbox/dist/main.js'),
      healthy(ports.sandbox, '/health'),
    ),
  );
  await step('worker · 工作进程', () =>
    launcher.start(
      parts.programPlan(setting, 'worker', 'apps/worker/dist/main.js', { graceMs: 25_000 }),
      healthy(ports.workerHealth, '/health'),
    ),
  );
  await step('API and console · 接口与控制台', () =>
    launcher.start(
      parts.programPlan(setting, 'api', 'apps/api/dist/main.js'),
      healthy(ports.api, '/health/ready'),
    ),
  );
  const answer = await step('demo data · 演示数据', () =>
    parts.runProgram(launcher, setting, 'load-demo', 'apps/api/dist/cli/load-demo.js'),
  );
  return answer?.accounts ?? [];
}

async function main() {
  checkNodeVersion();
  readOptions(process.argv.slice(2));
  await ensureInstalled();
  const { readPorts, readSecrets, childEnvironment } = await import('./environment.mjs');
  const { Launcher } = await import('./running/launcher.mjs');
  const { findTemporalCli } = await import('./tools/temporal-cli.mjs');
  const { addressTable } = await import('./running/summary-table.mjs');
  const ports = readPorts();
  await prepare(ports);
  const launcher = new Launcher(dataFolder);
  launcher.listenToSignals();
  const work = async () => {
    if (!process.env.BANGDAI_PARTS_DIR) await ensureBuilt();
    const { path: cli } = await findTemporalCli();
    const secrets = readSecrets(dataFolder);
    const environment = childEnvironment({ env: process.env, ports, secrets, dataFolder });
    const accounts = await bringUp(launcher, { ports, dataFolder, environment }, secrets, cli);
    process.stdout.write(`\n${addressTable(ports, accounts)}\n\n`);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    say(
      `ready in ${seconds} s. Data: ${path.relative(root, dataFolder)}. Ctrl-C stops everything · 按 Ctrl-C 停止`,
    );
    await launcher.over;
  };
  try {
    await Promise.race([work(), launcher.over]);
  } catch (error) {
    if (!launcher.stopAskedAt) {
      sayError(error);
      process.exitCode = 1;
    }
  } finally {
    await launcher.stopAll();
    say('stopped · 已停止');
    process.exit();
  }
}

try {
  await main();
} catch (error) {
  sayError(error);
  process.exit(1);
}
