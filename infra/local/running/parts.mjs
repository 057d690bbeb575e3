/** The plans of the children: which program, with which configuration, how one sees that it is ready. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../paths.mjs';
import { PlainError } from '../say.mjs';
import { runCommand } from '../tools/run-command.mjs';

/** At most four search attributes are set on a workflow; they hold codes, never personal data. */
const searchAttributes = ['County', 'Bank', 'Stage', 'Place'];

/**
 * @typedef {object} Setting
 * @property {import('../environment.mjs').Ports} ports
 * @property {string} dataFolder
 * @property {NodeJS.ProcessEnv} environment
 */

/** @param {Setting} setting */
const logFolderOf = (setting) => path.join(setting.dataFolder, 'logs');

/**
 * @param {Setting} setting
 * @param {string} cli
 * @returns {import('./child.mjs').ChildPlan}
 */
export function temporalPlan(setting, cli) {
  const { ports, dataFolder } = setting;
  const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(ports.temporal)];
  args.push('--ui-port', String(ports.temporalUi), '--namespace', 'default', '--headless=false');
  args.push('--db-filename', path.join(dataFolder, 'temporal.db'), '--log-level', 'warn');
  for (const name of searchAttributes) args.push('--search-attribute', `${name}=Keyword`);
  // Priorities (human decisions before batch work) are stored but not obeyed by 1.29.1 without its new matcher.
  args.push('--dynamic-config-value', 'matching.useNewMatcher=true');
  return {
    name: 'temporal',
    command: cli,
    args,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TZ: 'UTC' },
    cwd: root,
    logFolder: logFolderOf(setting),
    remedy: 'If its file is broken, `npm start -- --fresh` begins anew (and deletes the demo data)',
  };
}

/** @param {Setting} setting @param {string} cli */
export async function temporalAnswers({ ports }, cli) {
  const args = ['operator', 'cluster', 'health', '--address', `127.0.0.1:${ports.temporal}`];
  return runCommand(cli, args, { timeoutMs: 5_000 }).then(
    (text) => text.includes('SERVING'),
    () => false,
  );
}

/**
 * One of our own programs.
 * @param {Setting} setting
 * @param {string} name
 * @param {string} file relative to the root of the clone
 * @param {{ graceMs?: number }} [options]
 * @returns {import('./child.mjs').ChildPlan}
 */
export function programPlan(setting, name, file, { graceMs = 10_000 } = {}) {
  const remedy = 'When the cause is mended, run npm start again; the data is kept';
  const { environment } = setting;
  return {
    name,
    command: process.execPath,
    args: [built(file)],
    env: environment,
    cwd: root,
    logFolder: logFolderOf(setting),
    graceMs,
    remedy,
  };
}

/**
 * The built file of a program. The tests of the launcher put small stand-ins in another folder.
 * @param {string} file
 */
export function built(file) {
  const full = path.join(process.env.BANGDAI_PARTS_DIR ?? root, file);
  if (existsSync(full)) return full;
  throw new PlainError(`${file} is missing after the build`, 'Delete .data/build and start again');
}

/**
 * Runs one of our commands to its end; its last line of output, if it is JSON, is its answer.
 * @param {import('./launcher.mjs').Launcher} launcher
 * @param {Setting} setting
 * @param {string} name
 * @param {string} file
 * @returns {Promise<any>}
 */
export async function runProgram(launcher, setting, name, file) {
  const { how, logFile } = await launcher.run(programPlan(setting, name, file));
  const output = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  if (how === 'ended with code 0') return parseAnswer(output);
  process.stderr.write(`${output.slice(-15).join('\n')}\n`);
  throw new PlainError(`${name} ${how}`, `The lines above are the end of ${logFile}`);
}

/**
 * @param {string[]} lines
 * @returns {any} undefined if no line at the end is a JSON object
 */
export function parseAnswer(lines) {
  const line = lines.findLast((text) => text.startsWith('{'));
  if (!line) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
