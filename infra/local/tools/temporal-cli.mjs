/** Finds or fetches the Temporal command line tool, whose `server start-dev` is our Temporal on one machine. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder } from '../paths.mjs';
import { say } from '../say.mjs';
import { findOnPath, isExecutable, resolveTool } from './resolve.mjs';
import { runCommand } from './run-command.mjs';
import { downloadWithSdk } from './sdk-download.mjs';

const cliVersion = '1.5.1';
const oldestServer = [1, 29];

/** @param {NodeJS.ProcessEnv} env */
export function temporalCacheFolder(env = process.env) {
  return path.join(cacheFolder(env), `temporal-${cliVersion}`);
}

/**
 * Update and worker versioning need a server of 1.29 or newer; an older tool is passed over.
 * @param {string} versionLine as printed by `temporal --version`
 */
export function isNewEnough(versionLine) {
  const match = /Server (\d+)\.(\d+)/.exec(versionLine);
  if (!match) return false;
  const [major = 0, minor = 0] = [Number(match[1]), Number(match[2])];
  return major > (oldestServer[0] ?? 0) || (major === oldestServer[0] && minor >= (oldestServer[1] ?? 0));
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./resolve.mjs').ToolSource[]}
 */
export function temporalSources(env = process.env) {
  const folder = temporalCacheFolder(env);
  const named = env.BANGDAI_TEMPORAL_CLI;
  return [
    ...(named
      ? [{ name: 'BANGDAI_TEMPORAL_CLI', isFinal: true, find: () => checked(path.resolve(named)) }]
      : []),
    { name: 'PATH', find: () => checkedIf(findOnPath('temporal', env)) },
    { name: 'the cache', find: () => checkedIf(cached(folder)) },
    {
      name: "the SDK's download",
      find: () => downloadWithSdk('dev-server', `v${cliVersion}`, folder, 'temporal'),
    },
    { name: 'go install', find: () => goInstall(folder, env) },
  ];
}

/** @param {NodeJS.ProcessEnv} env */
export function findTemporalCli(env = process.env) {
  const remedy =
    'Install the Temporal CLI (https://docs.temporal.io/cli) or Go 1.24+, or name the program in BANGDAI_TEMPORAL_CLI';
  return resolveTool('Temporal CLI', temporalSources(env), remedy);
}

/** @param {string} folder */
function cached(folder) {
  const file = path.join(folder, 'temporal');
  return isExecutable(file) ? file : undefined;
}

/** @param {string | undefined} file */
function checkedIf(file) {
  return file ? checked(file) : undefined;
}

/** @param {string} file */
async function checked(file) {
  const version = (await runCommand(file, ['--version'], { timeoutMs: 30_000 })).trim();
  if (!isNewEnough(version))
    throw new Error(`${file} is "${version}"; a server of ${oldestServer.join('.')} or newer is needed`);
  return file;
}

/** @param {string} folder @param {NodeJS.ProcessEnv} env */
async function goInstall(folder, env) {
  const go = findOnPath('go', env) ?? ['/usr/local/go/bin/go', '/usr/lib/go/bin/go'].find(isExecutable);
  if (!go) return undefined;
  say(`  Temporal CLI: building ${cliVersion} once with Go, about 3 minutes · 首次编译约三分钟`);
  mkdirSync(folder, { recursive: true });
  await runCommand(go, ['install', `github.com/temporalio/cli/cmd/temporal@v${cliVersion}`], {
    env: { ...env, GOBIN: folder, GOFLAGS: '' },
    progress: 'go install temporal',
    timeoutMs: 20 * 60_000,
  });
  return cached(folder);
}
