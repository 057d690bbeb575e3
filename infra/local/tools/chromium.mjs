/** Finds or installs the browser that the console's tests drive. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { findOnPath, isExecutable, resolveTool } from './resolve.mjs';
import { runCommand } from './run-command.mjs';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const remedy =
  'Install Chromium (Debian: apt-get install -y chromium fonts-noto-cjk) or name it in BANGDAI_CHROMIUM';

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {import('./resolve.mjs').ToolSource[]}
 */
export function chromiumSources(env = process.env) {
  const named = env.BANGDAI_CHROMIUM;
  return [
    ...(named
      ? [{ name: 'BANGDAI_CHROMIUM', isFinal: true, find: () => requireExecutable(path.resolve(named)) }]
      : []),
    { name: 'PATH', find: () => programs.map((program) => findOnPath(program, env)).find(Boolean) },
    { name: 'apt-get', find: () => aptInstall(env) },
  ];
}

/** @param {NodeJS.ProcessEnv} env */
export function findChromium(env = process.env) {
  return resolveTool('Chromium', chromiumSources(env), remedy);
}

/** @param {string} file */
function requireExecutable(file) {
  if (!isExecutable(file)) throw new Error(`${file} is not a program`);
  return file;
}

/** @param {NodeJS.ProcessEnv} env */
async function aptInstall(env) {
  const isDebian =
    existsSync('/etc/debian_version') && /debian/i.test(readFileSync('/etc/os-release', 'utf8'));
  const apt = findOnPath('apt-get', env);
  if (!isDebian || !apt || process.getuid?.() !== 0) return undefined;
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand(apt, ['update'], { env: quiet, timeoutMs: 180_000, progress: 'apt-get update' });
  const packages = ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'];
  await runCommand(apt, packages, { env: quiet, timeoutMs: 600_000, progress: 'apt-get install chromium' });
  return programs.map((program) => findOnPath(program, env)).find(Boolean);
}
