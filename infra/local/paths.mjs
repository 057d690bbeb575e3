/** Where things lie: the clone, its kept data (ignored by git), and the cache that outlives a clone. */
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the clone. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * The folder that keeps the databases, logs and secrets of this clone.
 * @param {NodeJS.ProcessEnv} env
 */
export function dataFolder(env = process.env) {
  return path.resolve(root, env.BANGDAI_DATA_DIR ?? '.data');
}

/**
 * Downloads are kept outside the clone, so that a second clone is quick.
 * @param {NodeJS.ProcessEnv} env
 */
export function cacheFolder(env = process.env) {
  return path.join(env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'bangdai');
}
