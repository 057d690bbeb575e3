/** The one way a tool is found: its sources are asked in order, and the first that has it wins. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { PlainError, say } from '../say.mjs';

/**
 * @typedef {object} ToolSource
 * @property {string} name how the source is called in the progress line
 * @property {() => Promise<string | undefined> | string | undefined} find the path, or undefined if it is not there
 * @property {boolean} [isFinal] the user named this source: if it fails, no other one is asked
 */

/**
 * @param {string} tool
 * @param {ToolSource[]} sources in order of preference
 * @param {string} remedy what to install when nothing works
 * @param {(text: string) => void} [tell]
 * @returns {Promise<{ path: string, source: string }>}
 */
export async function resolveTool(tool, sources, remedy, tell = say) {
  const tried = [];
  for (const source of sources) {
    try {
      const found = await source.find();
      if (found) {
        tell(`✓ ${tool}: from ${source.name} (${found})`);
        return { path: found, source: source.name };
      }
      tried.push(source.name);
    } catch (error) {
      const reason = error instanceof Error ? firstLine(error.message) : String(error);
      if (source.isFinal) throw new PlainError(`${tool}: ${source.name} does not work (${reason})`, remedy);
      tell(`  ${tool}: not from ${source.name} (${reason})`);
      tried.push(source.name);
    }
  }
  throw new PlainError(`${tool} was not found (asked: ${tried.join(', ')})`, remedy);
}

/** @param {string} text */
function firstLine(text) {
  return (text.trim().split('\n')[0] ?? '').slice(0, 200);
}

/**
 * The full path of a program on PATH.
 * @param {string} program
 * @param {NodeJS.ProcessEnv} env
 */
export function findOnPath(program, env = process.env) {
  return (env.PATH ?? '')
    .split(path.delimiter)
    .filter(Boolean)
    .map((folder) => path.join(folder, program))
    .find(isExecutable);
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
