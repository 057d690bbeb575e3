import { createLogger, createTemporalLogger } from '@bangdai/platform';
import { Runtime, type TelemetryOptions } from '@temporalio/worker';
import { startWorker } from './start-worker.js';

/** Temporal's own figures in the format of Prometheus, where a port is given. */
function metricsOf({ BANGDAI_WORKER_METRICS_PORT: port }: NodeJS.ProcessEnv): TelemetryOptions {
  return port ? { metrics: { prometheus: { bindAddress: `127.0.0.1:${port}` } } } : {};
}

const logger = createLogger('worker');
// Before any worker or connection: signals are handled here, in the order that Nest and the database need.
Runtime.install({
  shutdownSignals: [],
  logger: createTemporalLogger(logger),
  telemetryOptions: metricsOf(process.env),
});
try {
  const worker = await startWorker({ onFatal: () => process.exit(1) });
  const stop = async (): Promise<void> => {
    await worker.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
} catch (error) {
  logger.fatal({ err: error }, 'worker could not start');
  if (error instanceof Error && error.name === 'ConfigError') process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
