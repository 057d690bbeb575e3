import { startSandbox, type RunningSandbox } from './sandbox.js';
import { readSettings } from './settings.js';

/** The sandbox as a process of its own: `node dist/main.js`. */
async function main(): Promise<void> {
  const sandbox = await startSandbox(readSettings());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(sandbox));
}

async function stop(sandbox: RunningSandbox): Promise<void> {
  await sandbox.close();
  process.exit(0);
}

try {
  await main();
} catch (error) {
  // At start there is no personal data yet: the message says which setting, port or file is at fault.
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
