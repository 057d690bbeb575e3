/**
 * The Temporal SDK can download its own servers. It does so only while it starts one, so a short-lived child starts
 * and stops it; the child is given up when nothing arrives for 20 seconds (no network).
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../paths.mjs';
import { runCommand } from './run-command.mjs';

const patienceMs = 20_000;

/**
 * @param {'dev-server' | 'time-skipping'} kind
 * @param {string} version as the download service names it, or `default`
 * @param {string} folder where the program is to be kept
 * @param {string} name the program's file name there
 */
export async function downloadWithSdk(kind, version, folder, name) {
  if (!existsSync(path.join(root, 'node_modules/@temporalio/testing'))) return undefined;
  const arriving = path.join(folder, 'arriving');
  rmSync(arriving, { recursive: true, force: true });
  mkdirSync(arriving, { recursive: true });
  try {
    await runCommand(process.execPath, [fileURLToPath(import.meta.url), kind, version, arriving], {
      cwd: root,
      progress: `downloading the ${kind} server`,
      isStalled: stallDetector(arriving),
    });
    const [program] = readdirSync(arriving)
      .map((file) => path.join(arriving, file))
      .sort((a, b) => statSync(b).size - statSync(a).size);
    if (!program) return undefined;
    copyFileSync(program, path.join(folder, `${name}.part`));
    chmodSync(path.join(folder, `${name}.part`), 0o755);
    renameSync(path.join(folder, `${name}.part`), path.join(folder, name));
    return path.join(folder, name);
  } finally {
    rmSync(arriving, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function stallDetector(folder) {
  let lastSize = -1;
  let grewAt = Date.now();
  return () => {
    const size = readdirSync(folder).reduce((sum, file) => sum + sizeOf(path.join(folder, file)), 0);
    if (size !== lastSize) {
      lastSize = size;
      grewAt = Date.now();
    }
    return Date.now() - grewAt > patienceMs;
  };
}

/** @param {string} file */
function sizeOf(file) {
  return existsSync(file) ? statSync(file).size : 0;
}

/** The child: starts the server that the SDK downloads, and stops it. */
async function downloadInChild() {
  const [, , kind, version, downloadDir] = process.argv;
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const server = { executable: { type: 'cached-download', version, downloadDir, ttl: '3650 days' } };
  const environment =
    kind === 'dev-server'
      ? await TestWorkflowEnvironment.createLocal({ server })
      : await TestWorkflowEnvironment.createTimeSkipping({ server });
  await environment.teardown();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await downloadInChild().catch((error) => {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exit(1);
  });
  process.exit(0);
}
