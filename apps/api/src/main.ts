import { createLogger } from '@bangdai/platform';
import { startApi } from './start-api.js';

const logger = createLogger('api');
try {
  const api = await startApi();
  const stop = async (): Promise<void> => {
    await api.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());
} catch (error) {
  logger.fatal({ err: error }, 'API could not start');
  if (error instanceof Error && error.name === 'ConfigError') process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
