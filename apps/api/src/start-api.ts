import type { AddressInfo } from 'node:net';
import { loadConfig } from '@bangdai/platform';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { NestFactory } from '@nestjs/core';
import { ApiModule } from './api.module.js';
import { compose, type Parts } from './composition.js';
import { demoPeople } from './demo/demo-accounts.js';
import { ensureDemoAccounts } from './demo/ensure-demo-accounts.js';
import { builtConsole, serveConsole } from './http/console-files.js';
import { requestLog } from './http/request-log.js';
import { routesOf, type Route } from './http/router-routes.js';
import { noStore, securityHeaders } from './http/security-headers.js';
import { serveDocument } from './openapi/document.js';
import { PackWatch } from './counties/pack-watch.js';
import { loadSettings } from './settings.js';

export interface StartOptions {
  env?: NodeJS.ProcessEnv;
  /** 0 takes any free port; default: the configuration's. */
  port?: number;
}

export interface RunningApi {
  url: string;
  parts: Parts;
  /** What the router answers to. */
  routes: Route[];
  close(): Promise<void>;
}

/** A list of 20,000 subsidy lines is about 2 MB; everything else is small. */
const jsonLimit = '4mb';

/** Starts the API; the caller closes it. @throws when PostgreSQL or Temporal cannot be reached */
export async function startApi({ env = process.env, port }: StartOptions = {}): Promise<RunningApi> {
  const parts = await compose(loadConfig(env), loadSettings(env));
  try {
    await prepareDemo(parts);
    void indexPeople(parts);
    const app = await createApp(parts);
    const packs = new PackWatch(parts, () => prepareDemo(parts));
    await app.listen(port ?? parts.config.apiPort, parts.settings.host);
    const { port: bound } = app.getHttpServer().address() as AddressInfo;
    const url = `http://127.0.0.1:${bound}`;
    parts.logger.info({ url }, 'API is listening');
    packs.start();
    return { url, parts, routes: routesOf(app), close: () => packs.stop().then(() => closeAll(app, parts)) };
  } catch (error) {
    await parts.close();
    throw error;
  }
}

/** The demo's accounts are there as soon as the demo answers; no other mode has accounts of known password. */
async function prepareDemo({ config, packs, persistence }: Parts): Promise<void> {
  if (config.mode === 'demo') await ensureDemoAccounts(persistence, demoPeople(packs));
}

/** Beside the traffic: until it is done, people of earlier days are found by full name and number only. */
async function indexPeople({ persistence, logger }: Parts): Promise<void> {
  try {
    const people = await persistence.indexPeople();
    if (people > 0) logger.info({ people }, 'people can be searched by pinyin');
  } catch (error) {
    logger.error({ err: error }, 'people could not be indexed for the search; the next start tries again');
  }
}

export async function createApp(parts: Parts): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(ApiModule.of(parts), {
    rawBody: true,
    logger: false,
    abortOnError: false,
  });
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(requestLog(parts.logger), securityHeaders);
  app.use('/v1', noStore);
  app.useBodyParser('json', { limit: jsonLimit });
  serveConsole(app, parts.config.consoleDir ?? builtConsole);
  serveDocument(app);
  return app;
}

/** Open event streams would hold the server for ever, so connections are closed after the running requests. */
async function closeAll(app: NestExpressApplication, parts: Parts): Promise<void> {
  const server = app.getHttpServer();
  const lingering = setTimeout(() => server.closeAllConnections(), 3_000);
  server.closeIdleConnections();
  await app.close();
  clearTimeout(lingering);
  await parts.close();
}
