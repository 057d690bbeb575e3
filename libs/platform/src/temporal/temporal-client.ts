import { Client, Connection } from '@temporalio/client';
import type { Config } from '../config/config.js';
import { createDataConverter } from './data-converter.js';

type Address = Pick<Config, 'temporalAddress'>;
type Settings = Pick<Config, 'temporalNamespace' | 'payloadKeys'>;

/** Connects at once; rejects if no server answers within ten seconds. */
export async function createTemporalConnection({ temporalAddress }: Address): Promise<Connection> {
  return Connection.connect({ address: temporalAddress, connectTimeout: '10s' });
}

/** A client that encrypts; the caller owns the connection and closes it. */
export function createTemporalClient(settings: Settings, connection: Connection): Client {
  return new Client({
    connection,
    namespace: settings.temporalNamespace,
    dataConverter: createDataConverter(settings),
  });
}
