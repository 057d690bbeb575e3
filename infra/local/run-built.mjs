/**
 * `node infra/local/run-built.mjs <dist file> args…`: runs a built command line tool of the monorepo, installing and
 * building first if needed. Paths among the arguments mean what they mean in the folder where the user typed.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './paths.mjs';
import { PlainError, sayError } from './say.mjs';
import { checkNodeVersion, ensureBuilt, ensureInstalled, listProjects } from './workspace.mjs';

try {
  checkNodeVersion();
  const [file = '', ...args] = process.argv.slice(2);
  const project = listProjects().find(({ folder }) => file.startsWith(`${folder}/`));
  if (!project) throw new PlainError(`No project of this repository has the file ${file || '(none given)'}`);
  await ensureInstalled();
  await ensureBuilt({ project: project.name, quiet: true });
  const child = spawn(process.execPath, [path.join(root, file), ...args], {
    cwd: process.env.INIT_CWD ?? process.cwd(),
    stdio: 'inherit',
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(code ?? (signal ? 130 : 1)));
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}
