/** Makes a clone ready to run: the Node version, the packages, the build. Each check is cheap when nothing changed. */
import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
  closeSync,
} from 'node:fs';
import path from 'node:path';
import { dataFolder, root } from './paths.mjs';
import { PlainError, step } from './say.mjs';

const sourceFolders = ['apps', 'libs', 'workflows', 'tests'];
const rootInputs = ['package.json', 'package-lock.json', 'nx.json', 'tsconfig.base.json'];
const notSource = new Set(['node_modules', 'dist', '.data', '.nx', 'coverage', 'screenshots']);

/** @param {string} version as in `process.versions.node` */
export function checkNodeVersion(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 20)) return;
  throw new PlainError(
    `Node ${version} is too old`,
    'Install Node 20.20 or newer (nodejs.org) and start again',
  );
}

/**
 * npm writes what it has installed to `node_modules/.package-lock.json` as its last act, so that comparing it with
 * the lock file tells a whole install from a missing, half-done or outdated one.
 * @param {string} folder
 */
export function isInstalled(folder = root) {
  const installedFile = path.join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '' || entry.link || !name.includes('node_modules/')) return true;
    const found = installed[name];
    return found ? found.version === entry.version : Boolean(entry.optional || entry.devOptional);
  });
}

/**
 * Changes whenever a source file is added, removed, renamed or written.
 * @param {string} folder
 */
export function sourceFingerprint(folder = root) {
  const hash = createHash('sha256');
  /** @param {string} relative */
  const walk = (relative) => {
    for (const entry of readdirSync(path.join(folder, relative), { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (notSource.has(entry.name)) continue;
      const child = `${relative}/${entry.name}`;
      if (entry.isDirectory()) walk(child);
      else if (entry.isFile()) note(child);
    }
  };
  /** @param {string} file */
  const note = (file) => {
    const { mtimeMs, size } = statSync(path.join(folder, file));
    hash.update(`${file}\0${mtimeMs}\0${size}\n`);
  };
  sourceFolders.filter((name) => existsSync(path.join(folder, name))).forEach(walk);
  rootInputs.forEach(note);
  return hash.digest('hex');
}

/**
 * Runs a command with its output in a log file; the last lines are shown when it fails.
 * @param {string} name
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, isTailShown?: boolean }} [options]
 */
export async function runLogged(name, command, args, { env = process.env, isTailShown = true } = {}) {
  const logFolder = path.join(dataFolder(), 'logs');
  mkdirSync(logFolder, { recursive: true });
  const logFile = path.join(logFolder, `${name}.log`);
  const log = openSync(logFile, 'w');
  const code = await new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', log, log] });
    process.once('exit', () => child.kill());
    child.on('error', (error) => resolve(error.message));
    child.on('close', (exitCode, signal) => resolve(exitCode ?? signal));
  });
  closeSync(log);
  if (code === 0) return;
  const tail = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-60).join('\n');
  if (isTailShown) process.stderr.write(`${tail}\n`);
  throw new PlainError(`${name} failed (${code})`, `The lines above are the end of ${logFile}`);
}

/** Installs the packages of the lock file if they are not there. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  const quietly = ['--no-audit', '--no-fund'];
  await step('packages installed · 安装依赖', async () => {
    try {
      await runLogged('npm-ci', 'npm', ['ci', ...quietly], { isTailShown: false });
    } catch {
      // npm ci refuses a lock file that lacks another platform's optional package; npm install keeps to the rest of it.
      await runLogged('npm-install', 'npm', ['install', '--no-save', ...quietly]);
    }
  });
}

/**
 * Builds a project with what it needs, or everything, if a source has changed since the last good build.
 * @param {{ project?: string, quiet?: boolean, withTests?: boolean }} [wish]
 */
export async function ensureBuilt({ project, quiet = false, withTests = false } = {}) {
  const scope = project ?? (withTests ? 'all' : 'product');
  const stampFile = path.join(dataFolder(), 'build', `${scope}.stamp`);
  const fingerprint = sourceFingerprint();
  if (isBuilt(project, withTests) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === fingerprint)
    return;
  const args = project
    ? ['run', `${project}:build`]
    : ['run-many', '-t', 'build', '--nx-bail=false', ...(withTests ? [] : ['--exclude', 'tests'])];
  const build = () =>
    runLogged(
      `build-${scope}`,
      process.execPath,
      [path.join(root, 'node_modules/nx/dist/bin/nx.js'), ...args, '--outputStyle=static'],
      { env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' } },
    );
  await (quiet ? build() : step('built · 构建', build));
  mkdirSync(path.dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, fingerprint);
}

/** @param {string | undefined} project @param {boolean} withTests */
function isBuilt(project, withTests) {
  return listProjects()
    .filter(({ name }) => (project ? name === project : withTests || name !== 'tests'))
    .every(({ folder }) => existsSync(path.join(root, folder, 'dist')));
}

/** The projects of the monorepo, with the names nx knows them by. */
export function listProjects() {
  const folders = ['apps', 'libs', 'workflows']
    .flatMap((group) => readdirSync(path.join(root, group)).map((name) => `${group}/${name}`))
    .concat('tests');
  return folders
    .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
    .map((folder) => {
      const manifest = JSON.parse(readFileSync(path.join(root, folder, 'package.json'), 'utf8'));
      return { folder, name: /** @type {string} */ (manifest.nx?.name ?? path.basename(folder)) };
    });
}
