import 'reflect-metadata';
import { loadConfig } from '@bangdai/platform';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { compose, type Parts } from './composition.js';
import { HealthServer } from './hosting/health-server.js';
import { RelayHost } from './hosting/relay-host.js';
import { WorkerHost } from './hosting/worker-host.js';
import { CountyTakeUp } from './schedules/county-take-up.js';
import { WorkerModule } from './worker.module.js';

export interface StartWorkerOptions {
  env?: NodeJS.ProcessEnv;
  /** 0 takes any free port; default: the configuration's. */
  healthPort?: number;
  /** Told when a worker dies; the process should end then. */
  onFatal?: (error: unknown) => void;
  /** Default true; the time-skipping test server has no Schedules. */
  withSchedules?: boolean;
}

export interface RunningWorker {
  healthUrl: string;
  parts: Parts;
  /** Lets running work end, then closes every connection. */
  close(): Promise<void>;
}

/** Starts workers, relays and the health page; the caller closes them. @throws when PostgreSQL or Temporal cannot be reached */
export async function startWorker(options: StartWorkerOptions = {}): Promise<RunningWorker> {
  const { env = process.env, healthPort, onFatal = () => undefined, withSchedules = true } = options;
  const parts = await compose(loadConfig(env));
  try {
    const counties = new CountyTakeUp(parts, withSchedules);
    await counties.ensureSchedules();
    const app = await createApp(parts, onFatal);
    counties.start();
    const health = new HealthServer(() => reportOf(app, parts));
    const port = await health.listen(healthPort ?? parts.config.workerHealthPort);
    const healthUrl = `http://127.0.0.1:${port}/health`;
    parts.logger.info({ healthUrl }, 'worker is running');
    return { healthUrl, parts, close: () => closeAll(health, app, counties, parts) };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

async function createApp(parts: Parts, onFatal: (error: unknown) => void): Promise<INestApplicationContext> {
  const fatal = (error: unknown): void => {
    parts.logger.fatal({ err: error }, 'a worker died');
    onFatal(error);
  };
  return NestFactory.createApplicationContext(WorkerModule.of(parts, fatal), {
    logger: false,
    abortOnError: false,
  });
}

function reportOf(app: INestApplicationContext, { gateways, live }: Parts) {
  const workers = app.get(WorkerHost).states();
  const relays = app.get(RelayHost).healthy ? ('ok' as const) : ('failing' as const);
  const ok = relays === 'ok' && Object.values(workers).every((state) => state === 'RUNNING');
  // A counterpart that is away is no fault of the worker: it is told, and the worker is well all the same.
  const circuitsOpen = gateways
    .circuits()
    .filter(({ state }) => state !== 'closed')
    .map(({ kind, county, bank }) => `${kind} ${county} ${bank}`);
  // A faulty pack keeps nobody from working by the packs before: it is told, and refused.
  const packsRefused = live.faults.map(({ file, path, reason }) => `${file} · ${path}：${reason}`);
  return { ok, workers, relays, circuitsOpen, packsRefused };
}

/** In this order: no new work, running work ends with its database, then the connections close. */
async function closeAll(
  health: HealthServer,
  app: INestApplicationContext,
  counties: CountyTakeUp,
  parts: Parts,
): Promise<void> {
  await counties.stop();
  await app.close();
  await health.close();
  await parts.close();
}
