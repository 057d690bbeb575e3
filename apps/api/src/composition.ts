import { createPersistence, type Persistence } from '@bangdai/persistence';
import {
  BlindIndex,
  FieldCipher,
  createLogger,
  createTemporalClient,
  createTemporalConnection,
  type Config,
  type Logger,
} from '@bangdai/platform';
import { livePacks, type LivePacks, type PackRegistry } from '@bangdai/policy-packs';
import type { Client, Connection } from '@temporalio/client';
import type { ApiSettings } from './settings.js';

/** All that the API works with, made once from the configuration. */
export interface Parts {
  config: Config;
  settings: ApiSettings;
  logger: Logger;
  packs: PackRegistry;
  /** The folders behind `packs`, looked at again and again. */
  live: LivePacks;
  blindIndex: BlindIndex;
  persistence: Persistence;
  temporal: Client;
  close(): Promise<void>;
}

/** PostgreSQL alone, for commands that need no workflow engine. */
export async function composePersistence(config: Config, logger: Logger) {
  const live = livePacks({ extraDirs: config.packDirs });
  const { packs } = live;
  const blindIndex = new BlindIndex(config.indexKey);
  const persistence = await createPersistence({
    databaseUrl: config.databaseUrl,
    cipher: new FieldCipher(config.dataKeys),
    blindIndex,
    packs,
    logger,
  });
  return { packs, live, blindIndex, persistence };
}

/** @throws when PostgreSQL or Temporal cannot be reached; nothing stays open then */
export async function compose(config: Config, settings: ApiSettings): Promise<Parts> {
  const logger = createLogger('api', { level: config.logLevel });
  const stored = await composePersistence(config, logger);
  let connection: Connection;
  try {
    await stored.persistence.ensureCounties();
    connection = await createTemporalConnection(config);
  } catch (error) {
    await stored.persistence.close();
    throw error;
  }
  const temporal = createTemporalClient(config, connection);
  const close = async (): Promise<void> => {
    await connection.close();
    await stored.persistence.close();
  };
  return { config, settings, logger, ...stored, temporal, close };
}
