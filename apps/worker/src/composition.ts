import { createActivities } from '@bangdai/activities';
import { createGateways, type Counterpart, type ReadableGateways } from '@bangdai/adapters';
import type { CounterpartKey } from '@bangdai/contracts';
import { createPersistence, type Persistence } from '@bangdai/persistence';
import {
  BlindIndex,
  FieldCipher,
  createDataConverter,
  createLogger,
  createTemporalClient,
  createTemporalConnection,
  type Config,
  type Logger,
} from '@bangdai/platform';
import { livePacks, type LivePacks, type PackRegistry } from '@bangdai/policy-packs';
import type { Client, Connection } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { TemporalEngine } from './engine/temporal-engine.js';

/** Connections of this process to PostgreSQL: as many as activities and relays work at once. */
const poolSize = 40;
/** A bank's list of a whole county may take its time; a payment order is answered at once or not at all. */
const fetchTimeoutMs = 20_000;

/** All that the worker works with, made once from the configuration. */
export interface Parts {
  config: Config;
  logger: Logger;
  packs: PackRegistry;
  /** The folders behind `packs`, looked at again and again. */
  live: LivePacks;
  persistence: Persistence;
  gateways: ReadableGateways;
  engine: TemporalEngine;
  client: Client;
  nativeConnection: NativeConnection;
  activities: ReturnType<typeof createActivities>;
  dataConverter: ReturnType<typeof createDataConverter>;
  close(): Promise<void>;
}

/** @throws when PostgreSQL or Temporal cannot be reached; nothing stays open then */
export async function compose(config: Config): Promise<Parts> {
  const logger = createLogger('worker', { level: config.logLevel });
  const live = livePacks({ extraDirs: config.packDirs });
  const { packs } = live;
  const persistence = await createPersistence({
    databaseUrl: config.databaseUrl,
    cipher: new FieldCipher(config.dataKeys),
    blindIndex: new BlindIndex(config.indexKey),
    packs,
    logger,
    poolSize,
  });
  try {
    await persistence.ensureCounties();
    return { config, logger, packs, live, persistence, ...(await connect(config, persistence, logger)) };
  } catch (error) {
    await persistence.close();
    throw error;
  }
}

async function connect(config: Config, persistence: Persistence, logger: Logger) {
  const connection = await createTemporalConnection(config);
  const nativeConnection = await NativeConnection.connect({ address: config.temporalAddress });
  const client = createTemporalClient(config, connection);
  const engine = new TemporalEngine(client);
  const gateways = createGateways({
    counterparts: () => counterpartsOf(config, persistence),
    secrets: (counterpart) => secretsOf(config, persistence, counterpart),
    fetchTimeoutMs,
    logger,
    exchange: { dispatches: persistence.dispatches, dir: config.exchangeDir },
  });
  const activities = createActivities({ ...persistence, gateways, engine });
  const close = () => closeAll(connection, nativeConnection, persistence);
  return {
    gateways,
    engine,
    client,
    nativeConnection,
    activities,
    dataConverter: createDataConverter(config),
    close,
  };
}

async function closeAll(
  connection: Connection,
  native: NativeConnection,
  persistence: Persistence,
): Promise<void> {
  await native.close();
  await connection.close();
  await persistence.close();
}

/** Rows without an address of their own are reached where the configuration says; so is a county added later. */
async function counterpartsOf(config: Config, persistence: Persistence): Promise<Counterpart[]> {
  const standard = { bank: config.bankUrl, treasury: config.treasuryUrl };
  const rows = (await persistence.counterparts.all()).map(
    ({ county, kind, code, adapter, baseUrl, fileFormat }): Counterpart => {
      const bank = kind === 'bank' ? code : '*';
      return { county, kind, bank, adapter, baseUrl: baseUrl ?? standard[kind], format: fileFormat };
    },
  );
  const others = (['bank', 'treasury'] as const).map((kind): Counterpart => ({
    county: '*',
    kind,
    bank: '*',
    adapter: 'http',
    baseUrl: standard[kind],
  }));
  return [...rows, ...others];
}

/** Its own, newest first; until it has one, that of the installation (demo and tests alone). */
async function secretsOf(
  config: Config,
  { secrets }: Persistence,
  counterpart: CounterpartKey,
): Promise<string[]> {
  const own = await secrets.accepted(counterpart);
  if (own.length > 0) return own;
  return counterpart.kind === 'bank' ? config.bankSecrets : config.treasurySecrets;
}
