import { fileURLToPath } from 'node:url';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

/** Process of its own, like the product's worker: `node floor-worker.js <address>`; prints `up` when it polls. */
Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: ['SIGTERM'] });
const connection = await NativeConnection.connect({ address: process.argv[2] ?? '' });
const worker = await Worker.create({
  connection,
  taskQueue: 'floor',
  workflowsPath: fileURLToPath(new URL('./floor.workflow.js', import.meta.url)),
  activities: { note: async () => undefined },
  maxCachedWorkflows: 1000,
});
process.stdout.write('up\n');
await worker.run();
await connection.close();
