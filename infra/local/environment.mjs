/** The one place that says which ports, addresses and keys the parts of one machine get. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';
import { PlainError } from './say.mjs';

/** Every port that `npm start` listens on, and the variable that moves it. */
export const portTable = /** @type {const} */ ({
  api: { variable: 'BANGDAI_API_PORT', standard: 7300, what: 'the console and API' },
  sandbox: { variable: 'BANGDAI_SANDBOX_PORT', standard: 7310, what: 'the sandbox bank and treasury' },
  workerHealth: { variable: 'BANGDAI_WORKER_HEALTH_PORT', standard: 7320, what: "the worker's health page" },
  workerMetrics: {
    variable: 'BANGDAI_WORKER_METRICS_PORT',
    standard: 7321,
    what: "the worker's metrics",
  },
  temporal: { variable: 'BANGDAI_TEMPORAL_PORT', standard: 7233, what: 'Temporal' },
  temporalUi: { variable: 'BANGDAI_TEMPORAL_UI_PORT', standard: 8233, what: "Temporal's UI" },
  postgres: { variable: 'BANGDAI_PG_PORT', standard: 7432, what: 'PostgreSQL' },
});

/** @typedef {Record<keyof typeof portTable, number>} Ports */

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {Ports}
 */
export function readPorts(env = process.env) {
  const entries = Object.entries(portTable).map(([name, { variable, standard }]) => {
    const text = env[variable];
    const port = text ? Number(text) : standard;
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new PlainError(`${variable}=${text} is no port`, 'Set a number between 1 and 65535');
    }
    return [name, port];
  });
  return Object.fromEntries(entries);
}

/** Keys and passwords that are made once per clone; each is 32 random bytes in base64 or hex. */
const secretNames = /** @type {const} */ ({
  BANGDAI_DATA_KEY: 'base64',
  BANGDAI_INDEX_KEY: 'base64',
  BANGDAI_PAYLOAD_KEY: 'base64',
  BANGDAI_BANK_SECRET: 'base64',
  BANGDAI_TREASURY_SECRET: 'base64',
  ownerPassword: 'hex',
  applicationPassword: 'hex',
});

/** @typedef {Record<keyof typeof secretNames, string>} Secrets */

/**
 * Reads the secrets of this clone; what is missing is made and kept with mode 0600.
 * @param {string} dataFolder
 * @returns {Secrets}
 */
export function readSecrets(dataFolder) {
  const file = path.join(dataFolder, 'secrets.json');
  const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  const missing = Object.entries(secretNames).filter(([name]) => !kept[name]);
  for (const [name, encoding] of missing) kept[name] = randomBytes(32).toString(encoding);
  if (missing.length > 0) {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  }
  return kept;
}

export const databaseName = 'bangdai';
export const ownerRole = 'bangdai_owner';
export const applicationRole = 'bangdai_app';

/**
 * The configuration of every child. Standard values may be replaced from outside, addresses follow the ports.
 * @param {{ env: NodeJS.ProcessEnv, ports: Ports, secrets: Secrets, dataFolder: string }} given
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnvironment({ env, ports, secrets, dataFolder }) {
  const { ownerPassword, applicationPassword, ...keys } = secrets;
  const database = (/** @type {string} */ role, /** @type {string} */ password) =>
    `postgresql://${role}:${password}@127.0.0.1:${ports.postgres}/${databaseName}`;
  const packFolders = [path.join(dataFolder, 'packs'), path.join(root, 'apps/api/demo/packs')];
  return {
    BANGDAI_MODE: 'demo',
    BANGDAI_PACK_DIRS: packFolders.join(path.delimiter),
    BANGDAI_TEMPORAL_NAMESPACE: 'default',
    ...keys,
    ...env,
    BANGDAI_DATABASE_URL: database(applicationRole, applicationPassword),
    BANGDAI_ADMIN_DATABASE_URL: database(ownerRole, ownerPassword),
    BANGDAI_TEMPORAL_ADDRESS: `127.0.0.1:${ports.temporal}`,
    BANGDAI_TEMPORAL_UI_URL: `http://127.0.0.1:${ports.temporalUi}`,
    BANGDAI_API_PORT: String(ports.api),
    BANGDAI_API_URL: `http://127.0.0.1:${ports.api}`,
    BANGDAI_SANDBOX_PORT: String(ports.sandbox),
    BANGDAI_SANDBOX_URL: `http://127.0.0.1:${ports.sandbox}`,
    BANGDAI_SANDBOX_DIR: path.join(dataFolder, 'sandbox'),
    BANGDAI_EXCHANGE_DIR: path.join(dataFolder, 'exchange'),
    BANGDAI_BANK_URL: `http://127.0.0.1:${ports.sandbox}/bank`,
    BANGDAI_TREASURY_URL: `http://127.0.0.1:${ports.sandbox}/treasury`,
    BANGDAI_WORKER_HEALTH_PORT: String(ports.workerHealth),
    BANGDAI_WORKER_METRICS_PORT: String(ports.workerMetrics),
    BANGDAI_CONSOLE_DIR: path.join(root, 'apps/console/dist'),
  };
}
